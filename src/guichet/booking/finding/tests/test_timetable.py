"""Days and months out of what is free."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from guichet.booking.finding import timetable
from guichet.booking.queries import FreeDay

ZONE = ZoneInfo("America/New_York")
SUNDAY, MONDAY = 6, 0


def free_day(day: date, *hours: int) -> FreeDay:
    starts = [
        int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp()) for hour in hours
    ]
    return FreeDay(day, [day.day * 100 + hour for hour in hours], starts, 20)


FULL = free_day(date(2026, 11, 24))
TUESDAY = free_day(date(2026, 12, 1), 14, 18)
MONDAY_LATER = free_day(date(2026, 12, 7), 15)


def test_it_shows_the_first_free_day_when_none_is_wanted() -> None:
    table = timetable.build([FULL, TUESDAY, MONDAY_LATER], zone=ZONE)
    assert table.day is not None
    assert table.day.date == TUESDAY.date
    assert table.first is not None
    assert table.first.starts_at.isoformat() == "2026-12-01T09:00:00-05:00"


def test_it_shows_the_day_wanted_even_when_it_is_full() -> None:
    table = timetable.build([FULL, TUESDAY], zone=ZONE, date_wanted=FULL.date)
    assert table.day is not None
    assert table.day.free == 0
    assert table.times == []
    assert table.first is not None


def test_it_parts_the_day_at_noon_of_the_office() -> None:
    table = timetable.build([TUESDAY], zone=ZONE)
    assert [time.starts_at.hour for time in table.morning] == [9]
    assert [time.starts_at.hour for time in table.afternoon] == [13]


def test_it_turns_the_page_to_the_first_free_day_of_the_other_month() -> None:
    table = timetable.build([FULL, TUESDAY, MONDAY_LATER], zone=ZONE, date_wanted=FULL.date)
    assert table.next_month == TUESDAY.date
    assert table.previous_month is None
    later = timetable.build([FULL, TUESDAY, MONDAY_LATER], zone=ZONE)
    assert later.previous_month == FULL.date
    assert later.next_month is None


def test_it_lays_out_whole_weeks_from_the_first_that_was_released() -> None:
    table = timetable.build([MONDAY_LATER], zone=ZONE)
    for first_weekday in (SUNDAY, MONDAY):
        weeks = table.weeks(first_weekday)
        squares = [square for week in weeks for square in week]
        assert {len(week) for week in weeks} == {7}
        dates = [square.date for square in squares if square]
        assert dates[-1] == date(2026, 12, 31)
        assert dates == sorted(dates)
        assert sum(1 for square in squares if square and square.day) == 1
        column = squares.index(next(square for square in squares if square and square.day)) % 7
        assert (first_weekday + column) % 7 == MONDAY_LATER.date.weekday()


def test_it_shows_the_whole_month_where_only_its_last_week_is_left() -> None:
    last = free_day(date(2026, 11, 30), 15)
    weeks = timetable.build([last], zone=ZONE).weeks(MONDAY)
    dates = [square.date for week in weeks for square in week if square]
    assert (dates[0], dates[-1], len(weeks)) == (date(2026, 11, 1), date(2026, 11, 30), 6)


def test_it_says_nothing_when_nothing_is_free() -> None:
    table = timetable.build([], zone=ZONE)
    assert table.day is None
    assert table.first is None
    assert table.weeks(MONDAY) == []
    assert (table.previous_month, table.next_month) == (None, None)
