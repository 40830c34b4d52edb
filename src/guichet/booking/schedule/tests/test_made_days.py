"""How long the times of a made day are: its own times tell it, and not the service of today."""

from datetime import datetime, time, timedelta

import pytest

from guichet.booking.schedule.made_days import Time, usual_minutes
from guichet.offices.rules import Stretch

NINE = datetime(2026, 12, 1, 9)
MORNING, AFTERNOON = (time(9), time(12), 2), (time(13), time(16), 2)
USUAL, OWN = Stretch(*MORNING), Stretch(*MORNING, minutes=30)
LATER, LATER_OWN = Stretch(*AFTERNOON), Stretch(*AFTERNOON, minutes=30)


def times(
    count: int, minutes: int, *, hour: int = 9, usual: int | None = None, gone_by: int | None = None
) -> list[Time]:
    """Return times one after the other."""
    length, first = timedelta(minutes=minutes), NINE.replace(hour=hour)
    starts = [first + number * length for number in range(count)]
    return [Time(start, start + length, usual, gone_by) for start in starts]


@pytest.mark.parametrize(
    ("day", "stretches", "minutes"),
    [
        (times(6, 30, usual=20), [OWN], 20),  # it notes what the service said
        ([*times(6, 25, usual=20), *times(9, 20, usual=20, gone_by=1)], [USUAL], 20),
        (times(9, 20), [USUAL], 20),
        (times(6, 30), [OWN], None),  # the hours themselves said it
        ([*times(6, 30), *times(9, 20, hour=13)], [OWN, LATER], 20),
        ([*times(9, 20), *times(6, 30, hour=13)], [USUAL, LATER_OWN], 20),
        (times(9, 20, hour=13), [USUAL], 20),  # an administrator moved the hours, not the times
        ([*times(6, 25), *times(9, 20, gone_by=1)], [USUAL], 25),
        (times(9, 20, gone_by=1), [], 20),  # closed for the day, and opened again
        ([*times(4, 15, gone_by=1), *times(6, 25, gone_by=2)], [], 25),
        ([*times(8, 20), *times(1, 15, hour=13)], [USUAL], 20),
        (times(9, 20), [], None),  # made by hand where there are no hours
        ([], [USUAL], None),
    ],
)
def test_it_tells_how_long_the_usual_times_of_a_day_are(
    day: list[Time], stretches: list[Stretch], minutes: int | None
) -> None:
    assert usual_minutes(day, stretches) == minutes
