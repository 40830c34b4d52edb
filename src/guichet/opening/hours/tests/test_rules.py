"""A week as it is typed: what does not fit is refused with its row and field; the rest is whole."""

from datetime import time

import pytest

from guichet.kernel.obstacles import Obstacle
from guichet.offices.days import hours
from guichet.offices.rules import Stretch
from guichet.opening.hours import rules
from guichet.opening.hours.rules import Row

NINE, NOON, ONE, FOUR = time(9), time(12), time(13), time(16)


def row(number: int = 0, **changes: object) -> Row:
    facts: dict[str, object] = {
        "number": number,
        "weekdays": (1, 2, 3),
        "opens_at": NINE,
        "closes_at": FOUR,
        "desks": 3,
    }
    return Row(**{**facts, **changes})  # type: ignore[arg-type]


def week(*rows: Row) -> hours.Week:
    return rules.week_of(rows, usual=20)


def test_a_break_parts_a_day() -> None:
    parts = week(row(break_from=NOON, break_till=ONE, staff=1, walk_ins=1))
    assert parts[2] == [
        Stretch(NINE, NOON, 3, None, 1, 1),
        Stretch(ONE, FOUR, 3, None, 1, 1),
    ]
    assert set(parts) == {1, 2, 3}


@pytest.mark.parametrize(
    ("rows", "code", "field", "number"),
    [
        ([row(closes_at=NINE)], "hours_order", "closes", 0),
        ([row(break_from=NOON)], "break_half", "break_till", 0),
        ([row(break_till=NOON)], "break_half", "break_from", 0),
        ([row(break_from=NOON, break_till=FOUR)], "break_outside", "break_from", 0),
        ([row(break_from=ONE, break_till=NOON)], "break_outside", "break_from", 0),
        ([row(staff=2, walk_ins=2)], "desks_shared", "desks", 0),
        ([row(closes_at=time(9, 19))], "hours_short", "closes", 0),
        ([row(break_from=time(9, 10), break_till=NOON)], "hours_short", "closes", 0),
        ([row(), row(1, weekdays=(3,), opens_at=time(15, 30))], "hours_overlap", "opens", 1),
        ([row(), row(1)], "hours_overlap", "opens", 1),
        (
            [row(), row(1, weekdays=(5,)), row(2, weekdays=(5,), opens_at=NOON)],
            "hours_overlap",
            "opens",
            2,
        ),
    ],
)
def test_it_names_the_row_and_the_field(
    rows: list[Row], code: str, field: str, number: int
) -> None:
    with pytest.raises(Obstacle, match=code) as refusal:
        week(*rows)
    assert (refusal.value.facts["field"], refusal.value.facts["row"]) == (field, number)


def test_rows_that_touch_do_not_overlap() -> None:
    assert len(week(row(closes_at=NOON), row(1, opens_at=NOON))[1]) == 2


@pytest.mark.parametrize(
    "rows",
    [
        [row(), row(1, weekdays=(4, 5), closes_at=NOON, desks=1)],
        [row(break_from=NOON, break_till=ONE)],
        [row(closes_at=NOON), row(1, opens_at=NOON, closes_at=ONE, desks=1), row(2, opens_at=ONE)],
        [],
    ],
)
def test_what_was_typed_is_shown_again_as_rows(rows: list[Row]) -> None:
    template = week(*rows)
    assert week(*rules.rows_of(template)) == template
    assert hours.read(hours.rows_of(template)) == template
