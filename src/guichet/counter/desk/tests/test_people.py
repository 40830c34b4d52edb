"""What staff do for somebody on the telephone or at the counter: find, cancel, print again."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking import actions as booking
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment
from guichet.booking.tests.journey import Now
from guichet.counter.desk.tests.walking import press, words_of
from guichet.counter.models import Ticket
from guichet.counter.testing import TEN, make_checked_in, make_desk_office, make_expected
from guichet.kernel import references
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.offices.models import Office
from guichet.opening import actions as opening
from guichet.post.tests.reading import by_pdfium
from guichet.staff.testing import make_posted, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def receptionist(client: Client, office: Office) -> None:
    """A receptionist of that office, signed in."""
    sign_in_as(client, make_posted(office.pk, "receptionist"))


def page_of(client: Client, office: Office, person: Appointment) -> Any:
    """Open the page of somebody's appointment."""
    return client.get(f"/staff/desk/{office.pk}/expected/{person.pk}/")


def mark_on(page: Any) -> str:
    """Return the mark that the buttons of a page carry."""
    return str(page.content.decode().partition('name="seen" value="')[2].partition('"')[0])


BIRTH = {"born_on_day": "17", "born_on_month": "5", "born_on_year": "1985"}


def test_a_number_or_a_whole_person_is_found_on_any_day(client: Client, office: Office) -> None:
    person = make_expected(office=office, starts_at=TEN + 40 * DAY)
    searches: list[dict[str, object]] = [
        {"number": person.confirmation_number},
        {"name": "ada A", "phone": person.phone, **BIRTH},
    ]
    for search in searches:
        page = press(client, office, "find", **search)
        assert f"/expected/{person.pk}/" in page.content.decode()
    assert "Nobody was found" in words_of(press(client, office, "find", phone=person.phone))
    page = press(client, office, "find", number="123")
    assert (page.status_code, "no confirmation number" in words_of(page)) == (422, True)


def test_who_is_late_is_canceled_and_told(client: Client, office: Office, now: Now) -> None:
    person = make_expected(office=office)
    make_checked_in(person)
    Dispatch.objects.all().delete()
    now.at += 20 * MINUTE
    page = page_of(client, office, person)
    page = press(client, office, f"expected/{person.pk}/cancel", seen=mark_on(page))
    assert "The appointment of Ada a on Tuesday, December 1, 2026" in words_of(page)
    person.refresh_from_db()
    assert (person.status, Ticket.objects.get().state) == ("cancelled", "cancelled")
    page = press(client, office, f"expected/{person.pk}/cancel")
    assert (page.status_code, "canceled on" in words_of(page)) == (409, True)


def test_a_closure_is_told_before_it_begins_and_whom_it_canceled_comes_by_the_office(
    client: Client, office: Office, now: Now
) -> None:
    person = make_expected(office=office, starts_at=TEN + DAY / 24)
    closure = opening.close(
        office,
        starts_at=TEN + DAY / 24,
        ends_at=TEN + DAY / 18,
        reason="safety",
        plan="cancel",
        by="staff:7",
        now=now.at,
    )
    opening.settle(closure, now=now.at)
    words = words_of(client.get("/staff/desk/TST/"))
    assert "The office closes today at 11:00 AM. It opens again at 11:20 AM." in words
    page = press(client, office, "check-in", code=person.confirmation_number)
    assert "by the office itself, not by the client." in words_of(page)
    assert "The building had to be closed for safety." in words_of(page)


def test_whose_interview_went_is_not_said_to_be_canceled_by_the_office(
    client: Client, office: Office, now: Now
) -> None:
    person = make_expected(office=office)
    booking.cancel(person, now=now.at, actor="system")
    page = press(client, office, "check-in", code=person.confirmation_number)
    assert "because the interview it was for no longer takes place." in words_of(page)
    assert "by the office itself" not in words_of(page)


def test_a_day_that_is_over_is_not_canceled(client: Client, office: Office) -> None:
    person = make_expected(office=office, starts_at=TEN - DAY)
    page = press(client, office, f"expected/{person.pk}/cancel")
    assert (page.status_code, "is over" in words_of(page)) == (409, True)


def test_an_old_page_cancels_nobody(client: Client, office: Office) -> None:
    person = make_expected(office=office)
    mark = mark_on(page_of(client, office, person))
    make_checked_in(person)
    page = press(client, office, f"expected/{person.pk}/cancel", seen=mark)
    assert page.status_code == 409
    assert Appointment.objects.get().status == "checked_in"
    assert Ticket.objects.get().state == "waiting"


def test_a_lost_notice_is_printed_after_a_look_at_a_paper(
    client: Client, office: Office, now: Now
) -> None:
    person = make_expected(office=office, starts_at=TEN + DAY)
    path, before = f"expected/{person.pk}/identify", tokens.pin_of(person)
    assert press(client, office, path, paper="passport").status_code == 422
    notice = f"/staff/desk/{office.pk}/expected/{person.pk}/notice/"
    assert client.get(notice).status_code == 303
    page = press(client, office, path, paper="passport", same="on")
    assert notice in page.content.decode()
    text = by_pdfium(client.get(notice).content)
    person.refresh_from_db()
    pin = tokens.pin_of(person)
    assert pin != before and pin in text.replace(" ", "")
    identified = AuditEntry.objects.get(verb="identified", record=person.pk)
    assert identified.facts == {"shown": "passport"}
    assert AuditEntry.objects.filter(verb="print_notice", record=person.pk).count() == 1
    now.at += 11 * MINUTE
    assert client.get(notice).status_code == 303
    sign_in(client, "auditor")
    record = words_of(client.get("/staff/audit/"))
    assert (
        f"Passport Appointment {references.for_people(str(person.confirmation_number))}" in record
    )


def test_nobody_reads_a_person_of_another_office(client: Client, office: Office) -> None:
    theirs = make_expected(office=make_desk_office("ELS"))
    for pk in (theirs.pk, 999_999):  # it may have been moved there while the page was open
        for deed in ("cancel", "identify", "move"):
            page = press(client, office, f"expected/{pk}/{deed}", paper="passport", same="on")
            assert page.redirect_chain == [("/staff/desk/TST/", 303)]
            assert "is not at this office, or not any more" in words_of(page)
            assert theirs.name not in words_of(page)
    assert page_of(client, office, theirs)["Location"] == "/staff/desk/TST/"
    page = press(client, office, "find", number=theirs.confirmation_number)
    assert "Nobody was found" in words_of(page)
