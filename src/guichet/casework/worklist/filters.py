"""What an officer wants to see of the list, and in which order: all of it stands in the address.

Nothing of it is about a person: names, passports and birth dates are looked for by a form that is
posted.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Q

from guichet.applications.models import OfficerTask
from guichet.eligibility.content import today

KINDS = tuple(OfficerTask.Kind.values)
MINE, TEAM, OFFICER = "mine", "team", "officer"
FREE, NOBODY = (
    "free",
    "nobody",
)  # what this officer may take; what nobody has, and some may not take
# By which columns the list is sorted; each order has an index, so a page costs the same.
SORTS: Mapping[str, tuple[str, ...]] = {
    "due": ("due_at", "pk"),
    "name": ("family_name", "given_names", "pk"),
    "nationality": ("nationality", "due_at", "pk"),
    "travel": ("travel_on", "pk"),
    "kind": ("kind", "due_at", "pk"),
    "reason": ("reason", "due_at", "pk"),
    "age": ("created_at", "pk"),
}
USUAL = "due"  # the order of the list where none is asked for
DAYS = ("3", "7", "30")
PAST, UNKNOWN = "past", "unknown"
TRAVELS = (*DAYS, PAST, UNKNOWN)
LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
YES = "yes"
_HOLDER = re.compile(r"(team|officer)-[1-9][0-9]{0,8}")
_CODE, _REASON = re.compile(r"[A-Z]{1,3}"), re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What an officer wants to see of the list; an empty part leaves everything in."""

    kind: str = ""
    whose: str = ""  # mine, free, nobody, team-3, officer-12
    nationality: str = ""
    reason: str = ""
    travel: str = ""  # within so many days; past; unknown
    age: str = ""  # waits for more than so many days
    initial: str = ""  # of the family name
    late: str = ""
    sort: str = ""  # a column; with a minus in front the other way round
    page: str = ""

    def query(self, **other: object) -> str:
        """Return the query of the same list with something else chosen, from its first page."""
        values = {**asdict(self), "page": "", **other}
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def is_plain(self) -> bool:
        """Tell whether it asks for no more than a kind and a holder, which are counted already."""
        return not any(
            (self.nationality, self.reason, self.travel, self.age, self.initial, self.late)
        )

    @property
    def column(self) -> str:
        """Return the column that the list is sorted by."""
        return self.sort.removeprefix("-") or USUAL

    @property
    def order(self) -> tuple[str, ...]:
        """Return the order in the words of the database."""
        columns = SORTS[self.column]
        return tuple(f"-{name}" for name in columns) if self.sort.startswith("-") else columns

    def holder(self, name: str) -> int:
        """Return the key of the team or officer whose tasks are meant; 0 where none is."""
        word, _, key = self.whose.partition("-")
        return int(key) if word == name and key else 0


def list_filter(query: Mapping[str, str]) -> ListFilter:
    """Return what the address asks for; what it cannot ask for is left out."""
    whose, sort = query.get("whose", ""), query.get("sort", USUAL)
    holds = whose in (MINE, FREE, NOBODY) or _HOLDER.fullmatch(whose)
    return ListFilter(
        kind=_among(query.get("kind", ""), KINDS),
        whose=whose if holds else "",
        nationality=_shaped(query.get("nationality", ""), _CODE),
        reason=_shaped(query.get("reason", ""), _REASON),
        travel=_among(query.get("travel", ""), TRAVELS),
        age=_among(query.get("age", ""), DAYS),
        initial=_among(query.get("initial", ""), LETTERS),
        late=_among(query.get("late", ""), (YES,)),
        sort=sort if sort != USUAL and sort.removeprefix("-") in SORTS else "",
        page=query.get("page", ""),
    )


def _among(text: str, values: tuple[str, ...]) -> str:
    return text if text in values else ""


def _shaped(text: str, shape: re.Pattern[str]) -> str:
    return text if shape.fullmatch(text) else ""


def condition(selection: ListFilter, *, officer: int, now: datetime) -> Q:
    """Return what a task fulfills that is asked for."""
    filter_q = holds(selection, officer=officer) & _travels(selection.travel, day=today(now))
    if selection.kind:
        filter_q &= Q(kind=selection.kind)
    if selection.nationality:
        filter_q &= Q(nationality=selection.nationality)
    if selection.reason:
        filter_q &= Q(reason=selection.reason)
    if selection.age:
        filter_q &= Q(created_at__lte=now - timedelta(days=int(selection.age)))
    if selection.initial:
        filter_q &= Q(family_name__gte=selection.initial) & _before_next(selection.initial)
    if selection.late:
        filter_q &= Q(due_at__lte=now)
    return filter_q


def _before_next(initial: str) -> Q:
    return Q(family_name__lt=chr(ord(initial) + 1)) if initial != LETTERS[-1] else Q()


def holds(selection: ListFilter, *, officer: int) -> Q:
    """Return what a task fulfills that belongs to somebody; nobody's are those they may take.

    A task that an officer has is theirs, also where it was given to their team.
    """
    if selection.whose == MINE:
        return Q(officer=officer)
    if selection.whose == FREE:
        return Q(officer=None, team=None) & ~Q(barred__contains=[officer])
    if selection.whose == NOBODY:
        return Q(officer=None, team=None)
    if team := selection.holder(TEAM):
        return Q(team=team, officer=None)
    if holder := selection.holder(OFFICER):
        return Q(officer=holder)
    return Q()


def _travels(code: str, *, day: date) -> Q:
    if code == UNKNOWN:
        return Q(travel_on=None)
    if code == PAST:
        return Q(travel_on__lt=day)
    if code in DAYS:
        return Q(travel_on__gte=day, travel_on__lte=day + timedelta(days=int(code)))
    return Q()
