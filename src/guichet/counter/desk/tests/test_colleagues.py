"""What one of the staff has seen or noted of somebody, the next one reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking.tests.journey import Now
from guichet.counter.desk.tests.walking import press, press_shown, ticket_on, words_of
from guichet.counter.models import Ticket
from guichet.counter.queue import actions
from guichet.counter.testing import (
    TEN,
    make_checked_in,
    make_counter_officer,
    make_expected,
    make_walk_in,
)
from guichet.offices.models import Office
from guichet.staff.testing import make_posted, sign_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager")]
NOTE = "Brings the second form next week."


def test_whether_a_paper_was_seen_stands_on_the_ticket(client: Client, office: Office) -> None:
    person = make_expected(office=office)
    ticket = make_checked_in(person)
    page = client.get(f"/staff/desk/{office.pk}/", {"ticket": ticket.pk})
    assert "I have seen a paper with name and photo." in words_of(page)
    assert "was seen at" not in words_of(page)

    page = press(client, office, f"expected/{person.pk}/paper-seen")

    assert ticket_on(page) == ("101", "waiting")
    assert "A paper with name and photo was seen at 10:00 AM by mia." in words_of(page)
    assert "/paper-seen/" not in page.content.decode()

    page = press(client, office, f"expected/{person.pk + 1}/paper-seen")
    assert page.status_code == 409 and "They are not checked in." in words_of(page)


def test_a_note_is_read_by_who_has_them_next_and_at_their_next_visit(
    client: Client, office: Office, now: Now
) -> None:
    person = make_expected(office=office)
    make_checked_in(person)
    page = press_shown(client, press(client, office, "call", desk="1"), "start")
    pk = Ticket.objects.get().pk
    page = press(client, office, f"tickets/{pk}/finish", outcome="to_return", note=NOTE)
    line = "Served on Tuesday, December 1, 2026, 10:00 AM, desk 1, mia. Has to come again."
    assert line in words_of(page) and NOTE in words_of(page)
    page = client.get(f"/staff/desk/{office.pk}/expected/{person.pk}/")
    assert line in words_of(page) and NOTE in words_of(page)

    now.at = TEN + timedelta(days=7)
    sign_in_as(client, make_posted(office.pk, "receptionist"))
    again = make_expected(office=office, starts_at=now.at, booked_at=TEN + timedelta(hours=1))
    page = press(client, office, f"expected/{again.pk}/check-in")
    assert line in words_of(page) and NOTE in words_of(page)


def test_the_reception_prints_the_ticket_of_whoever_has_one(client: Client, office: Office) -> None:
    ticket = make_walk_in(office, language="ar")
    desk = f"/staff/desk/{office.pk}/"
    address = f"{desk}tickets/{ticket.pk}/paper/"
    assert address in client.get(desk, {"ticket": ticket.pk}).content.decode()
    sheet: Any = client.get(address)
    text = sheet.content.decode()
    assert '<html lang="ar" dir="rtl">' in text and 'data-number="101"' in text
    assert f'data-back="{desk}?ticket={ticket.pk}"' in text
    buttons = text.split('<p class="back" lang="en" dir="ltr">')[1]  # for who presses them
    assert ">Print</button>" in buttons and ">Back to the desk</a>" in buttons
    assert client.get(f"{desk}tickets/{ticket.pk + 1}/paper/").status_code == 404


def test_who_is_found_stands_on_top_with_the_tick_for_a_paper(
    client: Client, office: Office
) -> None:
    person = make_expected(office=office)
    page = press(client, office, "find", number=person.confirmation_number)
    text = page.content.decode()
    assert text.index("data-focus") < text.index('class="desk-forms"')
    assert 'name="identity"' in text.partition('class="desk-forms"')[0]
    page = press(client, office, "check-in", code=person.confirmation_number, identity="on")
    assert "A paper with name and photo was seen" in words_of(page)


def test_the_desk_says_on_top_how_long_somebody_waits_as_their_paper_does(
    client: Client, office: Office
) -> None:
    for _ in range(5):
        make_walk_in(office)
    for desk in ("1", "2"):
        officer = make_counter_officer()
        actions.call_next(office, desk=desk, officer=officer, now=TEN)
    last = make_walk_in(office)
    page = client.get(f"/staff/desk/{office.pk}/", {"ticket": last.pk})
    assert last.estimated_at == TEN + timedelta(minutes=40)
    assert "106 waits: about 40 minutes, until about 10:40 AM." in words_of(page)
