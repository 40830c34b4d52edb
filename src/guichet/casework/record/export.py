"""The record as a file: each line as it stands, and beside it the same in words.

No name of a client and nothing typed is in it. The number of an appointment is for who may see
appointments, as on the page.
"""

import json
from collections.abc import Iterator
from itertools import batched

from guichet.casework.record import page
from guichet.casework.record.page import RecordLine
from guichet.kernel.models import AuditEntry
from guichet.staff.roles import Somebody
from guichet.web.formats import separated

type Line = tuple[AuditEntry, RecordLine]

AT_ONCE = 2000
FIELDS = ("id", "at", "actor", "verb", "record_type", "record", "facts")
IN_WORDS = ("who", "what", "about", "office", "details")


def lines(entries: Iterator[AuditEntry], language: str, *, reader: Somebody) -> Iterator[Line]:
    """Yield each line with its words; what they are about is read for many of them at once."""
    for rows in batched(entries, AT_ONCE):
        yield from zip(rows, page.lines(rows, language, reader=reader), strict=True)


def as_csv(entries: Iterator[Line]) -> Iterator[str]:
    """Yield the lines of a table; what a spreadsheet would take for a formula is made text."""
    yield separated.line((*FIELDS, *IN_WORDS))
    for entry, sentence in entries:
        values = [*_values(entry), *_words(sentence)[:-1], " · ".join(sentence.details)]
        yield separated.line(map(str, values))


def as_json_lines(entries: Iterator[Line]) -> Iterator[str]:
    """Yield an object a line."""
    for entry, sentence in entries:
        values = [*_values(entry), *_words(sentence)]
        yield json.dumps(dict(zip((*FIELDS, *IN_WORDS), values, strict=True))) + "\n"


def _values(entry: AuditEntry) -> list[object]:
    facts: object = entry.facts
    at = entry.at.isoformat()
    return [entry.pk, at, entry.actor, entry.verb, entry.record_type, entry.record, facts]


def _words(sentence: RecordLine) -> list[object]:
    return [
        sentence.who,
        sentence.what.striptags(),
        sentence.record,
        sentence.office,
        list(sentence.details),
    ]
