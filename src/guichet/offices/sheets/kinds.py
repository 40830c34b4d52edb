"""Kinds of reference data: how each is shown as rows, read from lines, judged and written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from guichet.offices.reference.faults import FileProblem, SheetError
from guichet.offices.reference.office_rows import LONGEST
from guichet.offices.reference.readings import Reading, words
from guichet.offices.sheets.lines import Line

type Key = tuple[str, ...]
type Cells = Mapping[str, str]
type State = Mapping[Key, Cells]  # what stands, by key, each cell as a file would have it


@dataclass(frozen=True)
class Change:
    """A row that a file adds, changes (`was` is there) or takes away (`cells` is None)."""

    line: int  # 0: it stands in no line
    key: Key
    was: Cells | None
    cells: Cells | None

    @property
    def columns(self) -> list[str]:
        """The columns that change."""
        old, new = self.was or {}, self.cells or {}
        return [name for name in new if old.get(name, "") != new[name]]


@dataclass(frozen=True)
class Act:
    """Who brings rows in, and when; `plan` is what becomes of people whose times go, if told."""

    actor: str
    now: datetime
    plan: str = ""
    way: str = "command"  # by which it came: a command, a file on a page, a row, a change undone
    reason: str = ""
    file: str = ""
    undoes: int | None = None  # the change that is taken back


@dataclass(frozen=True)
class Refusal:
    """A change that would hurt people or break what hangs on it; `column` is perhaps empty."""

    change: Change
    fault: SheetError
    column: str = ""


@dataclass(frozen=True)
class Touch:
    """How many people a change touches, and what that means: they are `told`, or a time `goes`.

    `people` are the numbers of their appointments, where they are told one by one. `lengths` has
    each length in minutes that times of made days have and would not keep, with the new one.
    """

    row: Key
    count: int
    effect: str
    people: Sequence[int] = ()
    lengths: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class Effect:
    """What a change does to days of an office that are not made yet: places of the first one."""

    office: str
    service: str
    day: date
    before: int
    after: int


def _nothing(changes: Sequence[Change], act: Act) -> Iterator[Effect]:
    del changes, act
    return iter(())


def _nobody(changes: Sequence[Change], act: Act) -> Iterator[Touch]:
    del changes, act
    return iter(())


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of reference data. `record` is what the record calls a row of it.

    `readings` has every column with how it is read; `required` those that a file must have. `rows`
    returns all that stands. `complete` makes a whole row from what a line says over what stood,
    and what stood; it raises ColumnError. `refusals` yields what may not be done, `touches` whom
    it touches, `effects` what it does to days to come; `write` does the rest.
    """

    name: str
    key: Sequence[str]
    readings: Mapping[str, Reading]
    required: Sequence[str]
    rows: Callable[[], State]
    complete: Callable[[dict[str, str], Cells | None], dict[str, str]]
    refusals: Callable[[Sequence[Change], Act], Iterator[Refusal]]
    write: Callable[[Sequence[Change], Act], None]
    also: Mapping[str, str] = field(default_factory=dict)  # other names of columns
    lines: Callable[[bytes, list[FileProblem]], Iterator[Line]] | None = (
        None  # else lines.py reads a file
    )
    touches: Callable[[Sequence[Change], Act], Iterator[Touch]] = _nobody
    effects: Callable[[Sequence[Change], Act], Iterator[Effect]] = _nothing
    is_list: bool = False  # a file says the whole list, and the key is the place in it
    whole: int = 0  # a file names all rows that share so many columns of the key with one of its

    def reading_of(self, column: str) -> Reading:
        """Return how the cells of a column are read; the names of any language are words."""
        return self.readings.get(column) or words(LONGEST["name"])

    def key_of(self, cells: Cells) -> Key:
        """Return what tells a row from all others."""
        return tuple(cells.get(name, "") for name in self.key)


KINDS: dict[str, Kind] = {}  # each room adds its own when it is ready
