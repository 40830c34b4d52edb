"""Reads of the history, of drafts, and of how much there is of each kind."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet

from guichet.offices.sheets.kinds import Cells, Key, Kind
from guichet.reference.models import ReferenceChange, ReferenceDraft, ReferenceRow
from guichet.reference.steps import PastRow
from guichet.reference.trials import Scope

DRAFTS_KEPT = timedelta(days=1)


def last_changes(kinds: Sequence[str], scope: Scope) -> dict[str, ReferenceChange]:
    """Return the last change of each kind that has any; of some offices, the last of them alone."""
    if scope is not None:
        changes = {kind: changes_of(kind, scope).first() for kind in kinds}
        return {kind: change for kind, change in changes.items() if change}
    latest = ReferenceChange.objects.filter(kind__in=kinds).order_by().values("kind")
    numbers = latest.annotate(last=Max("pk")).values_list("last", flat=True)
    return {change.kind: change for change in ReferenceChange.objects.filter(pk__in=list(numbers))}


def count_of(kind: Kind, scope: Scope) -> int:
    """Return how many rows of a kind stand, at some offices or at all."""
    return sum(scope is None or key[0] in scope for key in kind.rows())


def draft_of(number: int, *, account: int, now: datetime) -> ReferenceDraft | None:
    """Return a draft that an account has made, until it is too old."""
    drafts = ReferenceDraft.objects.filter(account=account, made_at__gte=now - DRAFTS_KEPT)
    return drafts.filter(pk=number).first()


def changes_of(kind: str, scope: Scope) -> QuerySet[ReferenceChange]:
    """Return the changes of a kind, the newest first; of some offices, those of them alone."""
    changes = ReferenceChange.objects.filter(kind=kind)
    if scope is None:
        return changes
    rows = ReferenceRow.objects.filter(change=OuterRef("pk"))
    return changes.exclude(Exists(rows.exclude(key__0__in=list(scope))))


def is_within(change: ReferenceChange, scope: Scope) -> bool:
    """Tell whether all rows of a change are of some offices."""
    return scope is None or not change.rows.exclude(key__0__in=list(scope)).exists()


def rows_with(
    kind: Kind, scope: Scope, words: str, *, name: Callable[[Key], str]
) -> list[tuple[Key, Cells]]:
    """Return the rows that somebody may see, those that hold all of some words, or their name."""
    parts = words.casefold().split()
    return [
        (key, cells)
        for key, cells in kind.rows().items()
        if (scope is None or key[0] in scope)
        and (not parts or _holds("\n".join([name(key), *cells.values()]).casefold(), parts))
    ]


def _holds(text: str, parts: Sequence[str]) -> bool:
    return all(part in text for part in parts)


def past_rows(change: ReferenceChange) -> list[PastRow]:
    """Return the rows of a change, before and after it."""
    rows = change.rows.values_list("key", "was", "cells")
    return [PastRow(tuple(key), was, cells) for key, was, cells in rows]
