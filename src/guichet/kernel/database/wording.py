"""Ask a query again with other values: Django puts it into words once, not for every page.

A statement with joins and arrays takes longer to be written than to be answered. `rows` is for one
record; this is for whatever a query can read, and what comes are the records that it would give.
"""

import copy
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet

_FIRST = 1_904_221_307  # of the numbers that stand for values meanwhile; any column takes them


class Wording[M: Model]:
    """A query that always reads alike but for some values, each a number or a text.

    `ask` is given a stand-in for each value, of its kind, and must put it into a condition as it
    is; what it asks must depend on nothing else.
    """

    def __init__(self, ask: Callable[..., "QuerySet[M]"], **kinds: type[int] | type[str]) -> None:
        self._ask = ask
        self._kinds = kinds

    def __call__(self, **values: int | str) -> list[M]:
        """Return the records that the query reads with these values."""
        rows, compiler, statement, holes = self._words
        if values.keys() != self._kinds.keys():
            raise TypeError(f"This is asked with {', '.join(self._kinds)}.")
        parameters = tuple(kind(values[hole]) if hole in values else kind for hole, kind in holes)
        compiler = copy.copy(compiler)  # one thread's connection is not another's
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (statement, parameters)
        records = rows.all()
        records.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(records)

    @cached_property
    def _words(self) -> tuple["QuerySet[M]", Any, str, Sequence[tuple[str, Any]]]:
        """Return the query, what read its columns, its statement, and what goes where in that."""
        stand_ins: dict[int | str, str] = {
            _FIRST + place if kind is int else f"\x02{name}\x03": name
            for place, (name, kind) in enumerate(self._kinds.items())
        }
        rows = self._ask(**{name: stand_in for stand_in, name in stand_ins.items()})
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        statement, parameters = compiler.as_sql()
        holes = [
            (stand_ins[value], type(value)) if _stands_in(value, stand_ins) else ("", value)
            for value in parameters
        ]
        if missing := set(stand_ins.values()) - {name for name, _ in holes}:
            raise TypeError(f"No condition takes {', '.join(sorted(missing))} as it is.")
        return rows, compiler, statement, holes


def _stands_in(value: object, stand_ins: dict[int | str, str]) -> bool:
    return isinstance(value, int | str) and value in stand_ins
