"""What a file would do to what stands: each line read, compared, and judged; nothing is written."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from guichet.offices.reference.faults import (
    ColumnError,
    FileProblem,
    SheetError,
    UnreadableFileError,
)
from guichet.offices.sheets.kinds import Act, Cells, Change, Key, Kind, Refusal, State
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
    kind: Kind,
    content: bytes,
    act: Act,
    *,
    removes: bool = False,
    removals: Collection[Key] | None = None,
    track: Track = iter,
) -> Plan:
    """Return what a file would do, or raise UnreadableFileError with everything wrong in it.

    `removes`: what stands in no line is taken away; else only `removals`, of which a file may have
    nothing else to say.
    """
    state = kind.rows()
    problems = list[FileProblem]()
    lines = list(_lines(kind, content, problems)) if content or removals is None else []
    changes, keys = _compared(kind, track(lines), state, problems)
    same = len(keys) - len(changes)
    apart = [key for key in state if key not in keys]
    groups = {key[: kind.whole] for key in keys} if kind.whole else set()
    changes += [
        Change(0, key, state[key], None)
        for key in apart
        if removes or key[: kind.whole] in groups or key in (removals or ())
    ]
    if refusals := [_refused(refusal) for refusal in kind.refusals(changes, act)]:
        raise UnreadableFileError(refusals)
    return Plan(kind, changes, same, apart)


def _compared(
    kind: Kind, lines: Iterable[Line], state: State, problems: list[FileProblem]
) -> tuple[list[Change], Collection[Key]]:
    """Return what lines change, and every key among them; raise where one is wrong.

    `problems` are those of lines that could not be read; all are told together.
    """
    changes, line_of = list[Change](), dict[Key, int]()
    for line in lines:
        key, change, faults = _judged(kind, line, state)
        if (first := line_of.setdefault(key, line.number)) != line.number and not faults:
            twice = SheetError("twice", row=called(key), line=first)
            faults = [FileProblem(twice, line.number)]
        problems += faults
        if change.was is None or change.columns:
            changes.append(change)
    if problems:
        raise UnreadableFileError(sorted(problems, key=lambda problem: problem.line))
    return changes, line_of.keys()


def _lines(kind: Kind, content: bytes, problems: list[FileProblem]) -> Iterator[Line]:
    if kind.lines:
        yield from kind.lines(content, problems)
        return
    required, optional = kind.required, [*kind.readings, *kind.also]
    lines = lines_of(content, required=required, optional=optional, problems=problems)
    for line in lines:
        if twice := {kind.also.get(name) for name in line.cells} & line.cells.keys():
            names = ", ".join(map(str, twice))
            raise UnreadableFileError([FileProblem(SheetError("same_column", names=names), 1)])
        cells = {kind.also.get(name, name): cell for name, cell in line.cells.items()}
        yield Line(line.number, cells)


def _judged(kind: Kind, line: Line, state: State) -> tuple[Key, Change, list[FileProblem]]:
    """Return the key of a line, what it changes, and what is wrong with it."""
    raw = tuple(line.cells.get(name, "").strip() for name in kind.key)
    faults = list[FileProblem]()
    cells = {} if raw in state else dict(_read(kind, line, kind.key, {}, faults))
    key = raw if raw in state else kind.key_of(cells)
    was = state.get(key)
    others = [name for name in line.cells if name not in kind.key]
    cells = {**(was or cells), **dict(_read(kind, line, others, was or {}, faults))}
    if not faults:
        try:
            cells = kind.complete(cells, was)
        except ColumnError as fault:
            faults.append(FileProblem(fault, line.number, fault.column))
    return key, Change(line.number, key, was, cells), faults


def _read(
    kind: Kind, line: Line, columns: Iterable[str], was: Cells, faults: list[FileProblem]
) -> Iterator[tuple[str, str]]:
    """Yield the cells of some columns as they are meant; what stands already is not judged."""
    for column in columns:
        cell = line.cells.get(column, "")
        if column in was and cell.strip() == was[column].strip():
            yield column, was[column]
            continue
        try:
            yield column, kind.reading_of(column)(cell)
        except SheetError as fault:
            faults.append(FileProblem(fault, line.number, column))
            yield column, cell


def _refused(refusal: Refusal) -> FileProblem:
    change = refusal.change
    return FileProblem(refusal.fault, change.line, refusal.column, called(change.key))


def called(key: Key) -> str:
    """Return a row as a person calls it."""
    return " ".join(part for part in key if part) or "a line without a key"
