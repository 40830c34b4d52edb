"""Every day of change, a second before and a second after it, in Eastern time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from guichet.eligibility.content import law
from guichet.eligibility.testing import answer_for, citizen_of, traveler
from guichet.kernel.obstacles import Obstacle

TORONTO = ZoneInfo("America/Toronto")
SECOND = timedelta(seconds=1)
US_VISA = {"us_status": "valid_nonimmigrant_visa"}
WIDENED = (
    "ATG ARG CRI MAR PAN PHL SYC KNA LCA VCT THA TTO URY"  # thirteen of 2023-06-06
).split()


def midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=TORONTO)


CHANGES = [
    ("2022-04-26", citizen_of("IND", us_status="permanent_resident"), 18, 4),
    ("2022-04-26", citizen_of("IND", us_status="permanent_resident", mode="land"), 16, 4),
    *[("2023-06-06", citizen_of(code, **US_VISA), 21, 19) for code in WIDENED],
    ("2024-02-29", citizen_of("MEX", trv_in_last_10_years=False), 18, 20),
    ("2024-02-29", citizen_of("MEX", **US_VISA), 18, 19),
    ("2025-11-25", citizen_of("QAT"), 21, 18),
    ("2026-05-26", citizen_of("IDN", **US_VISA), 21, 19),
    ("2026-05-26", citizen_of("MYS", **US_VISA), 21, 19),
    ("2026-06-05", traveler(mode="vessel_from_spm"), 16, 17),
    ("2026-06-05", traveler(mode="cruise"), 16, 15),
    ("2026-06-05", traveler(mode="other_sea"), 16, 16),
    ("2026-06-05", citizen_of("IND", purpose="vessel_crew", mode="cruise"), 14, 14),
]


@pytest.mark.parametrize(("day", "body", "before", "after"), CHANGES)
def test_it_changes_at_midnight_in_ottawa(
    day: str, body: dict[str, object], before: int, after: int
) -> None:
    earlier = answer_for(body, at=midnight(day) - SECOND)
    later = answer_for(body, at=midnight(day))
    assert (earlier.row, later.row) == (before, after)
    assert later.valid_from == date.fromisoformat(day)
    assert earlier.valid_from and earlier.valid_from < later.valid_from
    assert answer_for(body, at=midnight(day) + SECOND) == later
    assert answer_for(body, on=date.fromisoformat(day)) == later


def test_it_has_a_case_for_every_change() -> None:
    days = {moment.date().isoformat() for moment in law().changes}
    assert days == {"2018-06-05"} | {day for day, *_ in CHANGES}


def test_it_knows_nothing_before_its_history_starts() -> None:
    start = law().starts_at
    assert start == midnight("2018-06-05")
    assert answer_for(traveler(), at=start).row == 18
    assert answer_for(citizen_of("BRA", **US_VISA), at=start).row == 19
    with pytest.raises(Obstacle) as refusal:
        answer_for(traveler(), at=start - SECOND)
    assert refusal.value.facts["errors"] == {"on": "out_of_range"}


def test_it_reads_a_day_as_noon_in_ottawa() -> None:
    assert law().noon_of(date(2026, 7, 1)).isoformat() == "2026-07-01T12:00:00-04:00"
    assert law().noon_of(date(2026, 1, 1)).isoformat() == "2026-01-01T12:00:00-05:00"


def test_it_answers_for_the_last_day_there_is() -> None:
    assert answer_for(traveler(), on=date.max).row == 18


def test_it_says_since_when_a_row_reads_so_for_this_nationality() -> None:
    assert answer_for(traveler()).valid_from == date(2018, 6, 5)
    assert answer_for(citizen_of("QAT", mode="cruise")).valid_from == date(2026, 6, 5)
    assert answer_for(citizen_of("MEX", mode="land")).valid_from == date(2024, 2, 29)


def test_it_keeps_every_row_and_nationality_without_gap_or_overlap() -> None:
    keys = {row.key for row in law().rows}
    for moment in law().changes:
        in_force = law().at(moment)
        rows = [(row.key, row.number) for row in in_force.rows]
        assert len(set(rows)) == len(rows)
        assert in_force.rows[-1].when == ()
    assert {row.key for moment in law().changes for row in law().at(moment).rows} == keys
    codes = {nationality.code for nationality in law().nationalities}
    assert all(set(law().at(moment).nationalities) == codes for moment in law().changes)
