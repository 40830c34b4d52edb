"""Which times can be offered, chosen and moved to."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from guichet.interviews import rules
from guichet.interviews.rules import Standing
from guichet.kernel.obstacles import Obstacle

DUBLIN, KOLKATA = ZoneInfo("Europe/Dublin"), ZoneInfo("Asia/Kolkata")
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY, ANSWER_BY = NOW.date(), date(2026, 11, 30)
ANSWERED = datetime(2026, 12, 1, tzinfo=DUBLIN)  # by the clock of the authority
FIRST, SECOND, OTHER = (datetime(2026, 12, day, 10, 0, tzinfo=DUBLIN) for day in (3, 4, 5))


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("2026-12-04T10:30", "2026-12-04T10:30:00+00:00"),
        ("2026-12-04 10:30", "2026-12-04T10:30:00+00:00"),
        ("2026-12-04T10:30:00", "2026-12-04T10:30:00+00:00"),
        ("2026-07-04T10:30", "2026-07-04T10:30:00+01:00"),
        ("2026-02-30T10:30", "malformed"),
        ("2026-12-04T25:00", "malformed"),
        ("tomorrow", "malformed"),
        ("2027-03-28T01:30", "no_such_time"),
        ("2026-10-25T01:30", "twice_a_day"),
    ],
)
def test_it_reads_a_time_on_the_clock_of_a_place(text: str, outcome: str) -> None:
    try:
        read = rules.read_time(text, DUBLIN).isoformat()
    except Obstacle as obstacle:
        read = obstacle.code
    assert read == outcome


@pytest.mark.parametrize(
    ("times", "faults"),
    [
        ([FIRST, SECOND], {}),
        ([NOW - timedelta(days=1)], {"time_1": "past"}),
        ([NOW + timedelta(days=400)], {"time_1": "too_far"}),
        ([FIRST, FIRST], {"time_2": "same_time"}),
        ([FIRST, FIRST + timedelta(minutes=29)], {"time_2": "overlaps"}),
        ([FIRST, FIRST + timedelta(minutes=30)], {}),
        ([datetime(2026, 11, 30, 23, 0, tzinfo=DUBLIN)], {"time_1": "before_answer"}),
        ([datetime(2026, 12, 1, 0, 0, tzinfo=DUBLIN)], {}),
        ([datetime(2026, 12, 1, 0, 15, tzinfo=KOLKATA)], {"time_1": "before_answer"}),
        ([datetime(2026, 12, 1, 5, 30, tzinfo=KOLKATA)], {}),
    ],
)
def test_it_says_what_is_wrong_with_times(times: list[datetime], faults: dict[str, str]) -> None:
    by_field = {f"time_{place}": time for place, time in enumerate(times, start=1)}
    assert rules.faults_of(by_field, answered_until=ANSWERED, now=NOW, minutes=30) == faults


def standing(**changes: object) -> Standing:
    return Standing(**{"times": [FIRST, SECOND], "answer_by": ANSWER_BY, **changes})  # type: ignore[arg-type]


LATER = ANSWER_BY + timedelta(days=1)
CHOICES: list[tuple[Standing, datetime, datetime | None, date, datetime, str]] = [
    (standing(), FIRST, None, TODAY, NOW, ""),
    (standing(), FIRST, None, ANSWER_BY, NOW, ""),
    (standing(), FIRST, None, LATER, NOW, "answered_too_late"),
    (standing(), OTHER, None, TODAY, NOW, "not_offered"),
    (standing(), FIRST, None, TODAY, FIRST, "time_passed"),
    (standing(is_over=True), FIRST, None, TODAY, NOW, "interview_over"),
    (standing(is_declined=True), FIRST, None, TODAY, NOW, "declined_already"),
    (standing(chosen=FIRST), SECOND, FIRST, LATER, NOW, ""),
    (standing(chosen=FIRST), SECOND, None, TODAY, NOW, "changed_meanwhile"),
    (standing(chosen=FIRST, moves=1), SECOND, None, TODAY, NOW, "moved_meanwhile"),
    (standing(chosen=FIRST), SECOND, FIRST, LATER, FIRST, "time_passed"),
    (standing(chosen=FIRST, moves=1), SECOND, FIRST, TODAY, NOW, "moved_already"),
]


@pytest.mark.parametrize(("at", "time", "before", "today", "now", "code"), CHOICES)
def test_it_lets_choose_and_move_once(
    at: Standing, time: datetime, before: datetime | None, today: date, now: datetime, code: str
) -> None:
    try:
        rules.check_choice(at, time, before=before, today=today, now=now)
        outcome = ""
    except Obstacle as obstacle:
        outcome = obstacle.code
    assert outcome == code
    if not code:
        assert rules.can_choose(at, today=today, now=now)


@pytest.mark.parametrize(
    ("at", "today", "now", "stage"),
    [
        (standing(), TODAY, NOW, "offer"),
        (standing(), LATER, NOW, "late"),
        (standing(chosen=FIRST), LATER, NOW, "chosen"),
        (standing(chosen=FIRST), LATER, FIRST, "passed"),
        (standing(is_declined=True), LATER, NOW, "declined"),
        (standing(chosen=FIRST, is_over=True), TODAY, NOW, "over"),
    ],
)
def test_it_knows_where_an_invitation_stands(
    at: Standing, today: date, now: datetime, stage: str
) -> None:
    assert rules.stage(at, today=today, now=now) == stage
