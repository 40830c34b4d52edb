"""Forget what is kept no longer than it serves: the periods stand in content/tables/retention.toml.

A case goes whole, in one transaction of its own, with all that hangs on it; of its payments the
books keep an amount that leads to nobody. What is open, valid or owed is never touched.
"""

from datetime import datetime

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
from guichet.applications.periods import KINDS, period
from guichet.kernel import audit

MOST = 1000  # in one run; the next one goes on


def purge(*, now: datetime) -> dict[str, int]:
    """Erase all whose time has come; return how many of each."""
    before = {kind: now - period(kind) for kind in KINDS}
    return {
        "unfinished applications": _erase_all(unfinished(before=before["unfinished"]), now=now),
        "finished applications": _erase_all(finished(before=before["finished"]), now=now),
        "refused applications": _erase_all(refused(before=before["refused"]), now=now),
        "papers": _erase_papers(before=before["papers"], now=now),
        "papers left behind": papers.purge(now=now),
        "enquiries": _erase_enquiries(before=before["enquiries"]),
        "payments": _erase_payments(before=before["payments"]),
    }


def unfinished(*, before: datetime) -> QuerySet[Application]:
    """Return what was never paid for and lies untouched: also what its owner gave up."""
    tried = Payment.objects.filter(application=OuterRef("pk"), started_at__gte=before)
    old = Application.objects.filter(
        state__in=sorted(states.UNSENT | {"abandoned"}), submitted_at=None, saved_at__lt=before
    )
    asked = Enquiry.objects.filter(application=OuterRef("pk"), answered_at=None)
    return old.filter(~Exists(tried), ~Exists(asked), ~Exists(_owed()))


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


def _erase_all(chosen: QuerySet[Application], *, now: datetime) -> int:
    oldest = chosen.order_by("saved_at").values_list("pk", flat=True)[:MOST]
    return sum(_erase(chosen, pk, now=now) for pk in list(oldest))


@transaction.atomic
def _erase(chosen: QuerySet[Application], pk: int, *, now: datetime) -> bool:
    """Erase one case, unless something has happened to it since it was chosen."""
    Application.objects.select_for_update().filter(pk=pk).first()
    if not chosen.filter(pk=pk).exists():
        return False
    Payment.objects.filter(application=pk).update(application=None)
    Reconsideration.objects.filter(decision__application=pk).delete()
    Decision.objects.filter(application=pk).delete()
    Authorization.objects.filter(application=pk).delete()
    Application.objects.filter(pk=pk).delete()  # and what it cascades to: letters, papers, …
    audit.write("purge", "application", pk, actor=states.SYSTEM, now=now)
    return True


@transaction.atomic
def _erase_papers(*, before: datetime, now: datetime) -> int:
    """Erase what was handed in for cases that are over, while the case itself is kept."""
    since = Decision.objects.filter(application=OuterRef("application"), at__gte=before)
    asked = Reconsideration.objects.filter(
        decision__application=OuterRef("application"), decided_at=None
    )
    old = Paper.objects.filter(
        ~Exists(since),
        ~Exists(asked),
        added_at__lt=before,
        application__state__in=sorted(states.ENDS),
    )
    pks = list(old.values_list("pk", flat=True)[:MOST])
    Paper.objects.filter(pk__in=pks).delete()
    for pk in pks:
        audit.write("purge", "paper", pk, actor=states.SYSTEM, now=now)
    return len(pks)


def _erase_enquiries(*, before: datetime) -> int:
    old = Enquiry.objects.filter(application=None, answered_at__lt=before)
    return old.delete()[0]


def _erase_payments(*, before: datetime) -> int:
    old = Payment.objects.filter(application=None, started_at__lt=before)
    return old.exclude(refund_due=True, refunded_at=None).delete()[0]
