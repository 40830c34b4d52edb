"""Forget what is kept no longer than it serves: the periods stand in content/tables/retention.toml.

A case goes whole, in one transaction with all that hangs on it; of its payments the books keep an
amount that leads to nobody. What is open, valid or owed is never touched.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import batched

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from guichet.applications import states
from guichet.applications.models import (
    Application,
    Authorization,
    Correspondence,
    Decision,
    Enquiry,
    OfficerTask,
    Paper,
    Payment,
    Reconsideration,
)
from guichet.applications.papers import upkeep as papers
from guichet.applications.periods import period
from guichet.interactions import upkeep as interactions
from guichet.kernel.content.retention import KINDS
from guichet.kernel.database import forgetting
from guichet.kernel.record import audit

MOST = 20_000  # are chosen at once
AT_ONCE = 50  # in one transaction
PAPERS_AT_ONCE = 500


def purge(*, now: datetime) -> dict[str, int]:
    """Erase all whose time has come; return how many of each."""
    before = {kind: now - period(kind) for kind in KINDS}
    kinds: dict[str, Callable[[], int]] = {
        "unfinished applications": lambda: _erase_all(
            unfinished(before=before["unfinished"]), now=now
        ),
        "finished applications": lambda: _erase_all(finished(before=before["finished"]), now=now),
        "refused applications": lambda: _erase_all(refused(before=before["refused"]), now=now),
        "papers": lambda: _erase_papers(before=before["papers"], now=now),
        "papers left behind": lambda: papers.purge(now=now),
        "enquiries": lambda: _erase_enquiries(before=before["enquiries"]),
        "payments": lambda: _erase_payments(before=before["payments"]),
    }
    leftovers = () if settings.AGENCY.has("eta") else kinds
    return forgetting.each(kinds, now=now, leftovers=leftovers)


def unfinished(*, before: datetime) -> QuerySet[Application]:
    """Return what was never paid for and lies untouched: also what its owner gave up."""
    payments = Payment.objects.filter(application=OuterRef("pk"), started_at__gte=before)
    old = Application.objects.filter(
        state__in=sorted(states.UNSENT | {"abandoned"}), submitted_at=None, saved_at__lt=before
    )
    enquiries = Enquiry.objects.filter(application=OuterRef("pk"), answered_at=None)
    return old.filter(~Exists(payments), ~Exists(enquiries), ~Exists(_owed()))


def finished(*, before: datetime) -> QuerySet[Application]:
    """Return the cases that are over and were never decided against somebody."""
    return _over(before=before).filter(~Exists(_adverse()))


def refused(*, before: datetime) -> QuerySet[Application]:
    """Return the cases that are over and in which something was refused or canceled."""
    return _over(before=before).filter(Exists(_adverse()))


def _over(*, before: datetime) -> QuerySet[Application]:
    """Return the cases that are over and to which nothing has happened since a moment."""
    this = OuterRef("pk")
    valid_or_ended_since = Q(ended_at=None) | Q(ended_at__gte=before)
    open_or_decided_since = Q(decided_at=None) | Q(decided_at__gte=before)
    open_or_answered_since = Q(answered_at=None) | Q(answered_at__gte=before)
    return Application.objects.filter(
        ~Exists(Authorization.objects.filter(valid_or_ended_since, application=this)),
        ~Exists(Decision.objects.filter(application=this, at__gte=before)),
        ~Exists(Reconsideration.objects.filter(open_or_decided_since, decision__application=this)),
        ~Exists(Correspondence.objects.filter(application=this, at__gte=before)),
        ~Exists(Enquiry.objects.filter(open_or_answered_since, application=this)),
        ~Exists(OfficerTask.objects.filter(application=this, done_at=None)),
        ~Exists(_owed()),
        state__in=sorted(states.ENDS),
        submitted_at__lt=before,
    )


def _owed() -> QuerySet[Payment]:
    return Payment.objects.filter(application=OuterRef("pk"), refund_due=True, refunded_at=None)


def _adverse() -> QuerySet[Decision]:
    return Decision.objects.filter(application=OuterRef("pk"), kind__in=["refused", "cancelled"])


def _erase_all(cases: QuerySet[Application], *, now: datetime) -> int:
    total = 0
    while True:
        oldest = list(cases.order_by("saved_at").values_list("pk", flat=True)[:MOST])
        erased = sum(_erase(cases, pks, now=now) for pks in batched(oldest, AT_ONCE))
        total += erased
        if len(oldest) < MOST or not erased:
            return total


@transaction.atomic
def _erase(cases: QuerySet[Application], pks: Sequence[int], *, now: datetime) -> int:
    """Erase cases, except those to which something has happened since they were chosen."""
    list(Application.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    numbers = dict(cases.filter(pk__in=pks).values_list("pk", "number"))
    due = list(numbers)
    enquiries = Enquiry.objects.filter(application__in=due).values_list("number", flat=True)
    interactions.erase_with("enquiry", list(enquiries))
    decisions = list(Decision.objects.filter(application__in=due).values_list("pk", flat=True))
    Payment.objects.filter(application__in=due).update(application=None)
    Reconsideration.objects.filter(decision__in=decisions).delete()
    Decision.objects.filter(pk__in=decisions).delete()
    Authorization.objects.filter(application__in=due).delete()
    Application.objects.filter(pk__in=due).delete()  # and what it cascades to: letters, papers, …
    interactions.erase_with("application", list(numbers.values()))
    for pk in due:
        audit.write("purge", "application", pk, actor=states.SYSTEM, now=now)
    return len(due)


def _erase_papers(*, before: datetime, now: datetime) -> int:
    """Erase what was handed in for cases that are over, while the case itself is kept."""
    since = Decision.objects.filter(application=OuterRef("application"), at__gte=before)
    reconsiderations = Reconsideration.objects.filter(
        decision__application=OuterRef("application"), decided_at=None
    )
    old = Paper.objects.filter(
        ~Exists(since),
        ~Exists(reconsiderations),
        added_at__lt=before,
        application__state__in=sorted(states.ENDS),
    )

    def step(pks: Sequence[int]) -> int:
        Paper.objects.filter(pk__in=pks).delete()
        for pk in pks:
            audit.write("purge", "paper", pk, actor=states.SYSTEM, now=now)
        return len(pks)

    return forgetting.in_steps(old, step, at_once=PAPERS_AT_ONCE)


def _erase_enquiries(*, before: datetime) -> int:
    old = Enquiry.objects.filter(application=None, answered_at__lt=before)

    def step(pks: Sequence[int]) -> int:
        doomed = Enquiry.objects.filter(pk__in=pks)
        interactions.erase_with("enquiry", list(doomed.values_list("number", flat=True)))
        doomed.delete()
        return len(pks)

    return forgetting.in_steps(old, step)


def _erase_payments(*, before: datetime) -> int:
    old = Payment.objects.filter(application=None, started_at__lt=before)
    return forgetting.erase(old.exclude(refund_due=True, refunded_at=None))
