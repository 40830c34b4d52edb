"""How far tests go, and what they may do to the record, which the site may not."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

# `make test` tries what stands for the rest, `make test-deep` everything.
IS_DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
_GUARDED = ("kernel_auditentry", "kernel_auditseal")
_MADE_BY_DJANGO = ("django_content_type", "auth_permission")  # after it has emptied every table
_marks: set[tuple[int, ...]] = set()  # of those two, as Django made them


def usual[T](*these: T, of: Collection[T], deep: bool = IS_DEEP) -> list[T]:
    """Return these cases, which stand for all of the others; a deep run tries all.

    One that is not among them is refused with a ValueError, or it would be tried no more.
    """
    if missing := [case for case in these if case not in of]:
        raise ValueError(f"{missing} stand for nothing.")
    return list(of) if deep else list(these)


def soon(*these: object, of: Collection[object]) -> list[Any]:
    """Return all cases: these for every run, the others for `make test`, among the slow tests.

    As with `usual`, one that is not among them is refused with a ValueError.
    """
    first = usual(*these, of=of, deep=False)
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            marks=() if case in first else pytest.mark.slow,
        )
        for case in of
    ]


def wrong[T](check: Callable[[T], None], cases: Iterable[T]) -> list[tuple[T, str]]:
    """Return each case that the check refuses, with what it says: one test tries all of them."""
    faults = []
    for case in cases:
        try:
            check(case)
        except AssertionError as fault:
            faults.append((case, str(fault)))
    return faults


def further(count: int, *, times: int = 10, deep: bool = IS_DEEP) -> int:
    """Return a count of examples or of steps; a deep run makes ten times as many, or as told."""
    return count * times if deep else count


@contextmanager
def without_guards() -> Iterator[None]:
    """Let the record be changed and emptied for a while."""
    _set("DISABLE")
    try:
        yield
    finally:
        _set("ENABLE")


def _set(state: str) -> None:
    with connection.cursor() as cursor:
        for table in _GUARDED:
            cursor.execute(f"ALTER TABLE {table} {state} TRIGGER USER")


def empty_tables(as_django_does: Callable[[], None]) -> None:
    """Empty the tables that have rows, after a test that was no single transaction.

    Django empties all of them, rows or none, and fills two again, which takes a quarter of a
    second each time. It does so the first time, and where those two are not as it made them.
    """
    if _mark() in _marks and _emptied():
        return
    as_django_does()
    _marks.clear()
    _marks.add(_mark())


def _mark() -> tuple[int, ...]:
    counts = (
        f"(SELECT count(*) FROM {name}), (SELECT max(id) FROM {name})" for name in _MADE_BY_DJANGO
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}")
        return tuple(cursor.fetchone())


def _emptied() -> bool:
    """Tell whether this account could empty them with neither guard nor trigger in the way."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    ours = sorted(set(tables) - set(_MADE_BY_DJANGO))
    with_rows = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in ours
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(with_rows)
            names = [name for (name,) in cursor.fetchall()]
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name in names:
                cursor.execute(f"DELETE FROM {name}")
    except DatabaseError:
        return False
    return True
