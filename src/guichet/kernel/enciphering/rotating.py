"""Bring every record under the next key while the site works: step by step, and batch by batch.

A step is a mark that every process goes by before its work begins. What is left to do is asked of
the database, so a rotation that was killed goes on where it was.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from guichet.kernel.enciphering import current
from guichet.kernel.enciphering.shelves import Shelved, Shelves

A_BATCH = 500


def identity_steps(version: int) -> Iterator[Shelves]:
    """Go to each step on the way to a version of IDENTITY_KEY, and yield it to do its work.

    The first is the one that an earlier call may have left.
    """
    current.forget()
    step, following = current.identity_shelves(), None
    while step != following:
        current.wait()
        yield step
        following, step = step, step.step(version)
        if step != following:
            current.leave(current.IDENTITY, step.text)


def work(table: Shelved, step: Shelves) -> Iterator[int]:
    """Do what a step leaves to do of a table; yield of how many records, by batch."""
    undone = table.is_undone(step)
    if undone is None:
        return
    condition, bring = undone
    last = 0
    while keys := _keys(table.model, condition, after=last):
        for pk in keys:
            bring(pk)
        last = keys[-1]
        yield len(keys)


def left(table: Shelved, step: Shelves) -> bool:
    """Tell whether a step has left a record to do."""
    undone = table.is_undone(step)
    return undone is not None and bool(_keys(table.model, undone[0], after=0, most=1))


def _keys(
    model: type[models.Model], condition: str, *, after: int, most: int = A_BATCH
) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT id FROM "{model._meta.db_table}"'  # noqa: S608 - ours
            f" WHERE id > %s AND ({condition}) ORDER BY id LIMIT %s",
            [after, most],
        )
        return [pk for (pk,) in cursor.fetchall()]


def records_with_pins() -> list[type[models.Model]]:
    """Return the tables whose records note under which key their PIN was made."""
    tables = apps.get_models()
    return [model for model in tables if any(f.name == "pin_key" for f in model._meta.fields)]


def bring_pins(model: type[models.Model], valid: list[int]) -> Iterator[int]:
    """Let records whose key is valid no more note the newest, under which they open already."""
    ended = f"pin_key NOT IN ({', '.join(map(str, map(int, valid)))})"
    while keys := _keys(model, ended, after=0):
        model._base_manager.filter(pk__in=keys).update(pin_key=valid[0])
        yield len(keys)


def pins_under(version: int) -> int:
    """Return how many records have a PIN that was made under a version of PIN_KEY."""
    records: Any = (model._base_manager.filter(pin_key=version) for model in records_with_pins())
    return sum(record.count() for record in records)
