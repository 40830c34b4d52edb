"""A change of the lists: which valid authorizations it ends, and ending them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from guichet.applications.decisions import grounds, rules
from guichet.applications.decisions.authorizations import end
from guichet.applications.letters import send as letters
from guichet.applications.models import Authorization
from guichet.eligibility.law import Law
from guichet.kernel.record import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Relisting:
    """What a change of the lists would end: looked at by an officer before it is applied."""

    at: datetime
    looked_at: int
    lapsing: tuple[int, ...]
    by_nationality: tuple[tuple[str, int], ...]
    kept_for_permit: int


def re_evaluate(
    *,
    at: datetime,
    nationalities: Sequence[str] = (),
    permit_holders: Collection[str] = (),
    under: Law | None = None,
) -> Relisting:
    """Report which valid authorizations end when the lists are those of a moment; end none.

    `under`: a copy of the law with other days, which is tried.
    `permit_holders`: numbers of the authorizations whose holders have a work or study permit.
    """
    lapsing: list[int] = []
    ending: Counter[str] = Counter()
    looked_at = kept_for_permit = 0
    for authorization in _valid(nationalities).iterator(chunk_size=1000):
        looked_at += 1
        permit = authorization.number in permit_holders
        row = grounds.eligibility_of(authorization.application.answers, at=at, under=under).row
        if rules.lapses(authorization.basis, row=row, holds_permit=permit):
            lapsing.append(authorization.pk)
            ending[authorization.nationality] += 1
        elif permit and rules.lapses(authorization.basis, row=row, holds_permit=False):
            kept_for_permit += 1
    return Relisting(
        at=at,
        looked_at=looked_at,
        lapsing=tuple(lapsing),
        by_nationality=tuple(sorted(ending.items())),
        kept_for_permit=kept_for_permit,
    )


def _valid(nationalities: Sequence[str]) -> QuerySet[Authorization]:
    valid = Authorization.objects.filter(ended_at=None).select_related("application")
    of_application = ("application__number", "application__answers")
    valid = valid.only("number", "nationality", "basis", *of_application).order_by("pk")
    return valid.filter(nationality__in=nationalities) if nationalities else valid


def apply(report: Relisting, *, officer: int, now: datetime) -> int:
    """End what a report names and the lists of now end, too; return how many were still valid.

    A report may be read for a day that is still to come: until then nobody loses anything.
    """
    ended = 0
    for pk in report.lapsing:
        with transaction.atomic():
            authorization = Authorization.objects.select_related("application").get(pk=pk)
            row = grounds.eligibility_of(authorization.application.answers, at=now).row
            if rules.lapses(authorization.basis, row=row, holds_permit=False):
                ended += lapse(authorization, officer=officer, now=now)
    return ended


@transaction.atomic
def lapse(authorization: Authorization, *, officer: int, now: datetime) -> bool:
    """End what the lists keep no longer, with a letter; false when it had ended before."""
    if not end(authorization, "lapsed_by_list_change", now=now, actor=audit.actor_of(officer)):
        return False
    letters.send(authorization.application, "lapsed", cause=authorization.pk, now=now)
    return True
