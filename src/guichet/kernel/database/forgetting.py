"""Forget in small steps, and each kind by itself: one that fails holds up no other.

A step is a transaction of its own, so that a purge of any size locks little, fills no memory, and
keeps what it has done when it is stopped. When a kind was last forgotten to its end is a mark in
the database: `/metrics` tells it, and an alarm can ask why not.
"""

import logging
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from guichet.kernel.database import marks

log = logging.getLogger(__name__)
AT_ONCE = 5_000  # rows in one transaction


class PurgeIncompleteError(Exception):
    """Some kinds could not be forgotten; the message names them. The others were: see `counts`."""

    def __init__(self, failed: Iterable[str], counts: Mapping[str, int]) -> None:
        super().__init__(f"Not forgotten: {', '.join(failed)}.")
        self.counts = counts


def each(
    kinds: Mapping[str, Callable[[], int]], *, now: datetime, leftovers: Container[str] = ()
) -> dict[str, int]:
    """Forget one kind after the other; return how many of each.

    `leftovers` are kinds of what is off: they are told of only where something was left to forget.
    Raises PurgeIncompleteError in the end where one has failed.
    """
    counts, failed = dict[str, int](), list[str]()
    for kind, forget in kinds.items():
        try:
            count = forget()
            if kind in leftovers and not count:
                continue
            counts[kind] = count
            marks.leave(marks.purged(kind), str(int(now.timestamp())))
        except Exception as error:  # the other kinds are promised as well
            # The class alone: what a database says may quote a row.
            log.error("The purge of %s failed: %s", kind, type(error).__name__)
            failed.append(kind)
    if failed:
        raise PurgeIncompleteError(failed, counts)
    return counts


def erase(rows: "QuerySet[Any]", *, at_once: int = AT_ONCE) -> int:
    """Delete rows, so many in one transaction; return how many, with what hung on them."""

    def step(pks: list[Any]) -> int:
        return int(rows.filter(pk__in=pks).delete()[0])

    return in_steps(rows, step, at_once=at_once)


def change(rows: "QuerySet[Any]", values: Mapping[str, Any]) -> int:
    """Change rows that are not among `rows` afterwards, so many in one transaction."""

    def step(pks: list[Any]) -> int:
        return rows.filter(pk__in=pks).update(**values)

    return in_steps(rows, step)


def in_steps(
    rows: "QuerySet[Any]", step: Callable[[list[Any]], int], *, at_once: int = AT_ONCE
) -> int:
    """Take rows in the order of their keys, and do one step with so many keys at a time.

    Each step is a transaction. What it left, since it has changed meanwhile, waits for the next
    purge.
    """
    count, last = 0, None
    while True:
        ordered = rows.order_by("pk") if last is None else rows.filter(pk__gt=last).order_by("pk")
        pks = list(ordered.values_list("pk", flat=True)[:at_once])
        if pks:
            with transaction.atomic():
                count += step(pks)
            last = pks[-1]
        if len(pks) < at_once:
            return count
