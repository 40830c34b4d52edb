"""Forget contacts: with the case or question they are about, or a year after without one."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from guichet.interactions.actions import KEPT_WITH
from guichet.interactions.models import Interaction, Promise, Subject
from guichet.kernel.database import forgetting

WITHOUT_CASE_KEPT = timedelta(days=365)
AT_ONCE = 500


def purge(*, now: datetime) -> dict[str, int]:
    """Erase the interactions that have no case and whose year is over; return how many."""
    waiting = Promise.objects.filter(interaction=OuterRef("pk"), kept_at=None, told_at=None)
    old = Interaction.objects.filter(
        ~Exists(waiting), has_case=False, ended_at__lt=now - WITHOUT_CASE_KEPT
    )

    def step(pks: list[int]) -> int:
        Interaction.objects.filter(pk__in=pks).delete()
        return len(pks)

    kinds = {"interactions": lambda: forgetting.in_steps(old, step, at_once=AT_ONCE)}
    return forgetting.each(kinds, now=now)


def erase_with(kind: str, numbers: "Collection[str] | QuerySet[Any, Any]") -> int:
    """Erase the interactions about cases that are erased, in the transaction of who erases them.

    One that is about another case as well loses this subject, and goes with the other.
    """
    subjects = Subject.objects.filter(kind=kind, number__in=numbers)
    pks = list(subjects.values_list("interaction", flat=True))
    subjects.delete()
    other = Subject.objects.filter(interaction=OuterRef("pk"), kind__in=KEPT_WITH)
    interactions = Interaction.objects.filter(~Exists(other), pk__in=pks)
    count = interactions.count()
    interactions.delete()
    return count
