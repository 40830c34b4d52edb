"""Nobody waits for what cannot be: which wishes are taken, and what is said of the others."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from guichet.booking.earlier import queries, rules
from guichet.booking.earlier.rules import Chances
from guichet.booking.earlier.tests.waiting import make_entry
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, Entry, Slot
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.journey import BASE, MANAGE, press
from guichet.booking.tests.pages import make_serving_office, text_of
from guichet.kernel.obstacles import Obstacle

EARLIER = BASE + "earlier/"
ZONE = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZONE)
TUESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)
CHANCES = Chances(
    last_of={TUESDAY: MONDAY + timedelta(hours=26), FRIDAY: MONDAY + timedelta(days=4)},
    told_at=MONDAY,
)


@pytest.mark.parametrize(
    ("weekdays", "lead", "last_on", "code"),
    [
        ("25", 3, None, ""),
        ("2", 24, None, ""),
        ("5", 48, FRIDAY, ""),
        ("2", 48, None, "no_time_so_early"),
        ("25", 168, None, "no_time_so_early"),
        ("25", 48, TUESDAY, "no_time_so_early"),
        ("134", 3, None, "no_time_on_weekdays"),
        ("5", 3, TUESDAY, "no_time_on_weekdays"),
        ("25", 3, MONDAY.date(), "no_time_by_then"),
    ],
)
def test_it_names_what_must_be_chosen_otherwise(
    weekdays: str, lead: int, last_on: date | None, code: str
) -> None:
    assert blamed(weekdays, lead, last_on) == code


def blamed(weekdays: str, lead: int, last_on: date | None) -> str:
    try:
        rules.check_wish(CHANCES, weekdays=weekdays, lead_hours=lead, last_on=last_on)
    except Obstacle as obstacle:
        assert obstacle.facts["field"] in ("weekdays", "lead", "last_on")
        return obstacle.code
    return ""


def test_it_offers_what_can_be_and_no_more() -> None:
    assert (CHANCES.weekdays, CHANCES.leads) == ([2, 5], [3, 24, 48])


@pytest.mark.parametrize(
    ("now", "own", "may"),
    [
        (MONDAY, MONDAY + timedelta(hours=5), False),  # today: they may be on their way
        (MONDAY, MONDAY + timedelta(days=1), True),
        (MONDAY.replace(hour=20, minute=59), MONDAY + timedelta(days=1), True),
        (MONDAY.replace(hour=21), MONDAY + timedelta(days=1), False),  # they sleep until the day
    ],
)
def test_nobody_is_offered_anything_on_the_day_of_their_own(
    now: datetime, own: datetime, may: bool
) -> None:
    assert rules.may_get_earlier(own, now=now, zone=ZONE) is may


def opened(client: Client, *, own: timedelta) -> Any:
    """Return the notice of somebody whose appointment is so far from now."""
    booked = make_booked(make_open_slot(starts_at=NOW + own), number=1, email="ada@example.org")
    keys = {"number": str(booked.appointment.confirmation_number), "pin": booked.pin}
    return press(client, MANAGE, keys, follow=True)


@pytest.mark.django_db
@pytest.mark.usefixtures("now")
def test_the_page_offers_what_lies_before_the_appointment(client: Client) -> None:
    make_serving_office()
    make_open_slot(starts_at=NOW + timedelta(days=1))
    assert EARLIER in text_of(opened(client, own=timedelta(days=2)))

    page = text_of(client.get(EARLIER))

    assert 'name="weekdays" value="2"' in page and 'name="weekdays" value="1"' not in page
    assert 'value="3" selected' in page and 'value="168"' not in page
    for fields, words in (
        ({"weekdays": ["5"], "lead": "3"}, "On these days of the week there is no time"),
        ({"weekdays": ["2", "5"], "lead": "168"}, "no time that we could tell you of so long"),
    ):
        wrong = press(client, EARLIER, fields)
        assert wrong.status_code == 422 and words in text_of(wrong)
        assert 'value="5" checked' in text_of(wrong), "nothing that was chosen is lost"
    assert not Entry.objects.exists()
    page = press(client, EARLIER, {"weekdays": ["2"], "lead": "3"}, follow=True)
    assert "You are on the list" in text_of(page)
    Appointment.objects.update(slot=Slot.objects.order_by("starts_at")[0])  # moved nearer meanwhile
    assert "There is no earlier time left" in text_of(client.get(page.redirect_chain[-1][0]))


@pytest.mark.django_db
@pytest.mark.usefixtures("now")
def test_who_comes_today_is_not_led_to_the_list(client: Client) -> None:
    notice = opened(client, own=timedelta(hours=5))
    assert EARLIER not in text_of(notice)
    assert client.get(EARLIER)["Location"].startswith(BASE)


@pytest.mark.django_db
@pytest.mark.usefixtures("now")
def test_an_entry_is_not_changed_to_what_cannot_be(client: Client) -> None:
    office = make_serving_office()
    entry = make_entry(make_open_slot(office=office), number=1)
    address = f"{EARLIER}{tokens.entry_token(entry.pk)}/"
    day = {f"last_on_{part}": getattr(NOW, part) for part in ("day", "month", "year")}
    fields = {"deed": "change", "weekdays": ["1", "2"], "lead": "48", **day}

    page = press(client, address, fields)

    assert page.status_code == 422 and "Up to this day there is no time" in text_of(page)
    entry.refresh_from_db()
    assert entry.lead_hours == rules.LEADS[0]


@pytest.mark.django_db
def test_days_that_are_not_made_yet_count_by_their_hours() -> None:
    office = make_serving_office()
    slot = make_open_slot(office=office)
    chances = queries.chances(office, slot.service_id, own=None, now=NOW)
    assert chances.weekdays == [1, 2, 3, 4, 5]
    assert min(chances.last_of) == slot.local_day
    assert chances.leads == list(rules.LEADS)
