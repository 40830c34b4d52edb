"""The officers' list as it is read: one line a task, and how many lines each choice would show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.urls import reverse
from markupsafe import Markup

from guichet.applications import numbers, worklist
from guichet.applications.models import OfficerTask
from guichet.casework import words
from guichet.casework.worklist import queries
from guichet.casework.worklist.filters import (
    FREE,
    KINDS,
    MINE,
    NOBODY,
    SORTS,
    TEAM,
    YES,
    ListFilter,
)
from guichet.casework.worklist.queries import COUNTED, Choices, Tallies
from guichet.eligibility import names

PAGE = 50
Kind = OfficerTask.Kind


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
        path = reverse("staff:enquiry", kwargs={"number": task.enquiry.number})
        return (task.case or task.enquiry).number, path
    assert task.case
    path = reverse("staff:case", kwargs={"number": task.case.number})
    return task.case.number, f"{path}#notes" if task.kind == Kind.MENTION else path


def why(task: OfficerTask, language: str) -> Sequence[str]:
    """Return in words why a task waits: what no rule could settle, what is asked or corrected."""
    if task.enquiry:
        subject = task.enquiry.about
        return [
            str(words.of_code("asks", task.enquiry.kind, language)),
            *([str(words.of_code("trouble", subject, language))] if subject else []),
        ]
    if task.kind == Kind.MENTION:
        return [str(words.says(language)("note.by", name=task.facts.get("by", "")))]
    if task.kind == Kind.RECONSIDERATION:
        return [str(words.says(language)("opening.again"))]
    if task.kind == Kind.CORRECTION:
        return [words.label(field, language) for field in task.facts.get("fields", [])]
    if task.kind in worklist.OF_THE_CASE and task.case:
        codes = task.case.review_reasons
        return [str(words.of_code("reason", str(code), language)) for code in codes]
    return []


def time_left(due_at: datetime, language: str, *, now: datetime) -> Markup:
    """Return how long there is still time, or by how much it is late."""
    key = "list.late_by" if due_at <= now else "list.due_in"
    return words.says(language)(key, time=words.length(due_at - now, language))


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A filter that can be chosen: its words, how much it would show, and its query."""

    words: Markup
    count: str
    query: str
    current: bool


@dataclass(frozen=True, slots=True)
class SortChoice:
    """A head of a column: its query, and how it is sorted now ("ascending", "descending", "")."""

    query: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPage:
    """One page of the list, with all that can be chosen on it."""

    tasks: Sequence[OfficerTask]
    selection: ListFilter
    tallies: Tallies
    choices: Choices
    total: int
    late: int
    page: int
    last: int


def read(selection: ListFilter, *, officer: int, now: datetime) -> WaitingPage:
    """Return one page of the list, in four statements however much waits."""
    rows = queries.tallies()
    late, narrowed, barred = queries.narrow_counts(selection, officer=officer, now=now)
    tallies = Tallies(rows=rows, officer=officer, barred=barred)
    plain = tallies.count(kind=selection.kind, whose=selection.whose)
    total = plain if selection.is_plain else narrowed
    page, last = page_of(selection.page, total)
    tasks = queries.waiting(selection, officer=officer, now=now)
    return WaitingPage(
        tasks=list(tasks[(page - 1) * PAGE : page * PAGE]),
        selection=selection,
        tallies=tallies,
        choices=queries.choices(officer),
        total=total,
        late=late,
        page=page,
        last=last,
    )


def context(
    waiting: WaitingPage, language: str, *, officer: int, now: datetime
) -> dict[str, object]:
    """Return what the page of the list shows."""
    return {
        "lines": [line(task, language, officer=officer, now=now) for task in waiting.tasks],
        "kinds": kinds(waiting, language),
        "holders": holders(waiting, language),
        "sorts": {column: _sort(waiting.selection, column) for column in SORTS},
        "total": counted(waiting.total),
        "page": waiting.page,
        "last": waiting.last,
        "chosen": waiting.selection,
        "people": waiting.choices.people,
        "teams": waiting.choices.teams,
        "own_teams": [team for team in waiting.choices.teams if _own(waiting, team[0])],
        "views": waiting.choices.views,
        "zone": words.zone(now, language),
    }


def _sort(selection: ListFilter, column: str) -> SortChoice:
    """Return a head: pressed once it sorts by its column, pressed again the other way round."""
    if selection.column != column:
        return SortChoice(selection.query(sort=column), "")
    if selection.sort.startswith("-"):
        return SortChoice(selection.query(sort=column), "descending")
    return SortChoice(selection.query(sort=f"-{column}"), "ascending")


def counted(count: int) -> str:
    """Return a count in digits; what was not counted to its end says so."""
    return f"{COUNTED}+" if count > COUNTED else str(count)


def kinds(waiting: WaitingPage, language: str) -> list[FilterChoice]:
    """Return the filters by kind, of which nothing that waits is left out, and what is late.

    Where the list is narrower than by kind and holder, they keep that, and say no count.
    """
    selection, say, whose = waiting.selection, words.says(language), waiting.selection.whose
    counts = {kind: waiting.tallies.count(kind=kind, whose=whose) for kind in KINDS}
    everything = ListFilter(whose=whose, sort=selection.sort).query()
    total = str(waiting.tallies.count(whose=whose))
    is_all = not selection.kind and selection.is_plain
    return [
        FilterChoice(say("list.all"), total, everything, is_all),
        *(
            FilterChoice(
                say(f"kind.{kind}"),
                _if_plain(waiting, str(count)),
                selection.query(kind=kind),
                kind == selection.kind,
            )
            for kind, count in counts.items()
            if count or kind == selection.kind
        ),
        _late(waiting, language),
    ]


def _late(waiting: WaitingPage, language: str) -> FilterChoice:
    """Return the filter of what is late; pressed again it lets everything in."""
    selection = waiting.selection
    return FilterChoice(
        words.says(language)("list.late"),
        _if_plain(waiting, counted(waiting.late)),
        selection.query(late="" if selection.late else YES),
        bool(selection.late),
    )


def _if_plain(waiting: WaitingPage, count: str) -> str:
    return count if waiting.selection.is_plain else ""


def holders(waiting: WaitingPage, language: str) -> list[FilterChoice]:
    """Return the filters by who has a task: everybody, oneself, nobody, one's teams."""
    selection, say = waiting.selection, words.says(language)
    own = [(f"{TEAM}-{key}", name) for key, name in waiting.choices.teams if _own(waiting, key)]
    names_of = {
        "": say("list.everybody"),
        MINE: say("list.mine"),
        FREE: say("list.free"),
        **{whose: say("list.team", name=name) for whose, name in own},
        **_other(waiting, language),
    }
    return [
        FilterChoice(
            name,
            _if_plain(waiting, str(waiting.tallies.count(kind=selection.kind, whose=whose))),
            selection.query(whose=whose),
            whose == selection.whose,
        )
        for whose, name in names_of.items()
    ]


def _own(waiting: WaitingPage, team: int) -> bool:
    return team in waiting.choices.own_teams


def _other(waiting: WaitingPage, language: str) -> dict[str, Markup]:
    """Return the holder that is chosen, where it is an officer or a team of others."""
    whose, say = waiting.selection.whose, words.says(language)
    people = {f"officer-{key}": name for key, name in waiting.choices.people}
    teams = {f"{TEAM}-{key}": name for key, name in waiting.choices.teams}
    if whose == NOBODY:
        return {whose: say("list.nobody")}
    if whose in people:
        return {whose: say("list.officer", name=people[whose])}
    return {whose: say("list.team", name=teams[whose])} if whose in teams else {}


def page_of(text: str, total: int) -> tuple[int, int]:
    """Return the page that is meant and how many there are, whatever was typed."""
    last = max(1, ceil(total / PAGE))
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    return min(max(1, number), last), last
