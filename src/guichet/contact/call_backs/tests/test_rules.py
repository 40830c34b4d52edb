"""Which windows there are, and what the tables refuse."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from guichet.contact.call_backs import rules
from guichet.contact.call_backs.centre import centre
from guichet.contact.call_backs.models import CallBack
from guichet.contact.call_backs.testing import make_agreed, make_offer
from guichet.kernel.obstacles import Obstacle

ZONE = ZoneInfo("America/Toronto")
NOON = datetime(2026, 11, 30, 17, tzinfo=UTC)  # of a Monday, in Toronto


def begins(now: datetime, **changes: object) -> list[str]:
    table = replace(centre(), **changes)  # type: ignore[arg-type]
    windows = rules.windows(table, now=now, zone=ZONE)
    return [f"{window.starts_at:%d %H:%M}" for window in windows]


def test_windows_lie_within_the_hours_and_begin_late_enough() -> None:
    friday = NOON + timedelta(days=4)
    cases = [
        (begins(NOON)[:5], ["30 14:00", "30 16:00", "30 18:00", "01 08:00", "01 10:00"]),
        (begins(NOON + timedelta(minutes=90))[0], "30 14:00"),
        (begins(NOON + timedelta(minutes=91))[0], "30 16:00"),
        (begins(friday + timedelta(hours=7))[0], "07 08:00"),  # after the weekend
        (begins(NOON, closed=frozenset({date(2026, 11, 30)}))[0], "01 08:00"),
        (begins(NOON, hours=()), []),
        (len(begins(NOON, days=1)), 3),
    ]
    assert [(got, right) for got, right in cases if got != right] == []


def test_a_day_whose_clocks_change_has_windows_of_whole_length() -> None:
    night = rules.Hours(weekdays=frozenset(range(1, 8)), opens=time(0), closes=time(8))
    table = replace(centre(), hours=(night,), notice=timedelta(0), days=2)
    for eve in (datetime(2026, 10, 31, 12, tzinfo=UTC), datetime(2026, 3, 7, 12, tzinfo=UTC)):
        for window in rules.windows(table, now=eve, zone=ZONE):
            assert rules.is_open(table, at=window.starts_at, zone=ZONE)
            assert window.ends_at > window.starts_at


def test_two_are_open_for_a_number_and_no_third() -> None:
    assert [rules.place_of(places, most=2) for places in ([], [1], [2])] == [1, 2, 1]
    with pytest.raises(Obstacle, match="two_call_backs"):
        rules.place_of([1, 2], most=2)


@pytest.mark.django_db
def test_the_table_refuses_what_must_not_be() -> None:
    first = make_agreed(now=NOON)
    second = make_agreed(now=NOON, once="page-2")
    offer = make_offer(now=NOON)
    changes: list[tuple[CallBack, dict[str, object]]] = [
        (second, {"place": first.place}),
        (second, {"place": 3}),
        (first, {"state": "done"}),
        (first, {"ended_at": NOON}),
        (first, {"starts_at": None}),
        (first, {"starts_at": None, "ends_at": None}),
        (first, {"state": "taken"}),
        (first, {"tries": 3}),
        (offer, {"tries": 4, "state": "not_reached", "ended_at": NOON}),
    ]
    accepted = []
    for row, change in changes:
        try:
            with transaction.atomic():
                CallBack.objects.filter(pk=row.pk).update(**change)
        except IntegrityError:
            continue
        accepted.append((row, change))
        break
    assert accepted == []
