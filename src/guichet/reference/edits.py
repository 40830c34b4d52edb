"""Single rows as a file would have them: so a row and a file go the same way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from guichet.offices.reference.cells import as_csv
from guichet.offices.sheets.kinds import Cells, Key, Kind, State


@dataclass(frozen=True)
class Edit:
    """A row that is to have some cells, or to go (`cells` is None).

    In a list, a row of which `is_new` holds is put at its place, and those behind it move on.
    """

    key: Key
    cells: Cells | None
    is_new: bool = False

    def values(self) -> list[object]:
        """Return it as plain values, as `of_values` reads them."""
        return [list(self.key), None if self.cells is None else dict(self.cells), self.is_new]


def of_values(values: Sequence[object]) -> Edit:
    """Return an edit from plain values."""
    key, cells, is_new = values
    return Edit(tuple(key), cells, bool(is_new))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Sheet:
    """A file, whether what it does not name goes, and what goes in any case."""

    content: bytes
    removes: bool = False
    removals: Collection[Key] | None = None  # None: a file must have lines


def sheet_of(kind: Kind, state: State, edits: Sequence[Edit]) -> Sheet:
    """Return the file that changes some rows of what stands, and no others."""
    if kind.is_list:
        return Sheet(_content(kind, _listed(state, edits)), removes=True, removals=())
    rows = {
        edit.key: {**state.get(edit.key, {}), **edit.cells}
        for edit in edits
        if edit.cells is not None
    }
    removals = {edit.key for edit in edits if edit.cells is None} - rows.keys()
    parts = {edit.key[: kind.whole] for edit in edits} if kind.whole else set()
    others = {
        key: dict(cells)
        for key, cells in state.items()
        if key[: kind.whole] in parts and key not in removals and key not in rows
    }
    return Sheet(_content(kind, [*rows.values(), *others.values()]), removals=removals)


def _listed(state: State, edits: Sequence[Edit]) -> list[dict[str, str]]:
    rows: list[dict[str, str] | None] = [dict(cells) for cells in state.values()]
    for edit in edits:
        place = int(edit.key[0]) - 1
        if edit.cells is None:
            rows[place : place + 1] = [None] * len(rows[place : place + 1])
        elif edit.is_new or place >= len(rows):
            rows.insert(place, dict(edit.cells))
        else:
            rows[place] = {**(rows[place] or {}), **edit.cells}
    return [row for row in rows if row is not None]


def _content(kind: Kind, rows: Sequence[Cells]) -> bytes:
    if not rows:
        return b""
    hidden = set(kind.key) if kind.is_list else set()  # the place of a row is no column
    columns = [name for name in dict.fromkeys(chain.from_iterable(rows)) if name not in hidden]
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    return "".join(as_csv(lines)).encode()
