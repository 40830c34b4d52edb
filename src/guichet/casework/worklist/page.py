"""The officers' list as it is read: one line a task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from markupsafe import Markup

from guichet.applications import numbers, worklist
from guichet.applications.models import OfficerTask
from guichet.casework import words
from guichet.casework.worklist import chips, counting, queries
from guichet.casework.worklist.counting import COUNTED, Counts
from guichet.casework.worklist.filters import SORTS, ListFilter
from guichet.casework.worklist.queries import Choices
from guichet.eligibility import names
from guichet.staff.frame.words import zone
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT

PAGE = 50
Kind = OfficerTask.Kind
_PART_OF_FILE: Mapping[str, str] = {Kind.MENTION: "#notes", Kind.ESCALATION: "#escalations"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTask:
    """One task that waits, of whom and why. `barred`: why it is none for this officer."""

    pk: int
    kind: str
    path: str
    number: str
    name: str
    nationality: str
    country: str
    travels_on: str
    why: str
    time: Markup
    due_at: str
    is_late: bool
    since: str
    holder: str
    held_by: int
    team: str
    barred: str


def line(task: OfficerTask, language: str, *, officer: int, now: datetime) -> WaitingTask:
    """Return a task as its line reads."""
    number, path = leads_to(task)
    return WaitingTask(
        pk=task.pk,
        kind=task.kind,
        path=path,
        number=numbers.for_people(number),
        name=", ".join(part for part in (task.family_name, task.given_names) if part),
        nationality=task.nationality,
        country=names.name_of(task.nationality, language) if task.nationality else "",
        travels_on=words.short(task.travel_on, language) if task.travel_on else "",
        why=" · ".join(why(task, language)),
        time=time_left(task.due_at, language, now=now),
        due_at=words.moment(task.due_at, language),
        is_late=task.due_at <= now,
        since=words.length(now - task.created_at, language),
        holder=task.officer.get_username() if task.officer else "",
        held_by=task.officer_id or 0,
        team=task.team.name if task.team else "",
        barred=barred_as(task, officer),
    )


def barred_as(task: OfficerTask, officer: int) -> str:
    """Return why an officer cannot have a task, "" where they can: whose refusal it is about."""
    if officer not in task.barred:
        return ""
    if task.kind == Kind.RECONSIDERATION:
        return "again"
    # Who wrote a refusal comes last, after those who refused before.
    return "own" if task.kind == Kind.SECOND_READ and task.barred[-1] == officer else "before"


def leads_to(task: OfficerTask) -> tuple[str, str]:
    """Return the number that stands beside a task, and where its line leads."""
    if task.enquiry:
        path = address("staff:enquiry", DEFAULT, number=task.enquiry.number)
        return (task.case or task.enquiry).number, path
    assert task.case
    path = address("staff:case", DEFAULT, number=task.case.number)
    return task.case.number, f"{path}{_PART_OF_FILE.get(task.kind, '')}"


def why(task: OfficerTask, language: str) -> Sequence[str]:
    """Return in words why a task waits: what no rule could settle, what is asked or corrected."""
    if task.enquiry:
        subject = task.enquiry.about
        return [
            str(words.of_code("asks", task.enquiry.kind, language)),
            *([str(words.of_code("trouble", subject, language))] if subject else []),
        ]
    if task.kind in (Kind.MENTION, Kind.ESCALATION):
        key = "note.by" if task.kind == Kind.MENTION else "escalation.of"
        return [str(words.says(language)(key, name=task.facts.get("by", "")))]
    if task.kind == Kind.RECONSIDERATION:
        return [str(words.says(language)("opening.again"))]
    if task.kind == Kind.CORRECTION:
        return [words.label(field, language) for field in task.facts.get("fields", [])]
    if task.kind in worklist.OF_THE_CASE and task.case:
        own = task.facts.get("reason")
        codes = [*([own] if own else []), *task.case.review_reasons]
        return [str(words.of_code("reason", str(code), language)) for code in codes]
    return []


def time_left(due_at: datetime, language: str, *, now: datetime) -> Markup:
    """Return how long there is still time, or by how much it is late."""
    key = "list.late_by" if due_at <= now else "list.due_in"
    return words.says(language)(key, time=words.length(due_at - now, language))


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPage:
    """One page of the list, with all that can be chosen on it."""

    tasks: Sequence[OfficerTask]
    selection: ListFilter
    counts: Counts
    choices: Choices
    page: int
    last: int


def read(selection: ListFilter, *, officer: int, now: datetime) -> WaitingPage:
    """Return one page of the list, in four statements however much waits."""
    counts = counting.counts(selection, officer=officer, now=now)
    page, last = page_of(selection.page, counts.total)
    tasks = queries.waiting(selection, officer=officer, now=now)
    return WaitingPage(
        tasks=list(tasks[(page - 1) * PAGE : page * PAGE]),
        selection=selection,
        counts=counts,
        choices=queries.choices(officer),
        page=page,
        last=last,
    )


def context(
    waiting: WaitingPage, language: str, *, officer: int, now: datetime
) -> dict[str, object]:
    """Return what the page of the list shows."""
    selection, counts, choices = waiting.selection, waiting.counts, waiting.choices
    is_whole = selection.is_plain or counts.total <= COUNTED
    return {
        "lines": [line(task, language, officer=officer, now=now) for task in waiting.tasks],
        "kinds": chips.kinds(selection, counts, language),
        "holders": chips.holders(selection, counts, choices, language),
        "sorts": {column: chips.sort(selection, column) for column in SORTS},
        "total": chips.counted(counts.total, is_whole=is_whole),
        "page": waiting.page,
        "last": waiting.last,
        "chosen": selection,
        "people": [(key, name, key in choices.deciding) for key, name in choices.people],
        "teams": [(key, name, key in choices.deciding_teams) for key, name in choices.teams],
        "own_teams": [team for team in choices.teams if team[0] in choices.own_teams],
        "views": choices.views,
        "zone": zone(now, language),
    }


def left_as_they_were(
    unchanged: Mapping[str, Sequence[int]], language: str
) -> list[tuple[str, dict[str, str]]]:
    """Return a sentence for each reason why tasks stay as they were, with which those are."""
    tasks = queries.of_keys([pk for pks in unchanged.values() for pk in pks])
    return [
        (
            f"left.{code}",
            {"tasks": "; ".join(_called(task, language) for task in tasks if task.pk in pks)},
        )
        for code, pks in unchanged.items()
    ]


def _called(task: OfficerTask, language: str) -> str:
    """Return a task in few words: what is to be done, and its number."""
    kind = words.says(language)(f"kind.{task.kind}")
    number = numbers.for_people(leads_to(task)[0]).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{kind.unescape()} {number}"


def page_of(text: str, total: int) -> tuple[int, int]:
    """Return the page that is meant and how many there are, whatever was typed."""
    last = max(1, ceil(total / PAGE))
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    return min(max(1, number), last), last
