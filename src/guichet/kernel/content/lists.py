"""Lists of content/ as CSV: read as programs for tables save them, and what is wrong with one.

A program for tables puts the mark of UTF-8 before a list and, where numbers have a decimal comma,
semicolons between cells. Both are read; nothing else is guessed.
"""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Self


class ListFault(str):
    """A sentence about a list, with its code and what stands in it, to be said in other words."""

    __slots__ = ("code", "values")
    code: str
    values: Mapping[str, object]

    @classmethod
    def of(cls, code: str, sentence: str, **values: object) -> Self:
        """Return the English with its values put in."""
        fault = cls(sentence.format(**values))
        fault.code, fault.values = code, values
        return fault


MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def delimiter_of(head: str) -> str:
    """Return what stands between the cells of a list, by its first line.

    >>> delimiter_of("code,name"), delimiter_of("code;name"), delimiter_of('"a;b",name')
    (',', ';', ',')
    """
    return ";" if ";" in head and "," not in head else ","


def reader_of(path: Path) -> "csv.DictReader[str]":
    """Return a list row by row, each by the names of its columns."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        text = file.read()
    head = text.partition("\n")[0]
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter_of(head))


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return every row of a list."""
    return list(reader_of(path))


def faults_of(
    content: bytes, *, required: Collection[str] = (), only: Collection[str] = ()
) -> Iterator[tuple[int, ListFault]]:
    """Yield the line and the sentence of what keeps a list from being read.

    `required` are the columns it must have, `only` those it may have, where others are refused.
    """
    if content.startswith(MARKS_OF_UTF_16):
        yield 1, ListFault.of("utf_16", "the file is in UTF-16; save it once more as CSV in UTF-8.")
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        sentence = "a letter here is not saved in UTF-8; save it once more as CSV in UTF-8."
        yield line, ListFault.of("not_utf_8", sentence)
        return
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        yield line, ListFault.of("nul", "a character of the line is no text (NUL); take it out.")
        return
    yield from _of_cells(text, required, only)


def _of_cells(
    text: str, required: Collection[str], only: Collection[str]
) -> Iterator[tuple[int, ListFault]]:
    head, _, _ = text.partition("\n")
    delimiter = delimiter_of(head)
    if _is_plain(text, delimiter):  # a long list is looked through in a sixth of the time
        names = head.removesuffix("\r").split(delimiter)
        yield from ((1, sentence) for sentence in _of_head(names, required, only))
        return
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line, names = 1, list[str]()
    try:
        for row in rows:
            if not names:
                names = row
                yield from ((line, sentence) for sentence in _of_head(row, required, only))
            elif row and len(row) != len(names):
                yield line, _other_length(len(row), len(names))
            line = rows.line_num + 1
        if not names:
            yield from ((1, sentence) for sentence in _of_head([], required, only))
    except csv.Error as error:
        sentence = "its cells cannot be told apart ({reason}); look for a lone quotation mark."
        yield line, ListFault.of("lone_mark", sentence, reason=error)


def _is_plain(text: str, delimiter: str) -> bool:
    """Tell whether nothing is quoted, and every line has as many cells."""
    if not text or '"' in text:
        return False
    return len({line.count(delimiter) for line in text.splitlines() if line}) == 1


def _other_length(count: int, usual: int) -> ListFault:
    if count == 1:
        return ListFault.of(
            "one_cell", "it has 1 cell, and the first line has {usual}.", usual=usual
        )
    sentence = "it has {count} cells, and the first line has {usual}."
    return ListFault.of("cell_count", sentence, count=count, usual=usual)


def _of_head(
    names: list[str], required: Collection[str], only: Collection[str]
) -> Iterator[ListFault]:
    if missing := [name for name in required if name not in names]:
        yield ListFault.of("missing", "columns are missing: {names}.", names=", ".join(missing))
    if twice := sorted({name for name in names if names.count(name) > 1}):
        sentence = "columns stand there twice: {names}."
        yield ListFault.of("columns_twice", sentence, names=_listed(twice))
    if other := [name for name in names if only and name not in only]:
        sentence, takes = "columns are not known: {names}. It takes {takes}.", ", ".join(only)
        yield ListFault.of("unknown_columns", sentence, names=_listed(other), takes=takes)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name or "one without a name" for name in names)
