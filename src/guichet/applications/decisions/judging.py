"""Whether authorizations can be issued by an agency's own table of eligibility."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from guichet.agency.faults import ERROR, Fault
from guichet.agency.lines import lines_of
from guichet.applications.decisions.rules import ETA_ROWS
from guichet.eligibility.content import TABLE, law
from guichet.eligibility.programme import NAME


def faults_of(folder: Path) -> Iterator[Fault]:
    """Yield the rows that give an authorization under a number that rests on no list."""
    if not settings.AGENCY.has(NAME) or not (folder / TABLE).exists():
        return
    try:
        rows = law().rows
    except (AttributeError, AssertionError, KeyError, TypeError, ValueError):
        return  # who judges the law says so
    lines = lines_of((folder / TABLE).read_text(encoding="utf-8"))
    for place, row in enumerate(rows):
        if row.then == "eta_required" and row.number not in ETA_ROWS:
            sentence = f"row {row.number}, {row.key}, asks for an authorization, which rests"
            numbers = "on a list: V with the numbers 17 and 18, C with 19. Give it one of them."
            line = lines.get(f"row[{place}].number", 0)
            yield Fault(ERROR, "", TABLE, line, f"{sentence} {numbers}")
