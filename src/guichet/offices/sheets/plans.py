"""What a file would do to what stands: each line read, compared, and judged; nothing is written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from guichet.offices.reference.office_rows import UnreadableFileError
from guichet.offices.sheets.kinds import Act, Cells, Change, ColumnError, Key, Kind, Refusal, State
from guichet.offices.sheets.lines import Line, lines_of

type Track = Callable[[Iterable[Line]], Iterable[Line]]


@dataclass(frozen=True)
class Plan:
    """What a file adds, changes and takes away; `same` rows are as they are.

    `apart` are the keys of rows that stand and are in no line: they stay, unless they are among
    the changes.
    """

    kind: Kind
    changes: Sequence[Change]
    same: int
    apart: Sequence[Key]

    @property
    def added(self) -> list[Change]:
        return [change for change in self.changes if change.was is None]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if change.was is not None and change.cells]

    @property
    def removed(self) -> list[Change]:
        return [change for change in self.changes if change.cells is None]


def plan_of(
    kind: Kind, content: bytes, act: Act, *, removes: bool = False, track: Track = iter
) -> Plan:
    """Return what a file would do, or raise UnreadableFileError with everything wrong in it.

    `removes`: what stands in no line is taken away.
    """
    state = kind.rows()
    changes, problems, line_of = list[Change](), list[str](), dict[Key, int]()
    for line in track(list(_lines(kind, content))):
        key, change, faults = _judged(kind, line, state)
        if (first := line_of.setdefault(key, line.number)) != line.number and not faults:
            faults = [f"line {line.number}: {called(key)} stands in line {first} already."]
        problems += faults
        if change.was is None or change.columns:
            changes.append(change)
    same = len(line_of) - len(changes)
    apart = [key for key in state if key not in line_of]
    groups = {key[: kind.whole] for key in line_of} if kind.whole else set()
    changes += [
        Change(0, key, state[key], None) for key in apart if removes or key[: kind.whole] in groups
    ]
    if not problems:
        problems = [_refused(refusal) for refusal in kind.refusals(changes, act)]
    if problems:
        raise UnreadableFileError(problems)
    return Plan(kind, changes, same, apart)


def _lines(kind: Kind, content: bytes) -> Iterator[Line]:
    if kind.lines:
        yield from kind.lines(content)
        return
    required, optional = kind.required, [*kind.readings, *kind.also]
    for line in lines_of(content, required=required, optional=optional):
        if twice := {kind.also.get(name) for name in line.cells} & line.cells.keys():
            raise UnreadableFileError([f"line 1: {', '.join(map(str, twice))} stands there twice."])
        cells = {kind.also.get(name, name): cell for name, cell in line.cells.items()}
        yield Line(line.number, cells)


def _judged(kind: Kind, line: Line, state: State) -> tuple[Key, Change, list[str]]:
    """Return the key of a line, what it changes, and what is wrong with it."""
    raw = tuple(line.cells.get(name, "").strip() for name in kind.key)
    faults = list[str]()
    cells = {} if raw in state else dict(_read(kind, line, kind.key, {}, faults))
    key = raw if raw in state else kind.key_of(cells)
    was = state.get(key)
    others = [name for name in line.cells if name not in kind.key]
    cells = {**(was or cells), **dict(_read(kind, line, others, was or {}, faults))}
    if not faults:
        try:
            cells = kind.complete(cells, was)
        except ColumnError as fault:
            faults.append(_fault(line.number, fault.column, str(fault)))
    return key, Change(line.number, key, was, cells), faults


def _read(
    kind: Kind, line: Line, columns: Iterable[str], was: Cells, faults: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield the cells of some columns as they are meant; what stands already is not judged."""
    for column in columns:
        cell = line.cells.get(column, "")
        if column in was and cell.strip() == was[column].strip():
            yield column, was[column]
            continue
        try:
            yield column, kind.reading_of(column)(cell)
        except ValueError as error:
            faults.append(_fault(line.number, column, str(error)))
            yield column, cell


def _fault(number: int, column: str, sentence: str) -> str:
    return f"line {number}, column {column}: {sentence}" if column else f"line {number}: {sentence}"


def _refused(refusal: Refusal) -> str:
    if refusal.change.line:
        return _fault(refusal.change.line, refusal.column, refusal.sentence)
    return f"{called(refusal.change.key)}, in no line of the file: {refusal.sentence}"


def called(key: Key) -> str:
    """Return a row as a person calls it."""
    return " ".join(part for part in key if part) or "a line without a key"
