"""Two shelves of keyed hashes, so that IDENTITY_KEY can be rotated while the site works.

Hashes stand on one shelf, and on a spare one (the same columns with `_next`) while a rotation
lasts: then every process writes both, under two keys. Between any step and the next, two processes
agree on one of them, and that one is full: so the unique index on it refuses what must be one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Q

SPARE = "_next"


@dataclass(frozen=True, slots=True)
class Shelves:
    """Under which versions the two are written, and from which one is read."""

    main: int
    spare: int | None = None
    reads_spare: bool = False

    @property
    def lookup(self) -> int:
        """The version of the shelf that is looked up in."""
        return self.spare if self.reads_spare and self.spare else self.main

    @property
    def versions(self) -> set[int]:
        """The keys that a process must have."""
        return {self.main, self.spare or self.main}

    @property
    def name(self) -> str:
        """Return what a rotation has to do here: fill, read, copy, settle, empty."""
        if self.spare is None:
            return "empty"
        if self.spare == self.main:
            return "copy" if self.reads_spare else "settle"
        return "read" if self.reads_spare else "fill"

    @property
    def suffix(self) -> str:
        return SPARE if self.reads_spare else ""

    @property
    def text(self) -> str:
        """What the mark in the database says of it."""
        words = [str(self.main), str(self.spare or ""), "spare" if self.reads_spare else ""]
        return ",".join(words).rstrip(",")

    def step(self, version: int) -> "Shelves":
        """Return what comes next on the way to a version; one that was begun is ended first.

        >>> shelves, steps = Shelves(1), []
        >>> while (shelves := shelves.step(2)) not in steps:
        ...     steps.append(shelves)
        >>> [shelves.text for shelves in steps]
        ['1,2', '1,2,spare', '2,2,spare', '2,2', '2']
        """
        if self.spare is None:
            return self if self.main == version else Shelves(self.main, version)
        return {
            "fill": Shelves(self.main, self.spare, reads_spare=True),
            "read": Shelves(self.spare, self.spare, reads_spare=True),
            "copy": Shelves(self.main, self.spare),
            "settle": Shelves(self.main),
        }[self.name]


@lru_cache(maxsize=8)
def of_text(text: str) -> Shelves:
    """Return what a mark says."""
    first, spare, reads_spare = [*text.split(","), "", ""][:3]
    return Shelves(int(first), int(spare) if spare else None, bool(reads_spare))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A table with keyed hashes; `fill` derives those of a record's spare shelf from the record."""

    model: type[models.Model]
    columns: tuple[str, ...]
    fill: Callable[[int], object]

    def is_undone(self, shelves: Shelves) -> tuple[str, Callable[[int], object]] | None:
        """Return the condition of a record that a step leaves to do, and what does it."""
        undone: dict[str, tuple[str, Callable[[int], object]]] = {
            "fill": (self._any("{0} IS NOT NULL AND {0}_next IS NULL"), self.fill),
            "copy": (
                self._any("{0}_next IS NOT NULL AND {0} IS DISTINCT FROM {0}_next"),
                self._copy,
            ),
            "empty": (self._any("{0}_next IS NOT NULL"), self._empty),
        }
        return undone.get(shelves.name)

    def _any(self, condition: str) -> str:
        return " OR ".join(f"({condition.format(column)})" for column in self.columns)

    def _copy(self, pk: int) -> None:
        columns = {column: models.F(f"{column}{SPARE}") for column in self.columns}
        self.model._base_manager.filter(pk=pk).update(**columns)

    def _empty(self, pk: int) -> None:
        spares = {f"{column}{SPARE}": None for column in self.columns}
        self.model._base_manager.filter(pk=pk).update(**spares)


TABLES: dict[str, Shelved] = {}  # by what the command calls their records


def same(record: Any, column: str, shelves: Shelves, *, of: str = "") -> Q:
    """Return what has the keyed hash of a record, on the shelf that is read."""
    name = f"{column}{shelves.suffix}"
    return Q(**{f"{of}{name}": getattr(record, name)})
