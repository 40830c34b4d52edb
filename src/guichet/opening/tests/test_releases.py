"""What opens next is shown before it opens: the window and the places, and never the minute."""

from datetime import date, timedelta

import pytest

from guichet.booking.schedule import release
from guichet.booking.schedule.working_days import calendar_of
from guichet.offices.models import Closure
from guichet.opening.releases import Places, next_releases
from guichet.opening.testing import NINE, make_working_office

pytestmark = pytest.mark.django_db
NOON = NINE + timedelta(hours=3)  # the window of today is over


def test_what_is_shown_is_what_opens() -> None:
    office = make_working_office()
    office.public_percent = 50
    office.save()
    releases = next_releases(office, now=NOON)
    assert len(releases) == 5
    # 9 to 12 with two desks, 20 minutes each: nine times of two places, one of them public.
    service = releases[0].places[0].service
    assert releases[0].places == [Places(service, 9, 9)]

    calendar = calendar_of(office, now=NOON)
    for row in releases:
        opens_at = calendar.opens_at(row.day)
        assert row.starts_at <= opens_at < row.ends_at
        assert row.starts_at.minute == 0
    release.release_slots(office, now=NOON)
    assert [row.places for row in next_releases(office, now=NOON)] == [[Places(service, 9, 9)]] * 5


def test_the_window_that_is_open_counts_until_it_is_over() -> None:
    office = make_working_office()
    assert next_releases(office, now=NINE + timedelta(minutes=30))[0].starts_at == NINE
    assert next_releases(office, now=NINE + timedelta(minutes=60))[0].starts_at > NINE


def test_a_closed_day_is_released_by_nobody() -> None:
    office = make_working_office()
    first = next_releases(office, now=NOON)[0].day
    Closure.objects.create(office=office, starts_on=first, ends_on=first)
    days: list[date] = [row.day for row in next_releases(office, now=NOON)]
    assert first not in days and len(days) == 5
