"""A kiosk: who is checked in and how, who gets a ticket, what is said where neither is done."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking import actions as booking
from guichet.booking.tests.journey import Now
from guichet.counter import tokens
from guichet.counter.kiosk.forms import KEYS
from guichet.counter.kiosk.tests.presses import begin, mark_on, say, sent, typed, words_of
from guichet.counter.models import Ticket
from guichet.counter.queue import arrivals, expecting
from guichet.counter.testing import (
    TEN,
    make_arrival,
    make_desk_office,
    make_expected,
    make_walk_in,
)
from guichet.devices.models import Device
from guichet.devices.testing import make_device
from guichet.kernel import references
from guichet.kernel.models import AuditEntry
from guichet.kernel.testing import usual
from guichet.offices.models import Office
from guichet.opening import actions as opening
from guichet.web.languages import OFFERED
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.mark.usefixtures("office")
def test_it_shows_a_code_until_staff_have_let_it_in_and_nothing_before(client: Client) -> None:
    page = client.get("/kiosk/")
    assert "data-pairing" in page.content.decode()
    assert "then checks people in and gives tickets" in words_of(page)
    for path in ("choice", "appointment", "walk-in", "ticket", "ticket/print"):
        answer = client.get(f"/kiosk/{path}/")
        assert (answer.status_code, answer["Location"]) == (303, "/kiosk/")


def test_a_display_is_no_kiosk(client: Client, office: Office) -> None:
    make_device(office.pk, client=client, now=TEN)
    assert client.get("/kiosk/").status_code == 404


@pytest.mark.usefixtures("kiosk")
def test_it_asks_first_for_the_language_each_in_its_own_name(client: Client) -> None:
    page = client.get("/kiosk/").content.decode()
    for language in OFFERED.values():
        assert f'lang="{language.code}" dir="{language.direction}">{language.endonym}</a>' in page


@pytest.mark.usefixtures("kiosk")
@pytest.mark.parametrize("language", usual("ar", "de", of=list(OFFERED)))
def test_each_language_is_whole(client: Client, language: str) -> None:
    page = begin(client, language)
    assert say("choice.appointment", language) in words_of(page)
    number, waiting = client.get("/kiosk/appointment/"), client.get("/kiosk/walk-in/")
    assert say("number.how", language) in words_of(number)
    assert say("service.title", language) in words_of(waiting)
    for answer in (page, number, waiting):
        assert f'<html lang="{language}"' in answer.content.decode()
    assert set(OFFERED) <= set(texts("kiosk").languages())


@pytest.mark.usefixtures("kiosk")
@pytest.mark.parametrize("shape", ["GUICHET:1:{}", "{}"])
def test_who_has_an_appointment_is_checked_in_by_its_code(
    client: Client, office: Office, kiosk: Device, shape: str
) -> None:
    appointment = make_expected(office=office)
    begin(client, "ar")
    page = typed(client, shape.format(appointment.confirmation_number))
    ticket = Ticket.objects.get()
    assert page.redirect_chain == [("/kiosk/ticket/", 303)]
    assert f'data-number="{ticket.number}"' in page.content.decode()
    assert f'data-token="{tokens.token_of(ticket.pk)}"' in page.content.decode()
    assert (ticket.appointment_id, ticket.language) == (appointment.pk, "ar")
    assert appointment.name not in page.content.decode()
    entry = AuditEntry.objects.get(verb="admit", record=ticket.pk)
    assert entry.actor == f"device:{kiosk.pk}"
    assert page["Cache-Control"] == "no-store, private"


@pytest.mark.usefixtures("kiosk")
def test_the_keys_on_the_screen_work_without_script(client: Client, office: Office) -> None:
    number = str(make_expected(office=office).confirmation_number)
    begin(client)
    code = ""
    for key in (*number[:3], KEYS[0], "delete", *number[3:]):
        page = sent(client, "appointment", code=code, key=key)
        match = re.search(r'id="code"[^>]*value="(\w*)"', page.content.decode())
        assert match
        code = match[1]
    assert code == number
    assert "data-number" in typed(client, code).content.decode()


@pytest.mark.usefixtures("kiosk")
def test_who_is_early_or_late_reads_what_follows(client: Client, office: Office) -> None:
    early, late = (
        make_expected(1, office=office, starts_at=TEN + 40 * MINUTE),
        make_expected(2, office=office, starts_at=TEN - 50 * MINUTE),
    )
    begin(client)
    text = words_of(typed(client, str(early.confirmation_number)))
    assert say("state.early", topic="tickets", time="10:40 AM") in text
    hours = {"starts_at": TEN + 50 * MINUTE, "ends_at": TEN + 60 * MINUTE}
    opening.close(office, **hours, reason="safety", by="staff:7", now=TEN)
    begin(client)
    text = words_of(typed(client, str(late.confirmation_number)))
    assert say("office.opens_again", topic="tickets", time="11:00 AM") in text
    assert say("ticket.late", time="9:10 AM") in text


@pytest.mark.usefixtures("kiosk")
def test_each_hindrance_has_its_sentence_and_one_way_on(client: Client, office: Office) -> None:
    elsewhere = make_desk_office("ELS")
    cancelled = [
        make_expected(number, office=at, starts_at=TEN + timedelta(days=days))
        for number, at, days in ((3, office, 0), (4, office, 1), (5, elsewhere, 0))
    ]
    for appointment in cancelled:
        booking.cancel(appointment, now=TEN - timedelta(days=6))
    begin(client)
    cases = [
        ("wrong_day", make_expected(1, office=office, starts_at=TEN + timedelta(days=1))),
        ("already_ended", make_expected(6, office=office, starts_at=TEN - timedelta(days=1))),
        ("wrong_office", make_expected(2, office=elsewhere)),
        *(("already_cancelled", appointment) for appointment in cancelled),
    ]
    for code, appointment in cases:
        page = typed(client, str(appointment.confirmation_number))
        main = page.content.decode().partition("<main")[2].partition("</main>")[0]
        assert page.status_code == 409
        assert len(re.findall("<a |<button", main)) == 1, code
        assert appointment.name not in page.content.decode()
        start = say(f"problem.{code}", moment="\0", office="\0").partition("\0")[0]
        assert start in words_of(page)
    assert not Ticket.objects.exists()


@pytest.mark.usefixtures("kiosk")
@pytest.mark.parametrize(("language", "of_reason"), [("ar", "ar"), ("de", "en")])
def test_whom_a_closure_canceled_reads_that_the_office_did_it_and_why(
    client: Client, office: Office, language: str, of_reason: str
) -> None:
    person = make_expected(office=office)
    closure = opening.close(
        office,
        starts_at=TEN,
        ends_at=TEN + timedelta(hours=1),
        reason="safety",
        plan="cancel",
        by="staff:7",
        now=TEN - MINUTE,
    )
    opening.settle(closure, now=TEN - MINUTE)
    begin(client, language)
    page = typed(client, str(person.confirmation_number))
    assert say("problem.cancelled_by_office", language) in words_of(page)
    assert say("safety", of_reason, topic="closures") in words_of(page)
    assert ('<p lang="en" dir="auto">' in page.content.decode()) is (of_reason != language)


@pytest.mark.usefixtures("kiosk")
def test_who_was_noted_as_missing_and_comes_after_all_gets_a_ticket(
    client: Client, office: Office, now: Now
) -> None:
    person = make_expected(office=office)
    now.at = TEN + 40 * MINUTE
    expecting.miss(person.pk, office=office, actor="staff:7", now=now.at)
    begin(client)
    page = typed(client, str(person.confirmation_number))
    assert page.redirect_chain == [("/kiosk/ticket/", 303)]
    assert Ticket.objects.get().appointment_id == person.pk


@pytest.mark.usefixtures("kiosk")
def test_a_wrong_and_an_unknown_number_are_answered_alike(client: Client) -> None:
    number = references.new_number()
    begin(client)
    answers = [typed(client, code) for code in (number, "23456789A", "hello", number[:5])]
    assert {answer.status_code for answer in answers} == {422}
    stripped = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert len(stripped) == 1
    assert say("problem.not_found") in words_of(answers[0])
    assert f'value="{number}"' in answers[0].content.decode()


@pytest.mark.usefixtures("kiosk")
def test_who_types_their_number_once_more_sees_the_same_ticket(
    client: Client, office: Office
) -> None:
    appointment = make_expected(office=office)
    first = arrivals.check_in(
        appointment.pk,
        make_arrival(appointment.slot.service_id),
        office=office,
        actor="staff:7",
        now=TEN,
    )
    begin(client)
    page = typed(client, str(appointment.confirmation_number))
    assert f'data-ticket="{first.pk}"' in page.content.decode()
    assert Ticket.objects.count() == 1

    Ticket.objects.update(state="finished")
    begin(client)
    page = typed(client, str(appointment.confirmation_number))
    assert (page.status_code, say("problem.already_ended") in words_of(page)) == (409, True)


@pytest.mark.usefixtures("kiosk")
def test_who_has_no_appointment_reads_the_wait_first_and_gets_one_ticket(
    client: Client, office: Office
) -> None:
    make_walk_in(office)
    begin(client)
    page = client.get("/kiosk/walk-in/")
    assert "waits about" in words_of(page)
    service = re.search(r'name="service" value="([^"]+)"', page.content.decode())
    assert service
    mark = mark_on(page)
    for _press in range(2):
        page = client.post("/kiosk/walk-in/", {"stay": mark, "service": service[1]}, follow=True)
        assert 'data-number="102"' in page.content.decode()
    assert Ticket.objects.count() == 2


@pytest.mark.usefixtures("kiosk")
def test_who_cannot_be_served_today_is_told_before_they_wait(
    client: Client, office: Office, now: Now
) -> None:
    now.at = TEN + 118 * MINUTE  # two minutes before it closes
    begin(client)
    page = client.get("/kiosk/walk-in/")
    assert say("office.full", topic="tickets") in words_of(page)
    assert 'name="service"' not in page.content.decode()
    assert "<svg" in page.content.decode()
    mark = mark_on(client.get("/kiosk/appointment/"))
    service = office.opening_hours.values_list("service", flat=True)[0]
    answer = client.post("/kiosk/walk-in/", {"stay": mark, "service": service})
    assert answer.status_code == 409
    assert not Ticket.objects.exists()


@pytest.mark.usefixtures("kiosk")
def test_the_ticket_is_printed_on_a_roll(client: Client, office: Office) -> None:
    begin(client, "ar")
    service = office.opening_hours.values_list("service", flat=True)[0]
    sent(client, "walk-in", service=service)
    ticket = Ticket.objects.get()
    own = client.get("/kiosk/ticket/print/")
    public = client.get(f"/ar/tickets/{tokens.token_of(ticket.pk)}/print/")
    for page in (own, public):
        text = page.content.decode()
        assert f"{ticket.number}</bdi>" in text and 'dir="rtl"' in text and "<svg" in text
    assert 'data-back="/kiosk/ticket/"' in own.content.decode()


@pytest.mark.usefixtures("kiosk")
def test_who_would_not_hear_the_call_asks_to_be_fetched(client: Client, office: Office) -> None:
    begin(client)
    service = office.opening_hours.values_list("service", flat=True)[0]
    page = sent(client, "walk-in", service=service)
    page = client.post("/kiosk/ticket/", {"stay": mark_on(page)}, follow=True)
    assert say("deed.fetched", topic="tickets") in words_of(page)
    assert Ticket.objects.get().needs == ["fetch"]


@pytest.mark.usefixtures("kiosk")
@pytest.mark.parametrize(
    ("rule", "follows"), [("phones_silent", True), ("phones_off", False), ("no_phones", False)]
)
def test_nobody_is_told_to_follow_with_a_phone_what_they_are_told_to_turn_off(
    client: Client, office: Office, rule: str, follows: bool
) -> None:
    office.access = [rule]
    office.save()
    make_walk_in(office)
    appointment = make_expected(office=office)
    begin(client)
    page = typed(client, str(appointment.confirmation_number))
    paper = client.get("/kiosk/ticket/print/")
    for sheet, topic, key in ((page, "kiosk", "ticket.scan"), (paper, "tickets", "paper.scan")):
        assert (say(key, topic=topic) in words_of(sheet)) is follows
        assert ("<svg" in sheet.content.decode()) is follows
