"""Everything that is known of one application, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Substr

from guichet.applications.models import (
    Application,
    Authorization,
    Correspondence,
    Decision,
    DocumentRequest,
    Enquiry,
    OfficerTask,
    Paper,
    Payment,
    Reconsideration,
    SecondReading,
    Version,
)
from guichet.applications.queries import is_same_passport, is_same_person
from guichet.casework.deeds.case import waiting_tasks
from guichet.casework.models import CaseNote
from guichet.casework.notes import queries as notes
from guichet.kernel.models import AuditEntry
from guichet.kernel.record import audit

# What changes nothing in a case: whoever decides need not have seen it.
QUIET = ("see", "take", "give_back", "assign", "read_note")
# Papers that were handed in, checked or not, and those that were not let in: what is in the making
# is nobody's.
SHOWN = Q(handed_in_at__isnull=False) | Q(state=Paper.State.REFUSED)
EVENTS = 200
OTHERS = 50
_STAFF = "staff:"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, with the requests to look again at it, the newest first."""

    decision: Decision
    again: tuple[Reconsideration, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One application with all that belongs to it."""

    application: Application
    authorization: Authorization | None
    versions: list[Version]
    requests: list[DocumentRequest]
    papers: list[Paper]
    letters: list[Correspondence]
    enquiries: list[Enquiry]
    decisions: list[Decided]
    payments: list[Payment]
    others: list[Application]
    tasks: list[OfficerTask]
    notes: list[CaseNote]
    readings: list[SecondReading]  # refusals that a second officer reads or has read
    events: list[AuditEntry]

    @property
    def open_reading(self) -> SecondReading | None:
        """Return the refusal that waits for a second officer, if there is one."""
        waiting = (reading for reading in self.readings if reading.task.done_at is None)
        return next((reading for reading in waiting if not reading.outcome), None)

    @property
    def last_change(self) -> int:
        """Return up to which change somebody who reads this knows the case."""
        return max((entry.pk for entry in self.events if entry.record_type != "payment"), default=0)


def file(number: str) -> File | None:
    """Return the file of an application's number, or None."""
    application = Application.objects.select_related("authorization").filter(number=number).first()
    if application is None:
        return None
    authorization = authorization_of(application)
    payments = list(application.payments.all())
    return File(
        application=application,
        authorization=authorization,
        versions=list(application.versions.all()),
        requests=list(application.requests.all()),
        papers=list(application.papers.filter(SHOWN)),
        letters=list(application.letters.order_by("-pk")),
        enquiries=list(application.enquiries.order_by("-pk")),
        decisions=_decisions(application.pk),
        payments=payments,
        others=list(_others(application)),
        tasks=waiting_tasks(application),
        notes=list(notes.of_case(application)),
        readings=list(_readings(application)),
        events=list(_events(application, authorization, payments)),
    )


def authorization_of(application: Application) -> Authorization | None:
    """Return what an approval gave, without another statement where it was read along."""
    authorization: Authorization | None = getattr(application, "authorization", None)
    return authorization


def last_change(application: int) -> int:
    """Return up to which change the case has come; looks and taken tasks are none."""
    authorizations = Authorization.objects.filter(application=application).values("pk")
    changes = AuditEntry.objects.filter(
        Q(record_type="application", record=application)
        | Q(record_type="authorization", record__in=authorizations)
    )
    return changes.exclude(verb__in=QUIET).aggregate(last=Max("pk"))["last"] or 0


def looks(application: int, *, officer: int, since: datetime) -> list[AuditEntry]:
    """Return who looked at a case since a moment, and this officer's last look, the newest first.

    A look of one's own at a letter or at the page of a deed is not one at the file.
    """
    entries = named().filter(record_type="application", record=application, verb="see")
    me = audit.actor_of(officer)
    own = entries.filter(actor=me, facts__page__isnull=True).order_by("-pk")[:1]
    others = entries.filter(at__gte=since).exclude(actor=me)
    return list(own.union(others, all=True).order_by("-pk")[:OTHERS])


def named() -> QuerySet[AuditEntry]:
    """Return the record, with the name of each officer beside what they did."""
    account = Cast(Substr(OuterRef("actor"), len(_STAFF) + 1), BigIntegerField())
    name = Subquery(User.objects.filter(pk=account).values("username")[:1])
    return AuditEntry.objects.annotate(
        officer=Case(
            When(actor__startswith=_STAFF, then=name), default=Value(""), output_field=CharField()
        )
    )


def _readings(application: Application) -> QuerySet[SecondReading]:
    readings = SecondReading.objects.filter(task__about=application).order_by("-pk")
    return readings.select_related("task", "first_officer", "officer")


def _others(application: Application) -> QuerySet[Application]:
    """Return what else is known of the same passport or the same person."""
    same = Q(pk=None)
    if application.passport:
        same |= is_same_passport(application)
    if application.person:
        same |= is_same_person(application)
    matches = Application.objects.filter(same).exclude(pk=application.pk)
    matches = matches.select_related("authorization").defer("answers", "steps")
    return matches.order_by("-pk")[:OTHERS]


def _events(
    application: Application, authorization: Authorization | None, payments: Sequence[Payment]
) -> QuerySet[AuditEntry]:
    records = Q(record_type="application", record=application.pk)
    if authorization:
        records |= Q(record_type="authorization", record=authorization.pk)
    if payments:
        records |= Q(record_type="payment", record__in=[payment.pk for payment in payments])
    return named().filter(records).exclude(verb__in=QUIET).order_by("-at", "-pk")[:EVENTS]


def _decisions(application: int) -> list[Decided]:
    """Return the decisions, the newest first, with the requests to look again: one statement."""
    rows = (
        Decision.objects.filter(application=application)
        .annotate(again=FilteredRelation("reconsiderations"))
        .select_related("officer", "second_officer", "again__officer")  # type: ignore[misc]  # the stubs know no joins
        .order_by("-pk", "-again__pk")
    )
    grouped: dict[int, list[Decision]] = {}
    for row in rows:
        grouped.setdefault(row.pk, []).append(row)
    return [
        Decided(group[0], tuple(again for row in group if (again := getattr(row, "again", None))))
        for group in grouped.values()
    ]
