"""Everything that is known of one application, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import (
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
)

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
from guichet.casework.events import QUIET, named
from guichet.casework.models import CaseNote
from guichet.casework.notes import queries as notes
from guichet.kernel.database.along import Along
from guichet.kernel.database.wording import Wording
from guichet.kernel.models import AuditEntry
from guichet.kernel.record import audit

# Papers that were handed in, checked or not, and those that were not let in: what is in the making
# is nobody's.
SHOWN = Q(papers__handed_in_at__isnull=False) | Q(papers__state=Paper.State.REFUSED)
EVENTS = 200
LOOKS = 20  # of one's own, the last: those of one sitting count as one look
OTHERS = 50
OF_THE_CASE = ("application", "authorization")  # records whose changes change the case
_MINE = OuterRef("pk")
_ALONG: dict[str, Along[Any]] = {
    "letters_along": Along(
        Correspondence.objects.filter(application=_MINE).order_by("-pk"),
        *("id", "kind", "at", "times_sent"),
    ),
    "enquiries_along": Along(
        Enquiry.objects.filter(application=_MINE).order_by("-pk"),
        *("id", "number", "kind", "about", "promised_on", "answered_at"),
    ),
    "payments_along": Along(
        Payment.objects.filter(application=_MINE).order_by("pk"),
        *("id", "provider", "reference", "cents", "currency", "state"),
        *("started_at", "settled_at", "refund_due", "refunded_at"),
    ),
}


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
    tasks: list[OfficerTask]  # of its course, a refusal that is read, mentions
    questions: list[OfficerTask]  # of the person, which wait for an answer
    notes: list[CaseNote]
    readings: list[SecondReading]  # refusals that a second officer reads or has read
    events: list[AuditEntry]
    own_looks: list[AuditEntry]  # of the officer who reads, before this one

    @property
    def open_reading(self) -> SecondReading | None:
        """Return the refusal that waits for a second officer, if there is one."""
        waiting = (reading for reading in self.readings if reading.task.done_at is None)
        return next((reading for reading in waiting if not reading.outcome), None)

    @property
    def last_change(self) -> int:
        """Return up to which change somebody who reads this knows the case."""
        changes = [entry.pk for entry in self.events if entry.record_type in OF_THE_CASE]
        return max(changes, default=0)


def file(number: str, *, officer: int) -> File | None:
    """Return the file of an application's number with the officer's own looks at it, or None."""
    application = next(iter(_CASE(number=number)), None)
    if application is None:
        return None
    requests, papers = requests_of(application)
    tasks = _TASKS(case=application.pk)
    waiting = [task for task in tasks if task.done_at is None]
    letters, enquiries, payments = (
        rows.read(getattr(application, name)) for name, rows in _ALONG.items()
    )
    events, looks = _events(application, enquiries, payments, officer=officer)
    return File(
        application=application,
        authorization=authorization_of(application),
        versions=_VERSIONS(case=application.pk),
        requests=requests,
        papers=papers,
        letters=letters,
        enquiries=enquiries,
        decisions=_decisions(application.pk),
        payments=payments,
        others=list(_others(application)),
        tasks=[task for task in waiting if task.kind != OfficerTask.Kind.ENQUIRY],
        questions=[task for task in waiting if task.kind == OfficerTask.Kind.ENQUIRY],
        notes=notes.of_case(application),
        readings=_readings(tasks),
        events=events,
        own_looks=looks,
    )


def _case(number: str) -> QuerySet[Application]:
    """Return an application with what an approval gave, and its letters, questions, payments."""
    arrays = {name: rows.array for name, rows in _ALONG.items()}
    cases = Application.objects.select_related("authorization").annotate(**arrays)
    return cases.filter(number=number).order_by("pk")[:1]


_CASE = Wording(_case, number=str)
_VERSIONS = Wording(lambda case: Version.objects.filter(application=case), case=int)


def authorization_of(application: Application) -> Authorization | None:
    """Return what an approval gave, without another statement where it was read along."""
    authorization: Authorization | None = getattr(application, "authorization", None)
    return authorization


def requests_of(application: Application) -> tuple[list[DocumentRequest], list[Paper]]:
    """Return what was asked for and offered, and the papers that came: one statement."""
    requests: dict[int, DocumentRequest] = {}
    papers: list[Paper] = []
    for row in _REQUESTS(case=application.pk):
        row.application = application
        requests.setdefault(row.pk, row)
        if paper := getattr(row, "paper", None):
            papers.append(paper)
    return list(requests.values()), papers


def _requests(case: int) -> QuerySet[DocumentRequest]:
    rows = DocumentRequest.objects.filter(application=case)
    rows = rows.annotate(paper=FilteredRelation("papers", condition=SHOWN))
    with_papers = rows.select_related("paper")  # type: ignore[misc]  # the stubs know no joins
    return with_papers.order_by("pk", "paper__pk")


def _tasks(case: int) -> QuerySet[OfficerTask]:
    """Return what waits of a case and about it, and each refusal to be read: one statement."""
    of_case = OfficerTask.objects.filter(Q(application=case) | Q(about=case))
    rows = of_case.filter(Q(done_at=None) | Q(reading__isnull=False))
    read_along = rows.select_related("officer", "reading__first_officer", "reading__officer")
    return read_along.order_by("due_at", "pk")


_REQUESTS = Wording(_requests, case=int)
_TASKS = Wording(_tasks, case=int)


def _readings(tasks: Sequence[OfficerTask]) -> list[SecondReading]:
    """Return the refusals that a second officer reads or has read, the newest first."""
    readings = [reading for task in tasks if (reading := getattr(task, "reading", None))]
    return sorted(readings, key=lambda reading: reading.pk, reverse=True)


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
    application: Application,
    enquiries: Sequence[Enquiry],
    payments: Sequence[Payment],
    *,
    officer: int,
) -> tuple[list[AuditEntry], list[AuditEntry]]:
    """Return what happened, and this officer's last looks at the file: each the newest first.

    A look of one's own at a letter or at the page of a deed is not one at the file.
    """
    authorization = authorization_of(application)
    records = {"case": application.pk, "authorization": authorization.pk if authorization else 0}
    beside = {"enquiry": [row.pk for row in enquiries], "payment": [row.pk for row in payments]}
    rooms = {kind: _room_for(len(keys)) for kind, keys in beside.items()}
    for kind, keys in beside.items():
        for place in range(rooms[kind]):
            records[f"{kind}_{place}"] = keys[place] if place < len(keys) else 0
    lines = _entries(**rooms)(**records, actor=audit.actor_of(officer))
    return (
        [entry for entry in lines if entry.verb != "see"],
        [entry for entry in lines if entry.verb == "see"],
    )


def _room_for(count: int) -> int:
    """Return for how many records there is room in the statement that serves so many."""
    return 1 << (count - 1).bit_length() if count else 0


@cache
def _entries(*, enquiry: int, payment: int) -> Wording[AuditEntry]:
    """Return what reads the entries of so many records; 0, which none has, fills what is left."""
    kinds = [f"enquiry_{place}" for place in range(enquiry)]
    kinds += [f"payment_{place}" for place in range(payment)]
    return Wording(_entries_of, case=int, authorization=int, actor=str, **dict.fromkeys(kinds, int))


def _entries_of(
    *, case: int, authorization: int, actor: str, **beside: int
) -> QuerySet[AuditEntry]:
    of_case = Q(record_type="application", record=case)
    records = of_case | Q(record_type="authorization", record=authorization)
    for kind in ("enquiry", "payment"):
        if keys := [key for name, key in beside.items() if name.startswith(kind)]:
            records |= Q(record_type=kind, record__in=keys)
    entries = named()
    events = entries.filter(records).exclude(verb__in=QUIET).order_by("-at", "-pk")[:EVENTS]
    own = entries.filter(of_case, verb="see", actor=actor)
    looks = own.filter(facts__page__isnull=True).order_by("-pk")[:LOOKS]
    return events.union(looks, all=True).order_by("-at", "-pk")


def _decided(case: int) -> QuerySet[Decision]:
    return (
        Decision.objects.filter(application=case)
        .annotate(again=FilteredRelation("reconsiderations"))
        .select_related("officer", "second_officer", "again__officer")  # type: ignore[misc]  # the stubs know no joins
        .order_by("-pk", "-again__pk")
    )


_DECIDED = Wording(_decided, case=int)


def _decisions(application: int) -> list[Decided]:
    """Return the decisions, the newest first, with the requests to look again: one statement."""
    grouped: dict[int, list[Decision]] = {}
    for row in _DECIDED(case=application):
        grouped.setdefault(row.pk, []).append(row)
    return [
        Decided(group[0], tuple(again for row in group if (again := getattr(row, "again", None))))
        for group in grouped.values()
    ]
