"""Another time for somebody who stands at the desk, late or on another day than theirs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import make_booked, make_open_slot
from guichet.booking.tests.journey import Now
from guichet.counter.desk.tests.walking import press, ticket_on, words_of
from guichet.counter.models import Ticket
from guichet.counter.testing import TEN, make_checked_in, make_desk_office, make_expected
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Office
from guichet.staff.testing import make_posted, sign_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager")]
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def free(office: Office, *, starts_at: Any, room: int = 1) -> Slot:
    """Make a time with one free place: the public's, or with `room` 0 the staff's."""
    return make_open_slot(office=office, starts_at=starts_at, opens_at=TEN - DAY, room=room)


def times_of(client: Client, office: Office, person: Appointment, day: str = "") -> Any:
    """Open the times that are free for somebody, of a day or of the first one."""
    fields = {"day": day} if day else {}
    return client.get(f"/staff/desk/{office.pk}/expected/{person.pk}/times/", fields)


@pytest.mark.parametrize("room", [0, 1])
def test_who_comes_a_day_early_is_moved_to_today_by_one_button(
    client: Client, office: Office, room: int
) -> None:
    tomorrow = make_expected(office=office, starts_at=TEN + DAY)
    today = free(office, starts_at=TEN + 30 * MINUTE, room=room)
    page = press(client, office, "check-in", code=tomorrow.confirmation_number)
    assert page.status_code == 409
    assert "It is on Wednesday, December 2, 2026" in words_of(page)
    way = f"/staff/desk/{office.pk}/expected/{tomorrow.pk}/times/?here=yes"
    assert f'href="{way}"' in page.content.decode()

    page = client.get(way)
    assert "for a time of today they get a ticket at once" in words_of(page)
    text = page.content.decode()
    assert f'name="slot" value="{today.pk}"' in text and 'name="here" value="yes"' in text
    page = press(client, office, f"expected/{tomorrow.pk}/move", slot=today.pk, here="yes")
    assert ticket_on(page) == ("101", "waiting")
    assert "Appointment at 10:30 AM" in words_of(page)


def test_who_telephones_is_moved_within_today_and_not_shown_as_come(
    client: Client, office: Office
) -> None:
    person, later = make_expected(office=office), free(office, starts_at=TEN + 90 * MINUTE)
    page = client.get(f"/staff/desk/{office.pk}/expected/{person.pk}/")
    assert f'/expected/{person.pk}/times/"' in page.content.decode()
    page = times_of(client, office, person)
    assert "They get no ticket: check them in when they come." in words_of(page)
    assert 'name="here"' not in page.content.decode()

    page = press(client, office, f"expected/{person.pk}/move", slot=later.pk)
    sentence = "The appointment of Ada a was moved to Tuesday, December 1, 2026, 11:30 AM"
    assert sentence in words_of(page)
    assert "was moved to" not in words_of(client.get(f"/staff/desk/{office.pk}/"))
    assert "Expected today (1)" in words_of(page)
    person.refresh_from_db()
    assert (person.slot, person.status) == (later, "booked")
    assert not Ticket.objects.exists()


def test_who_is_late_and_cannot_wait_gets_another_day(
    client: Client, office: Office, now: Now
) -> None:
    now.at = TEN + 40 * MINUTE
    person = make_expected(office=office)
    ticket = make_checked_in(person, now=now.at)
    later = free(office, starts_at=TEN + 3 * DAY)
    page = client.get(f"/staff/desk/{office.pk}/", {"ticket": ticket.pk})
    assert "Offer another time" in words_of(page)
    page = press(client, office, f"expected/{person.pk}/move", slot=later.pk)
    assert "was moved to" in words_of(page)
    person.refresh_from_db()
    assert (person.slot, person.status) == (later, "booked")
    assert Ticket.objects.get().state == "cancelled"


def test_every_day_with_a_free_place_can_be_chosen(client: Client, office: Office) -> None:
    person = make_expected(office=office)
    first, last = free(office, starts_at=TEN + DAY), free(office, starts_at=TEN + 100 * DAY)
    page = times_of(client, office, person).content.decode()
    assert f'value="{first.pk}"' in page and f'name="slot" value="{last.pk}"' not in page
    assert f'<option value="{last.local_day}"' in page
    page = times_of(client, office, person, day=str(last.local_day)).content.decode()
    assert f'name="slot" value="{last.pk}"' in page
    page = words_of(times_of(client, office, person, day="2026-12-25"))
    assert "On the day that was chosen nothing is free any more." in page


def test_a_time_that_was_taken_meanwhile_changes_nothing(client: Client, office: Office) -> None:
    person = make_expected(office=office)
    make_checked_in(person)
    slot = free(office, starts_at=TEN + DAY)
    make_booked(slot, number=7, now=TEN)
    for number in (slot.pk, 10**9, "x"):
        page = press(client, office, f"expected/{person.pk}/move", slot=number)
        assert page.status_code == 409
        assert Appointment.objects.get(pk=person.pk).status == "checked_in"
        assert Ticket.objects.get().state == "waiting"
    assert "No time is free" in words_of(times_of(client, office, person))


def test_a_page_that_is_old_moves_nobody(client: Client, office: Office) -> None:
    person = make_expected(office=office)
    slots = [free(office, starts_at=TEN + days * DAY) for days in (1, 2)]
    text = times_of(client, office, person).content.decode()
    mark = text.partition('name="seen" value="')[2].partition('"')[0]
    path = f"expected/{person.pk}/move"
    assert press(client, office, path, slot=slots[0].pk, seen=mark).status_code == 200
    page = press(client, office, path, slot=slots[1].pk, seen=mark)
    assert page.status_code == 409
    assert "moved on Tuesday, December 1, 2026, 10:00 AM by mia" in words_of(page)
    assert Appointment.objects.get(pk=person.pk).slot == slots[0]


def test_whoever_went_back_reads_that_they_have_just_moved_somebody(
    client: Client, office: Office, now: Now
) -> None:
    person, slot = make_expected(office=office), free(office, starts_at=TEN + 30 * MINUTE)
    free(office, starts_at=TEN + DAY)
    assert "Choose another time only" not in words_of(times_of(client, office, person))
    press(client, office, f"expected/{person.pk}/move", slot=slot.pk)
    page = words_of(times_of(client, office, person))
    assert "was moved on Tuesday, December 1, 2026, 10:00 AM by mia. Choose another time" in page
    now.at += 11 * MINUTE
    assert "Choose another time only" not in words_of(times_of(client, office, person))


def test_before_its_minute_of_release_a_manager_gives_a_time_with_a_reason(
    client: Client, office: Office, now: Now
) -> None:
    person = make_expected(office=office)
    opens_at = TEN + DAY
    later = make_open_slot(
        office=office, starts_at=TEN + 9 * DAY, opens_at=opens_at, capacity=2, room=1
    )
    path, button = f"expected/{person.pk}/move", f'name="slot" value="{later.pk}"'
    page = times_of(client, office, person)
    assert "Not open to the public yet" in words_of(page) and button in page.content.decode()
    page = press(client, office, path, slot=later.pk)
    assert (page.status_code, "A manager of the office can give it" in words_of(page)) == (
        409,
        True,
    )

    sign_in_as(client, make_posted(office.pk, "receptionist", name="ray"))
    assert button not in times_of(client, office, person).content.decode()
    assert press(client, office, path, slot=later.pk, reason="health").status_code == 409
    assert not AuditEntry.objects.filter(verb="override").exists()

    sign_in_as(client, make_posted(office.pk, "office_manager", name="max"))
    page = press(client, office, path, slot=later.pk, reason="health")
    assert "was moved to" in words_of(page)
    line = AuditEntry.objects.get(verb="override", record=person.pk)
    assert line.facts == {"lifted": ["release"], "reason": "health"}


def test_nobody_is_moved_from_or_to_another_office(client: Client, office: Office) -> None:
    elsewhere = make_desk_office("ELS")
    theirs = make_expected(office=elsewhere)
    assert times_of(client, office, theirs)["Location"] == "/staff/desk/TST/"
    page = press(client, office, f"expected/{theirs.pk}/move", slot=1)
    assert page.redirect_chain == [("/staff/desk/TST/", 303)]
    person, slot = make_expected(1, office=office), free(elsewhere, starts_at=TEN + DAY)
    assert press(client, office, f"expected/{person.pk}/move", slot=slot.pk).status_code == 409
