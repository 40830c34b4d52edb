"""A span for each statement, by what it does and to which table or function: no text, no value."""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from django.apps import apps

from guichet.kernel.database.functions import SOURCE
from guichet.kernel.tracing import spans

Execute = Callable[[Any, Any, bool, Mapping[str, Any]], Any]
_VERBS = {
    *("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "MERGE", "VALUES", "COPY", "LOCK", "SET"),
    *("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "NOTIFY", "TRUNCATE", "CREATE"),
}
_WORD = re.compile(r"\s*([A-Za-z]+)")
_NAME = re.compile(r'\b(?:FROM|INTO|UPDATE|JOIN|SELECT)\s+"?(\w+)')


def traced(execute: Execute, sql: Any, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
    """Execute a statement of something that is under way, as a part of it."""
    if not spans.is_under_way():
        return execute(sql, params, many, context)
    verb, name = meaning_of(str(sql))
    facts = {"db.system.name": "postgresql", "db.operation.name": verb, "db.collection.name": name}
    with spans.span(f"{verb} {name}".strip(), facts, kind=spans.STATEMENT):
        return execute(sql, params, many, context)


@lru_cache(maxsize=1024)
def meaning_of(sql: str) -> tuple[str, str]:
    """Return the verb of a statement and the table or function of ours that it names first.

    >>> meaning_of('SELECT "booking_slot"."id" FROM "booking_slot" WHERE note = \\'FROM Ada\\'')
    ('SELECT', 'booking_slot')
    >>> meaning_of("select 'Ada' from somewhere")
    ('SELECT', '')
    """
    word = _WORD.match(sql)
    verb = word[1].upper() if word else ""
    names = (name for name in _NAME.findall(sql) if name in _our_names())
    return verb if verb in _VERBS else "OTHER", next(names, "")


@cache
def _our_names() -> frozenset[str]:
    """Return every name that may be told: of our tables, and of our functions."""
    models = apps.get_models(include_auto_created=True)
    functions = {path.stem for path in SOURCE.rglob("sql/*.sql")}
    return frozenset(functions | {model._meta.db_table for model in models})
