"""The desk of an office as its staff walk it: scan, give tickets, call, serve, take back."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking import actions as booking
from guichet.booking.models import Appointment
from guichet.counter.desk.tests.walking import press, ticket_on, words_of
from guichet.counter.models import Call, Serving, Ticket
from guichet.counter.testing import (
    TEN,
    make_checked_in,
    make_desk_office,
    make_expected,
    make_walk_in,
)
from guichet.devices.models import Kind
from guichet.devices.testing import make_device
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Office, Service
from guichet.offices.testing import make_hours, make_service
from guichet.staff.testing import make_posted, sign_in, sign_in_as

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("manager")
def test_a_day_of_one_client(client: Client, office: Office) -> None:
    appointment = make_expected(office=office)
    page = client.get(f"/staff/desk/{office.pk}/")
    assert appointment.name in words_of(page)

    scan = f"GUICHET:1:{appointment.confirmation_number}"
    page = press(client, office, "check-in", code=scan, identity="on")
    assert [status for _, status in page.redirect_chain] == [303]
    assert ticket_on(page) == ("101", "waiting")
    ticket = Ticket.objects.get()

    page = press(client, office, "call", desk="3b")
    assert ticket_on(page) == ("101", "called")
    assert "101 is called to desk 3B" in words_of(page)
    for deed, state in (("recall", "called"), ("start", "in_service")):
        page = press(client, office, f"tickets/{ticket.pk}/{deed}")
        assert ticket_on(page) == ("101", state)
    page = press(
        client, office, f"tickets/{ticket.pk}/finish", outcome="to_return", note="Lease is missing"
    )
    assert ticket_on(page) == ("101", "finished")
    assert Appointment.objects.get(pk=appointment.pk).status == "completed"
    assert Serving.objects.get().note == "Lease is missing"
    assert AuditEntry.objects.filter(verb="identified", record=appointment.pk).exists()

    page = press(client, office, f"tickets/{ticket.pk}/undo")
    assert ticket_on(page) == ("101", "in_service")


@pytest.mark.usefixtures("manager")
def test_a_walk_in_gets_a_ticket_and_says_what_they_need(client: Client, office: Office) -> None:
    page = press(
        client, office, "walk-in", service="case_question", language="ar", needs=["child", "fetch"]
    )
    assert ticket_on(page) == ("101", "waiting")
    assert "To be fetched" in words_of(page)
    text = page.content.decode().partition('id="id_language"')[2]
    assert text.partition("<option")[2].startswith(' value="">Choose</option>')
    page = press(client, office, "walk-in", service="case_question", language="")
    assert page.status_code == 422 and 'id="id_language-error"' in page.content.decode()
    for service in ("", "none"):
        page = press(client, office, "walk-in", service=service, language="ar")
        assert page.status_code == 422 and 'id="id_service-error"' in page.content.decode()
    make_service(code="other")
    make_hours(office, Service.objects.get(pk="other"))
    text = client.get(f"/staff/desk/{office.pk}/").content.decode().partition('id="id_service"')[2]
    assert text.partition("<option")[2].startswith(' value="">Choose</option>')
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", "This is needed"),
        ("ABC", "no confirmation number"),
        ("23456789Q", "No appointment has this number"),
        ("\x00", "cannot be read"),
    ],
)
@pytest.mark.usefixtures("manager")
def test_what_cannot_be_checked_in_is_said_beside_the_field(
    client: Client, office: Office, code: str, problem: str
) -> None:
    page = press(client, office, "check-in", code=code)
    assert page.status_code == 422
    assert problem in words_of(page)


@pytest.mark.usefixtures("manager")
def test_who_is_elsewhere_or_on_another_day_is_told_so(client: Client, office: Office) -> None:
    tomorrow = make_expected(office=office, starts_at=TEN.replace(day=2))
    page = press(client, office, "check-in", code=tomorrow.confirmation_number)
    assert page.status_code == 409
    assert "It is on Wednesday, December 2, 2026" in words_of(page)

    other = make_desk_office("ELS")
    elsewhere = make_expected(1, office=other)
    page = press(client, office, "check-in", code=elsewhere.confirmation_number)
    assert page.status_code == 409
    assert "another office: Test Field Office" in words_of(page)
    booking.cancel(elsewhere, now=TEN - timedelta(days=1))
    page = press(client, office, "check-in", code=elsewhere.confirmation_number)
    assert "was at another office, Test Field Office, and is canceled." in words_of(page)
    before = make_expected(2, office=office, starts_at=TEN - timedelta(days=1))
    page = press(client, office, "check-in", code=before.confirmation_number)
    assert "It was on Monday, November 30" in words_of(page)
    booking.cancel(before, now=TEN - timedelta(days=2))
    page = press(client, office, "check-in", code=before.confirmation_number)
    assert "canceled on" in words_of(page) and "not today" not in words_of(page)


def test_two_receptionists_check_one_person_in(client: Client, office: Office) -> None:
    number = make_expected(office=office).confirmation_number
    browsers = [client, Client()]
    for browser, name in zip(browsers, ("first", "second"), strict=True):
        sign_in_as(browser, make_posted(office.pk, "receptionist", name=name))
    assert press(browsers[0], office, "check-in", code=number).status_code == 200
    page = press(browsers[1], office, "check-in", code=number)
    assert page.status_code == 409
    assert "checked in at 10:00 AM by first: ticket 101 waits" in words_of(page)
    kiosk = make_device(office.pk, client=Client(), now=TEN, kind=Kind.KIOSK, name="Entrance")
    Ticket.objects.update(changed_by=f"device:{kiosk.pk}")
    page = press(browsers[1], office, "check-in", code=number)
    assert "checked in at 10:00 AM by the kiosk “Entrance”" in words_of(page)


def test_who_pressed_another_language_at_a_kiosk_is_prepared_for_in_their_own(
    client: Client, office: Office
) -> None:
    """The booking says in which language; the ticket's is told beside it, where it differs."""
    sign_in_as(client, make_posted(office.pk, "receptionist"))
    ticket = make_checked_in(make_expected(office=office))
    pages = [f"/staff/desk/{office.pk}/{part}" for part in ("", "agenda/", "agenda/sheet/")]
    for page in (*pages, f"{pages[0]}?ticket={ticket.pk}"):
        Ticket.objects.update(language="en")
        assert "Ticket in" not in words_of(client.get(page))
        Ticket.objects.update(language="ar")
        words = words_of(client.get(page))
        assert re.search(r"English ?\(?Ticket in Arabic · العربية", words)


def test_two_officers_never_call_one_person(client: Client, office: Office) -> None:
    make_walk_in(office)
    browsers = [client, Client()]
    for browser, name in zip(browsers, ("first", "second"), strict=True):
        sign_in_as(browser, make_posted(office.pk, "counter_officer", name=name))
    press(browsers[0], office, "call", desk="1")
    page = press(browsers[1], office, "call", desk="2")
    assert "Nobody can be called now" in words_of(page)

    ticket = Ticket.objects.get().pk
    page = press(browsers[1], office, "call", desk="2", ticket=ticket, reason="asked")
    assert page.status_code == 409
    assert "Ticket 101 was called to desk 1 at 10:00 AM by first" in words_of(page)
    page = press(browsers[1], office, "call", desk="1")
    assert "Desk 1 has called ticket 101" in words_of(page)
    assert Call.objects.count() == 1


@pytest.mark.usefixtures("manager")
def test_who_is_called_out_of_turn_is_called_for_a_reason(client: Client, office: Office) -> None:
    make_walk_in(office)
    last = make_walk_in(office)
    for reason in ("", "other"):  # it would tell nobody anything
        page = press(client, office, "call", desk="1", ticket=last.pk, reason=reason)
        assert page.status_code == 422
    assert "Another reason" not in words_of(page)
    assert "Belongs to somebody who is served now" in words_of(page)
    page = press(client, office, "call", desk="1", ticket=last.pk, reason="short")
    assert ticket_on(page) == ("102", "called")
    assert Call.objects.get().reason == "short"


@pytest.mark.usefixtures("manager")
def test_somebody_without_a_number_is_found_by_name_or_phone(
    client: Client, office: Office
) -> None:
    appointment = make_expected(office=office)
    by_name = {
        "name": "áda",
        "born_on_day": "17",
        "born_on_month": "5",
        "born_on_year": "1985",
    }
    for fields in (by_name, {"phone": "(212) 555-0000"}):
        page = press(client, office, "find", **fields)
        assert f'value="{appointment.confirmation_number}"' in page.content.decode()
    assert "Nobody was found" in words_of(press(client, office, "find", phone="2125559999"))
    assert press(client, office, "find", name="Ada").status_code == 422
    assert AuditEntry.objects.filter(verb="seen", record=appointment.pk).count() == 2


def test_an_auditor_reads_every_office_and_changes_nothing(client: Client, office: Office) -> None:
    make_checked_in(make_expected(office=office))
    sign_in(client, "auditor")
    page = client.get(f"/staff/desk/{office.pk}/")
    assert "<form" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert press(client, office, "call", desk="1").status_code == 403
    assert client.get("/staff/desk/XXX/").status_code == 404


def test_staff_of_another_office_are_refused_and_noted(client: Client, office: Office) -> None:
    user = make_posted("ELS", "office_manager", name="els")
    sign_in_as(client, user)
    assert client.get(f"/staff/desk/{office.pk}/").status_code == 403
    assert AuditEntry.objects.filter(verb="refused", actor=f"staff:{user.pk}").exists()


@pytest.mark.usefixtures("manager")
def test_it_speaks_french(client: Client, office: Office) -> None:
    make_walk_in(office)
    client.post("/staff/language/", {"language": "fr", "next": "/staff/"})
    assert "Comptoir : " in words_of(client.get(f"/staff/desk/{office.pk}/"))
