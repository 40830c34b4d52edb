"""The sheet of opening hours: the week of each service at each office, as it is valid today.

What a file changes goes the way of a manager's change: days that are made follow at once, and
whoever has a time that goes gets what a closure gives, or stops the import.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from itertools import groupby, pairwise
from typing import NamedTuple

from guichet.booking.schedule.working_days import today_at
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices.days.hours import Week
from guichet.offices.models import Closure, Office, Service
from guichet.offices.reference.faults import (
    ColumnError,
    FileProblem,
    SheetError,
    UnreadableFileError,
)
from guichet.offices.reference.readings import number, time_of_day, words
from guichet.offices.rules import Stretch
from guichet.offices.sheets.kinds import Act, Cells, Change, Key, Kind, Refusal, State, Touch
from guichet.offices.sheets.plans import called
from guichet.opening.hours import actions
from guichet.opening.hours.proposals import WEEK, Proposal, mark_of
from guichet.opening.hours.rules import LONGEST, MOST_DESKS, SHORTEST

KEY = ("office_code", "service_code", "weekday", "opens_at")


class Part(NamedTuple):
    """The hours of a service at an office, which a file says whole."""

    office: str
    service: str


def rows() -> State:
    """Return each stretch of each week that is valid today."""
    state = dict[Key, Cells]()
    for office in Office.objects.order_by("code"):
        state |= _rows_of(office)
    return state


def _rows_of(office: Office) -> State:
    today = today_at(office, now=clock.now())
    return {
        (office.pk, service, str(weekday), time_of_day(stretch.opens_at.isoformat())): _cells(
            Part(office.pk, service), weekday, stretch
        )
        for service, hours in sorted(offices.hours_of(office).items())
        for weekday, stretches in sorted(hours.week_on(today).items())
        for stretch in stretches
    }


def _cells(part: Part, weekday: int, stretch: Stretch) -> Cells:
    return {
        "office_code": part.office,
        "service_code": part.service,
        "weekday": str(weekday),
        "opens_at": time_of_day(stretch.opens_at.isoformat()),
        "closes_at": time_of_day(stretch.closes_at.isoformat()),
        "desks": str(stretch.desks),
        "minutes": "" if stretch.minutes is None else str(stretch.minutes),
        "staff": "" if stretch.staff is None else str(stretch.staff),
        "walk_ins": str(stretch.walk_ins or ""),
    }


def complete(cells: dict[str, str], was: Cells | None) -> dict[str, str]:
    """Refuse hours that end before they begin, or keep more desks than there are."""
    whole = {"minutes": "", "staff": "", "walk_ins": "", **cells}
    if not whole.get("desks") or not whole.get("closes_at"):
        raise ColumnError("closes_at", "hours_whole")
    stretch = _stretch(whole)
    if stretch.closes_at <= stretch.opens_at:
        raise ColumnError("closes_at", "hours_order")
    if (stretch.staff or 0) + stretch.walk_ins > stretch.desks:
        raise ColumnError("desks", "hours_kept")
    return whole


def _stretch(cells: Cells) -> Stretch:
    return Stretch(
        time.fromisoformat(cells["opens_at"]),
        time.fromisoformat(cells["closes_at"]),
        int(cells["desks"]),
        int(cells["minutes"]) if cells["minutes"] else None,
        int(cells["staff"]) if cells["staff"] else None,
        int(cells["walk_ins"] or 0),
    )


def refusals(changes: Sequence[Change], act: Act) -> Iterator[Refusal]:
    """Yield what is no office or service, hours that overlap, and people whose times would go."""
    unknown = list(_unknown(changes))
    yield from unknown
    if unknown:
        return
    for part, group in _parts(changes).items():
        week = _week(part, group, act.now)
        if overlap := _overlap(week):
            weekday, stretch = overlap
            fault = SheetError("hours_overlap", weekday=weekday, time=f"{stretch.opens_at:%H:%M}")
            yield Refusal(group[0], fault, "opens_at")
            continue
        if short := _short(part, group):
            yield Refusal(short, SheetError("hours_short"), "closes_at")
            continue
        effect = actions.effect_of(_proposal(part, week, act), now=act.now)
        if effect.people and not act.plan:
            yield Refusal(group[0], SheetError("people", count=f"{len(effect.people):,}"))


def touches(changes: Sequence[Change], act: Act) -> Iterator[Touch]:
    """Yield each service at an office of which a time goes that somebody has, or lengths change."""
    for part, group in _parts(changes).items():
        week = _week(part, group, act.now)
        effect = actions.effect_of(_proposal(part, week, act), now=act.now)
        people, lengths = [person.pk for person in effect.people], effect.difference.lengths
        if people or lengths:
            yield Touch(part, len(people), "goes" if people else "stays", people, lengths)


def _unknown(changes: Sequence[Change]) -> Iterator[Refusal]:
    codes = set(Office.objects.values_list("code", flat=True))
    services = set(Service.objects.values_list("code", flat=True))
    for change in changes:
        if change.key[0] not in codes:
            yield Refusal(change, SheetError("no_office", text=repr(change.key[0])), "office_code")
        if change.key[1] not in services:
            yield Refusal(
                change, SheetError("no_service", text=repr(change.key[1])), "service_code"
            )


def _parts(changes: Sequence[Change]) -> Mapping[Part, list[Change]]:
    """Return the changes by what each belongs to; those that a line of the file says come first."""
    ordered = sorted(changes, key=lambda change: (change.key[:2], change.line == 0, change.line))
    grouped = groupby(ordered, key=lambda change: Part(*change.key[:2]))
    return {part: list(group) for part, group in grouped}


def _week(part: Part, changes: Sequence[Change], now: datetime) -> Week:
    """Return the week of a service as it would be."""
    office = Office.objects.get(pk=part.office)
    hours = offices.hours_of(office).get(part.service)
    present = hours.week_on(today_at(office, now=now)) if hours else {}
    stretches = {
        (weekday, stretch.opens_at): stretch for weekday in present for stretch in present[weekday]
    }
    for change in changes:
        place = (int(change.key[2]), time.fromisoformat(change.key[3]))
        if change.cells is None:
            stretches.pop(place, None)
        else:
            stretches[place] = _stretch(change.cells)
    week: dict[int, list[Stretch]] = {}
    for (weekday, _opens_at), stretch in sorted(stretches.items(), key=lambda pair: pair[0]):
        week.setdefault(weekday, []).append(stretch)
    return week


def _overlap(week: Week) -> tuple[int, Stretch] | None:
    pairs = ((day, pair) for day in week for pair in pairwise(week[day]))
    return next(
        ((day, later) for day, (first, later) in pairs if later.opens_at < first.closes_at), None
    )


def _short(part: Part, changes: Sequence[Change]) -> Change | None:
    """Return the first change whose hours end before one time would."""
    usual = Service.objects.get(pk=part.service).duration_minutes
    for change in changes:
        if change.cells is not None:
            stretch = _stretch(change.cells)
            start, end = (at.hour * 60 + at.minute for at in (stretch.opens_at, stretch.closes_at))
            if end - start < (stretch.minutes or usual):
                return change
    return None


def _proposal(part: Part, week: Week, act: Act, people: Sequence[int] = ()) -> Proposal:
    office = Office.objects.get(pk=part.office)
    return Proposal(
        office=part.office,
        service=part.service,
        kind=WEEK,
        day=today_at(office, now=act.now),
        week=week,
        plan=act.plan or Closure.MOVE,
        mark=mark_of(offices.hours_of(office).get(part.service)),
        people=people,
    )


def write(changes: Sequence[Change], act: Act) -> None:
    """Change the hours of each service at each office, and have made days follow."""
    for part, group in _parts(changes).items():
        week = _week(part, group, act.now)
        people = actions.effect_of(_proposal(part, week, act), now=act.now).people
        touched = [person.pk for person in people] if act.plan else []
        try:
            actions.change(_proposal(part, week, act, touched), by=act.actor, now=act.now)
        except Obstacle as obstacle:
            fault = SheetError("booked_meanwhile", row=called(part))
            raise UnreadableFileError([FileProblem(fault)]) from obstacle


HOURS = Kind(
    name="hours",
    key=KEY,
    readings={
        "office_code": words(8, required=True),
        "service_code": words(40, required=True),
        "weekday": number(1, 7),
        "opens_at": time_of_day,
        "closes_at": time_of_day,
        "desks": number(1, MOST_DESKS),
        "minutes": number(SHORTEST, LONGEST, required=False),
        "staff": number(0, MOST_DESKS, required=False),
        "walk_ins": number(0, MOST_DESKS, required=False),
    },
    required=(*KEY, "closes_at", "desks"),
    rows=rows,
    complete=complete,
    refusals=refusals,
    write=write,
    touches=touches,
    whole=len(Part._fields),
)
