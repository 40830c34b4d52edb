"""The lines of a sheet: read whole, each with its number and its cells by the names of columns."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from guichet.agency.shipped import LANGUAGES
from guichet.kernel.content import lists
from guichet.offices.reference.cells import unguarded
from guichet.offices.reference.faults import FileProblem, SheetError, UnreadableFileError
from guichet.offices.reference.office_rows import NAME_IN

MOST_BYTES = 20_000_000
LENGTHS = ("one_cell", "cell_count")  # what is wrong with a line that has not the cells of the head


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet; `number` is where it begins in the file, the head being 1."""

    number: int
    cells: Mapping[str, str]


def lines_of(
    content: bytes,
    *,
    required: Collection[str],
    optional: Collection[str],
    problems: list[FileProblem],
) -> list[Line]:
    """Return the lines of a file that hold anything; those of another length become problems.

    Columns of names (`name_fr`) are read wherever they stand. Raises UnreadableFileError where the
    file is no sheet of this kind: its letters, its columns, a lone quotation mark.
    """
    if len(content) > MOST_BYTES:
        fault = SheetError("too_large", most=MOST_BYTES // 1_000_000)
        raise UnreadableFileError([FileProblem(fault)])
    head = _head(content)
    names = [
        name for name in head if name.removeprefix(NAME_IN) in LANGUAGES and name not in LANGUAGES
    ]
    only = [*required, *optional, *(name for name in names if name not in required)]
    faults = list(lists.faults_of(content, required=required, only=only))
    structure = [
        FileProblem(SheetError(fault.code, **fault.values), number) for number, fault in faults
    ]
    if any(fault.code not in LENGTHS for _, fault in faults):
        raise UnreadableFileError(structure)
    problems += structure
    try:
        lines = [line for line in _numbered(content) if any(line.cells.values())]
    except csv.Error as error:
        fault = SheetError("cells", reason=error)
        raise UnreadableFileError([FileProblem(fault)]) from error
    if not (lines or problems):
        raise UnreadableFileError([FileProblem(SheetError("no_lines"), 1)])
    return lines


def _head(content: bytes) -> list[str]:
    first = content.partition(b"\n")[0].decode("utf-8-sig", errors="replace")
    return next(csv.reader([first], delimiter=lists.delimiter_of(first)), [])


def _numbered(content: bytes) -> Iterator[Line]:
    text = content.decode("utf-8-sig")
    delimiter = lists.delimiter_of(text.partition("\n")[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    head, number = next(reader), reader.line_num + 1
    for row in reader:
        if len(row) == len(head):
            yield Line(number, dict(zip(head, map(unguarded, row), strict=True)))
        number = reader.line_num + 1
