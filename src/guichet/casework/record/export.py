"""The record as a file: codes and numbers as they stand in it, no name and nothing typed."""

import json
from collections.abc import Iterator

from guichet.kernel.models import AuditEntry
from guichet.web.formats import separated

AT_ONCE = 2000
FIELDS = ("id", "at", "actor", "verb", "record_type", "record", "facts")


def as_csv(entries: Iterator[AuditEntry]) -> Iterator[str]:
    """Yield the lines of a table; what a spreadsheet would take for a formula is made text."""
    yield separated.line(FIELDS)
    for entry in entries:
        yield separated.line(map(str, _values(entry)))


def as_json_lines(entries: Iterator[AuditEntry]) -> Iterator[str]:
    """Yield an object a line."""
    for entry in entries:
        yield json.dumps(dict(zip(FIELDS, _values(entry), strict=True))) + "\n"


def _values(entry: AuditEntry) -> list[object]:
    facts: object = entry.facts
    at = entry.at.isoformat()
    return [entry.pk, at, entry.actor, entry.verb, entry.record_type, entry.record, facts]
