"""Who may come in at a shared desk, as a table."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from guichet.devices.desks import rules
from guichet.devices.desks.rules import Person

ZONE = ZoneInfo("America/New_York")
TEN = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)  # ten in the morning there
HOUR = timedelta(hours=1)
LONGEST = timedelta(hours=12)


def person(**changes: Any) -> Person:
    facts = {"is_posted": True, "must_change_password": False, "signs_in_here": True}
    return Person(**{**facts, "day_since": TEN - HOUR, **changes})


def may(by: str, who: Person, now: datetime = TEN) -> bool:
    judge = rules.may_by_pin if by == "pin" else rules.may_by_passkey
    return judge(who, now=now, zone=ZONE, longest=LONGEST)


@pytest.mark.parametrize(
    ("changes", "by_pin", "by_passkey"),
    [
        ({}, True, True),
        ({"is_posted": False}, False, False),
        ({"must_change_password": True}, False, False),
        ({"day_since": None}, False, True),
        ({"day_since": TEN - 12 * HOUR}, False, True),  # the evening before
        ({"day_since": TEN - 7 * HOUR}, False, True),  # at three in the night: the day before
        ({"day_since": TEN - 6 * HOUR}, True, True),  # at four: today
        ({"signs_in_here": False}, True, True),
        ({"signs_in_here": False, "day_since": None}, False, False),
    ],
)
def test_a_pin_rests_on_the_full_sign_in_of_the_day(
    changes: dict[str, Any], by_pin: bool, by_passkey: bool
) -> None:
    assert (may("pin", person(**changes)), may("passkey", person(**changes))) == (
        by_pin,
        by_passkey,
    )


def test_a_day_ends_after_twelve_hours_and_a_late_queue_is_still_of_it() -> None:
    evening = person(day_since=TEN + 8 * HOUR)
    assert may("pin", evening, TEN + 15 * HOUR)  # one in the night
    assert not may("pin", evening, TEN + 18 * HOUR)
    assert not may("pin", person(day_since=TEN - 6 * HOUR), TEN + 6 * HOUR)
