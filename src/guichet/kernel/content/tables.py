"""Rule tables: rows of TOML that say when they fit, what follows, why, since when and by whom.

A fact fits when it is what the row asks for. A row may list several values, of which one must be
met; a fact may hold several, of which one must be asked for. No expressions: what must be
computed is a fact, and a named function computes it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from guichet.kernel.content import layers


@dataclass(frozen=True)
class TableRow:
    """One line of a table."""

    then: str
    reason: str
    since: date
    source: str
    when: Mapping[str, object] = field(default_factory=dict)

    def fits(self, facts: object) -> bool:
        """Tell whether every condition of the row is met; a row without conditions always fits."""
        return all(_meet(condition, _fact(facts, name)) for name, condition in self.when.items())


def load(path: Path) -> tuple[TableRow, ...]:
    """Return the rows of a table file, in the order they are written."""
    content = layers.toml(path)
    return tuple(TableRow(**row) for row in content["row"])


def first(table: Sequence[TableRow], facts: object, *, on: date) -> TableRow:
    """Return the first row in force that fits the facts, as an officer reads printed rules."""
    return next(row for row in table if row.since <= on and row.fits(facts))


def every(table: Iterable[TableRow], facts: object, *, on: date) -> list[TableRow]:
    """Return all rows in force that fit the facts, in the order of the table."""
    return [row for row in table if row.since <= on and row.fits(facts)]


def _fact(facts: object, name: str) -> object:
    return facts.get(name) if isinstance(facts, Mapping) else getattr(facts, name)


def _meet(condition: object, fact: object) -> bool:
    return any(value in _several(fact) for value in _several(condition))


def _several(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else (value,)
