"""What an officer may do with a case, and what keeps them from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from guichet.applications.models import OfficerTask
from guichet.applications.states import is_possible
from guichet.casework.deeds import doing
from guichet.casework.deeds.case import CaseState, is_taken
from guichet.casework.deeds.table import DEEDS, Deed, by_verb
from guichet.casework.file import page
from guichet.casework.file.queries import File
from guichet.eligibility.content import today

Kind = OfficerTask.Kind


@dataclass(frozen=True, slots=True)
class Way:
    """A deed that is possible now, and what it is about if it is not the whole case."""

    deed: Deed
    about: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remit:
    """How far an officer may go in one case.

    `mentions`: tasks of theirs because a note names them, by the key of the note. `refused_by`: who
    refused the case before, and does not decide it a second time.
    """

    officer: int
    permissions: frozenset[str]
    ways: Sequence[Way]
    mentions: Mapping[object, int]
    refused_by: frozenset[int]
    is_kept_from_deciding: bool
    is_over: bool


def remit(file: File, *, officer: int, permissions: frozenset[str], now: datetime) -> Remit:
    """Return what an officer may do with the case of a file now, from what was read already."""
    case = _case_of(file, now=now)
    return Remit(
        officer=officer,
        permissions=permissions,
        ways=_ways(file, case, officer=officer, permissions=permissions),
        mentions=_mentions(file.tasks, officer),
        refused_by=case.refused_by,
        is_kept_from_deciding=_is_kept_from_deciding(case, officer, permissions),
        is_over=doing.is_over(case),
    )


def _case_of(file: File, *, now: datetime) -> CaseState:
    """Return what decides upon the deeds, from what was read already."""
    refusals = [entry.decision for entry in file.decisions if entry.decision.kind == "refused"]
    officers = {row.officer_id for row in refusals} | {row.second_officer_id for row in refusals}
    return CaseState(
        application=file.application,
        authorization=file.authorization,
        waiting=[request for request in file.requests if page.waits(request)],
        refused_by=frozenset(officer for officer in officers if officer),
        tasks=file.tasks,
        today=today(now),
    )


def _ways(file: File, case: CaseState, *, officer: int, permissions: frozenset[str]) -> list[Way]:
    """Return what this officer can do with the case now, what somebody waits for first."""
    again = [] if officer in case.refused_by else _asked_again(file)
    to_read = [*_to_read(file, officer)] if officer not in case.refused_by else []
    due = [*to_read, *again, *_corrections(file), *_refunds(file)]
    waiting = [way for way in due if not is_taken(file.tasks, way.deed.binds, officer=officer)]
    of_case = [deed for deed in DEEDS if deed.find is None]
    whole = [Way(deed) for deed in of_case if not deed.hinders(case, None, officer=officer)]
    return [way for way in [*waiting, *whole] if way.deed.permission in permissions]


def _asked_again(file: File) -> list[Way]:
    requests = [again for entry in file.decisions for again in entry.again if not again.decided_at]
    return [Way(by_verb()["reconsider"], request.pk) for request in requests]


def _to_read(file: File, officer: int) -> Iterator[Way]:
    """Yield what can be done with a refusal that somebody else wrote and that waits to be read."""
    reading = file.open_reading
    if reading and reading.first_officer_id != officer:
        for verb in ("agree_refusal", "give_back_refusal"):
            yield Way(by_verb()[verb], reading.pk)


def _corrections(file: File) -> list[Way]:
    tasks = [task for task in file.tasks if task.kind == Kind.CORRECTION]
    return [Way(by_verb()[verb], task.pk) for task in tasks for verb in ("agree", "decline")]


def _refunds(file: File) -> list[Way]:
    owed = [
        payment for payment in file.payments if payment.refund_due and payment.refunded_at is None
    ]
    return [Way(by_verb()["refund"], payment.pk) for payment in owed]


def _is_kept_from_deciding(case: CaseState, officer: int, permissions: frozenset[str]) -> bool:
    """Tell whether somebody else has to decide because this officer refused before."""
    is_asked = any(task.kind == Kind.RECONSIDERATION for task in case.tasks)
    is_open = is_asked or is_possible("refuse", case.application.state)
    return "decide" in permissions and is_open and officer in case.refused_by


def _mentions(tasks: Sequence[OfficerTask], officer: int) -> dict[object, int]:
    own = [task for task in tasks if task.kind == Kind.MENTION and task.officer_id == officer]
    return {task.facts.get("note"): task.pk for task in own}
