"""What undoing a change would put back, cell by cell, and where something was changed since."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from guichet.offices.sheets.kinds import Cells, Key, State
from guichet.reference.edits import Edit

NOT_PUT_BACK = ("hours", "place")  # a template of hours, which a row only names; a place in a list


@dataclass(frozen=True)
class Step:
    """A cell that is to be as it was, or a whole row (`column` is empty).

    `now` and `back` are None where no row stands. `is_conflict`: somebody changed it since.
    """

    key: Key
    column: str
    now: str | None
    back: str | None
    was: Cells | None
    is_conflict: bool


@dataclass(frozen=True)
class PastRow:
    """A row of a change that was made: before and after it."""

    key: Key
    was: Cells | None
    cells: Cells | None


def steps_of(rows: Iterable[PastRow], state: State) -> list[Step]:
    """Return what is to be done so that each row is as it was before the change."""
    return [step for row in rows for step in _steps(row, state.get(row.key))]


def _steps(row: PastRow, present: Cells | None) -> Iterator[Step]:
    if row.was is None:
        if present is not None:
            yield _whole(row, present, is_conflict=_differs(present, row.cells or {}))
    elif present is None:
        yield _whole(row, present, is_conflict=row.cells is not None)
    else:
        yield from _cell_steps(row, row.was, present)


def _cell_steps(row: PastRow, was: Cells, present: Cells) -> Iterator[Step]:
    after = row.cells or {}
    for column in dict.fromkeys([*was, *after]):
        now, back = present.get(column, ""), was.get(column, "")
        is_same = row.cells is not None and after.get(column, "") == back
        if is_same or now == back or column in NOT_PUT_BACK:
            continue
        is_conflict = row.cells is None or now != after.get(column, "")
        yield Step(row.key, column, now, back, was, is_conflict)


def _whole(row: PastRow, present: Cells | None, *, is_conflict: bool) -> Step:
    return Step(row.key, "", _text(present), _text(row.was), row.was, is_conflict)


def _text(cells: Cells | None) -> str | None:
    return None if cells is None else " · ".join(filter(None, cells.values()))


def _differs(present: Cells, after: Cells) -> bool:
    columns = [column for column in after if column not in NOT_PUT_BACK]
    return any(present.get(column, "") != after[column] for column in columns)


def edits_of(steps: Sequence[Step]) -> list[Edit]:
    """Return the rows that carry out some steps."""
    return [_edit(key, list(group)) for key, group in groupby(steps, key=lambda step: step.key)]


def _edit(key: Key, steps: Sequence[Step]) -> Edit:
    if not steps[0].column:
        return Edit(key, steps[0].was)
    return Edit(key, {step.column: step.back or "" for step in steps})
