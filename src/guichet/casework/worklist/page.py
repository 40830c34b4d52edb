"""The officers' list as it is read: one line a task, with the reason, the time and who has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from markupsafe import Markup

from guichet.applications import numbers
from guichet.applications.models import OfficerTask
from guichet.casework import words
from guichet.casework.worklist import queries
from guichet.casework.worklist.queries import FREE, KINDS, MINE, TaskTally
from guichet.eligibility import names

PAGE = 50
WHOSE = ("", MINE, FREE)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What an officer wants to see of the list."""

    kind: str = ""
    whose: str = ""
    page: str = ""

    def query(self, **other: object) -> str:
        """Return the query of the same list with something else chosen."""
        values = {"kind": self.kind, "whose": self.whose, **other}
        return "&".join(f"{name}={value}" for name, value in values.items() if value)


def list_filter(query: Mapping[str, str]) -> ListFilter:
    """Return what the address asks for; what it cannot ask for is left out."""
    kind, whose = query.get("kind", ""), query.get("whose", "")
    return ListFilter(
        kind if kind in KINDS else "", whose if whose in WHOSE else "", query.get("page", "")
    )


def context(
    selection: ListFilter, language: str, *, officer: int, now: datetime
) -> dict[str, object]:
    """Return one page of the list with its filters, in two or three statements."""
    tallies = queries.tallies(officer=officer)
    total = tallies.get(selection.kind, TaskTally()).of(selection.whose)
    page, last = page_of(selection.page, total)
    start = (page - 1) * PAGE
    tasks = queries.waiting(kind=selection.kind, whose=selection.whose, officer=officer)
    return {
        "lines": [line(task, language, now=now) for task in tasks[start : start + PAGE]],
        "kinds": kinds(tallies, language, selection),
        "holders": holders(tallies, language, selection),
        "total": total,
        "page": page,
        "last": last,
        "chosen": selection,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTask:
    """One task that waits. No name stands here: whoever needs it opens the file, which is noted."""

    pk: int
    kind: str
    number: str
    printed_number: str
    nationality: str
    why: tuple[Markup, ...]
    time: Markup
    is_late: bool
    since: str
    holder: str
    held_by: int


def line(task: OfficerTask, language: str, *, now: datetime) -> WaitingTask:
    """Return a task as its line reads."""
    application, nationality = task.case, task.nationality
    assert application
    return WaitingTask(
        pk=task.pk,
        kind=task.kind,
        number=application.number,
        printed_number=numbers.for_people(application.number),
        nationality=names.name_of(nationality, language) if nationality else "",
        why=why(task, language),
        time=time_left(task.due_at, language, now=now),
        is_late=task.due_at <= now,
        since=words.length(now - task.created_at, language),
        holder=task.officer.get_username() if task.officer else "",
        held_by=task.officer_id or 0,
    )


def why(task: OfficerTask, language: str) -> tuple[Markup, ...]:
    """Return in words why a task waits: what no rule could settle, or which answers are meant."""
    if task.kind == OfficerTask.Kind.CORRECTION:
        labels = (words.label(field, language) for field in task.facts.get("fields", []))
        return tuple(Markup.escape(label) for label in labels)
    if task.kind in (OfficerTask.Kind.DECIDE, OfficerTask.Kind.LATE, OfficerTask.Kind.ANSWERED):
        codes = task.application.review_reasons if task.application else ()
        return tuple(words.of_code("reason", str(code), language) for code in codes)
    return ()


def time_left(due_at: datetime, language: str, *, now: datetime) -> Markup:
    """Return how long there is still time, or by how much it is late."""
    key = "list.late_by" if due_at <= now else "list.due_in"
    return words.says(language)(key, time=words.length(due_at - now, language))


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A filter that can be chosen: its words, how much it would show, and its query."""

    words: Markup
    count: int
    query: str
    current: bool


def kinds(
    tallies: Mapping[str, TaskTally], language: str, selection: ListFilter
) -> list[FilterChoice]:
    """Return the filters by kind; a kind of which nothing waits is left out."""
    say = words.says(language)
    total = tallies[""].of(selection.whose)
    everything = FilterChoice(say("list.all"), total, selection.query(kind=""), not selection.kind)
    return [everything] + [
        FilterChoice(say(f"kind.{kind}"), count, selection.query(kind=kind), kind == selection.kind)
        for kind in KINDS
        if (count := tallies.get(kind, TaskTally()).of(selection.whose)) or kind == selection.kind
    ]


def holders(
    tallies: Mapping[str, TaskTally], language: str, selection: ListFilter
) -> list[FilterChoice]:
    """Return the filters by who has taken a task."""
    say = words.says(language)
    tally = tallies.get(selection.kind, TaskTally())
    return [
        FilterChoice(
            say(f"list.{whose or 'everybody'}"),
            tally.of(whose),
            selection.query(whose=whose),
            whose == selection.whose,
        )
        for whose in WHOSE
    ]


def page_of(text: str, total: int) -> tuple[int, int]:
    """Return the page that is meant and how many there are, whatever was typed."""
    last = max(1, ceil(total / PAGE))
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    return min(max(1, number), last), last
