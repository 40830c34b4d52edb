"""Rules of places and days, by tables and by promises."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.obstacles import Obstacle
from guichet.offices.days.holidays import closed_days, holiday_key
from guichet.offices.rules import (
    Stretch,
    business_days,
    is_open_day,
    read_country,
    read_postal_code,
    read_subdivision,
    slot_times,
)

ZONES = [
    "America/New_York",
    "America/Phoenix",
    "Pacific/Guam",
    "America/Mexico_City",
    "Europe/London",
]
DURATIONS = [timedelta(minutes=minutes) for minutes in (5, 15, 20, 25, 30, 45, 60)]
MORNING = Stretch(time(9), time(12), 2)

wall_times = st.times(max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    opens_at, closes_at = sorted(draw(st.lists(wall_times, min_size=2, max_size=2, unique=True)))
    return Stretch(opens_at, closes_at, draw(st.integers(1, 9)))


@pytest.mark.parametrize(
    "text",
    [
        "10001",
        " 10001 ",
        "10001-1234",
        "10001 1234",
        "100011234",
        "１０００１",
        "١٠٠٠١",
        "१०००१",
        "10001–1234",
        "1 0 0 0 1",
        "\u200f10001",
    ],
)
def test_it_reads_a_postal_code_however_it_is_typed(text: str) -> None:
    assert read_postal_code(text) == "10001"


@pytest.mark.parametrize(
    "text",
    ["1000", "100011", "1000112345", "SW1A 1AA", "", "10001\x00", "\ud800", "1000½", "🏠" * 9],
)
def test_it_refuses_what_is_no_postal_code(text: str) -> None:
    with pytest.raises(Obstacle, match="malformed"):
        read_postal_code(text)


@given(st.text())
def test_it_reads_five_digits_or_refuses(text: str) -> None:
    with suppress(Obstacle):
        assert re.fullmatch(r"[0-9]{5}", read_postal_code(text))


@given(st.text())
def test_it_survives_any_country_and_subdivision(text: str) -> None:
    with suppress(Obstacle):
        assert re.fullmatch(r"[A-Z]{2}", read_country(text))
    with suppress(Obstacle):
        assert re.fullmatch(r"MX-[A-Z0-9]{1,3}", read_subdivision(f"MX-{text}", country="MX"))


def test_it_reads_codes_in_either_case() -> None:
    assert read_country(" mx ") == "MX"
    assert read_subdivision("mx-jal", country="MX") == "MX-JAL"


def test_it_refuses_a_subdivision_of_another_country() -> None:
    with pytest.raises(Obstacle, match="unknown_subdivision"):
        read_subdivision("CN-GD", country="MX")


def test_it_cuts_a_stretch_into_times_that_end_inside_it() -> None:
    times = slot_times(
        date(2026, 11, 24),
        zone=ZoneInfo("America/New_York"),
        stretches=[Stretch(time(9), time(10, 15), 2)],
        duration=timedelta(minutes=30),
    )
    assert [(f"{start:%H:%M}", f"{end:%H:%M}", desks) for start, end, desks in times] == [
        ("09:00", "09:30", 2),
        ("09:30", "10:00", 2),
    ]


def test_it_adds_the_desks_of_overlapping_stretches() -> None:
    times = slot_times(
        date(2026, 11, 24),
        zone=ZoneInfo("Europe/London"),
        stretches=[Stretch(time(9), time(11), 1), Stretch(time(10), time(11), 3)],
        duration=timedelta(minutes=30),
    )
    assert [desks for _start, _end, desks in times] == [1, 1, 4, 4]


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", date(2026, 3, 8), [0, 1, 3, 4]),  # 2:00 is skipped
        ("America/New_York", date(2026, 11, 1), [0, 1, 2, 3, 4]),  # 1:00 comes twice
        ("Europe/London", date(2026, 3, 29), [0, 2, 3, 4]),  # 1:00 is skipped
        ("Europe/London", date(2026, 10, 25), [0, 1, 2, 3, 4]),
        ("America/Phoenix", date(2026, 3, 8), [0, 1, 2, 3, 4]),
        ("Pacific/Guam", date(2026, 11, 1), [0, 1, 2, 3, 4]),
        ("America/Mexico_City", date(2026, 4, 5), [0, 1, 2, 3, 4]),  # no change since 2022
        ("America/Mexico_City", date(2022, 4, 3), [0, 1, 3, 4]),
    ],
)
def test_it_offers_each_wall_time_that_exists_once(zone: str, day: date, hours: list[int]) -> None:
    times = slot_times(
        day,
        zone=ZoneInfo(zone),
        stretches=[Stretch(time(0), time(5), 1)],
        duration=timedelta(minutes=30),
    )
    starts = [start for start, _end, _desks in times]
    assert [(start.hour, start.minute) for start in starts] == [
        (hour, minute) for hour in hours for minute in (0, 30)
    ]
    assert {start.fold for start in starts} == {0}


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("America/New_York", (date(2026, 3, 6), "-0500"), (date(2026, 3, 9), "-0400")),
        ("America/New_York", (date(2026, 10, 30), "-0400"), (date(2026, 11, 2), "-0500")),
        ("Europe/London", (date(2026, 3, 27), "+0000"), (date(2026, 3, 30), "+0100")),
        ("Europe/London", (date(2026, 10, 23), "+0100"), (date(2026, 10, 26), "+0000")),
        ("America/Phoenix", (date(2026, 3, 6), "-0700"), (date(2026, 3, 9), "-0700")),
        ("Pacific/Guam", (date(2026, 3, 6), "+1000"), (date(2026, 11, 2), "+1000")),
        ("America/Mexico_City", (date(2026, 3, 6), "-0600"), (date(2026, 11, 2), "-0600")),
    ],
)
def test_it_opens_at_nine_on_both_sides_of_a_clock_change(
    zone: str, before: tuple[date, str], after: tuple[date, str]
) -> None:
    for day, offset in (before, after):
        starts_at, _ends_at, _desks = slot_times(
            day, zone=ZoneInfo(zone), stretches=[MORNING], duration=timedelta(minutes=20)
        )[0]
        assert f"{starts_at:%H:%M %z}" == f"09:00 {offset}"


@given(
    day=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    zone=st.sampled_from(ZONES),
    parts=st.lists(stretches(), max_size=3),
    duration=st.sampled_from(DURATIONS),
)
def test_it_keeps_times_real_in_order_and_on_their_day(
    day: date, zone: str, parts: list[Stretch], duration: timedelta
) -> None:
    times = slot_times(day, zone=ZoneInfo(zone), stretches=parts, duration=duration)
    starts = [start for start, _end, _desks in times]
    assert starts == sorted(set(starts))
    for start, end, desks in times:
        assert end.astimezone(UTC) - start.astimezone(UTC) == duration
        assert start.astimezone(UTC).astimezone(ZoneInfo(zone)).time() == start.time()
        assert start.date() == day
        assert 1 <= desks <= sum(part.desks for part in parts)


@given(
    day=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    zone=st.sampled_from(ZONES),
    part=stretches(),
    duration=st.sampled_from(DURATIONS),
)
def test_it_never_lets_two_times_of_a_stretch_overlap(
    day: date, zone: str, part: Stretch, duration: timedelta
) -> None:
    times = slot_times(day, zone=ZoneInfo(zone), stretches=[part], duration=duration)
    for (_start, end, _desks), (start, _end, _other) in pairwise(times):
        assert end.astimezone(UTC) <= start.astimezone(UTC)


WEEK = {1, 2, 3, 4, 5}
THANKSGIVING = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("day", "expectation"),
    [
        (date(2026, 11, 25), True),
        (THANKSGIVING, False),
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 12, 1), False),  # first day of a closure
        (date(2026, 12, 3), False),  # and its last
        (date(2026, 12, 4), True),
    ],
)
def test_it_is_closed_on_weekends_holidays_and_closures(day: date, expectation: bool) -> None:
    answer = is_open_day(
        day,
        weekdays=WEEK,
        closures=[(date(2026, 12, 1), date(2026, 12, 3))],
        holidays=closed_days("US", "", years=[2026]),
    )
    assert answer is expectation


@given(
    start=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    count=st.integers(0, 60),
    weekdays=st.sets(st.integers(1, 7), min_size=1),
)
def test_it_counts_only_open_days_and_skips_none(
    start: date, count: int, weekdays: set[int]
) -> None:
    def opened(day: date) -> bool:
        return is_open_day(day, weekdays=weekdays, closures=[], holidays=())

    days = business_days(start, count, opened)
    assert len(days) == min(count, len(days)) == count or len(weekdays) * 400 // 7 <= count
    if days:
        span = (days[-1] - start).days + 1
        every_day = [start + timedelta(days=ahead) for ahead in range(span)]
        assert days == [day for day in every_day if opened(day)]


def test_it_gives_up_on_an_office_that_never_opens() -> None:
    assert business_days(date(2026, 1, 1), 20, lambda day: False) == []


@pytest.mark.parametrize(
    ("country", "day", "key"),
    [
        ("US", THANKSGIVING, "thanksgiving_day"),
        ("US", date(2026, 7, 3), "independence_day"),  # observed
        ("US", date(2027, 12, 31), "new_years_day"),  # of the year after
        ("GB", THANKSGIVING, "thanksgiving_day"),  # offices abroad keep the federal days too
        ("GB", date(2026, 4, 3), "local_holiday"),
        ("MX", date(2026, 3, 16), "local_holiday"),
        ("US", date(2026, 11, 27), None),
        ("US", date(2026, 4, 3), None),
    ],
)
def test_it_knows_the_holidays_of_an_office(country: str, day: date, key: str | None) -> None:
    assert holiday_key(day, country) == key
    assert (day in closed_days(country, "", years=[day.year])) == (key is not None)


def test_it_reads_a_moment_as_the_office_reads_its_clock() -> None:
    starts_at, _ends_at, _desks = slot_times(
        date(2026, 7, 1),
        zone=ZoneInfo("Pacific/Guam"),
        stretches=[MORNING],
        duration=timedelta(minutes=20),
    )[0]
    assert starts_at.astimezone(UTC) == datetime(2026, 6, 30, 23, 0, tzinfo=UTC)
