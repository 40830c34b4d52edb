"""What a press costs: statements, words that frame transactions, and readings of the whole form.

Counted where Django hands a statement to the driver, as `bench` counts them in PostgreSQL: what
reads or writes apart from BEGIN, COMMIT, ROLLBACK and what is said of savepoints. The checks of
references that PostgreSQL makes of its own, and statements inside its functions, count nowhere.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guichet.applications.form.fields import Form

_FRAME = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)", re.IGNORECASE)


@dataclass
class Cost:
    """Statements, frames of transactions, and how often the whole form was read."""

    statements: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    readings: int = 0


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cost]:
    """Count what happens inside; the test must have a database with real transactions."""
    cost, read = Cost(), Form.read

    def noted(*args: object, **kwargs: object) -> object:
        cost.readings += 1
        return read(*args, **kwargs)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as captured:
        patch.setattr(Form, "read", noted)
        yield cost
    for query in captured.captured_queries:
        kind = cost.frames if _FRAME.match(query["sql"]) else cost.statements
        kind.append(query["sql"])
