"""Change the hours of an office; days that are made already follow, and people are dealt with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from guichet.booking.models import Appointment
from guichet.booking.schedule import changed_hours, release, slot_rows
from guichet.booking.schedule.changed_hours import Difference
from guichet.booking.schedule.working_days import Calendar, calendar_of, today_at
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.kernel.work import jobs
from guichet.offices import actions as of_offices
from guichet.offices import queries as offices
from guichet.offices.days.hours import rows_of
from guichet.offices.models import Closure, HoursTemplate, Office, Service
from guichet.opening import keeping, queries
from guichet.opening.actions import QUEUE, SETTLE
from guichet.opening.hours import rules
from guichet.opening.hours.proposals import Proposal, mark_of
from guichet.opening.models import Outcome


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of hours does to days that are made, and whom it touches."""

    calendar: Calendar
    difference: Difference
    people: Sequence[Appointment]

    def new_to(self, people: Collection[int]) -> int:
        """Return how many it touches who are not among some people."""
        return len({person.pk for person in self.people} - set(people))


def effect_of(proposal: Proposal, *, now: datetime, for_update: bool = False) -> Effect:
    """Return what a proposal would do now; nothing is written.

    Raises Obstacle `hours_changed` where the hours are others than those it was made from,
    `hours_past` and `hours_far`.
    """
    office = Office.objects.get(pk=proposal.office)
    rules.check_day(proposal.day, today=today_at(office, now=now))
    hours = offices.hours_of(office)
    if mark_of(hours.get(proposal.service)) != proposal.mark:
        raise Obstacle("hours_changed")
    minutes = Service.objects.get(pk=proposal.service).duration_minutes
    calendar = calendar_of(office, now=now, hours=proposal.on(hours, minutes=minutes))
    slots = changed_hours.slots_of(
        calendar, now=now, service=proposal.service, for_update=for_update
    )
    difference = changed_hours.difference(
        calendar, slots, now=now, before=hours, service=proposal.service
    )
    return Effect(calendar, difference, list(queries.expected_in(difference.gone)))


@transaction.atomic
def change(proposal: Proposal, *, by: str, now: datetime) -> Closure | None:
    """Change hours as they were proposed; return what owns the times that are gone, if any are.

    The times change at once and together; who had one that is gone gets an outcome by `settle`, as
    at a closure. Raises Obstacle as `effect_of`, and `people_changed` with the `count` of those
    whom the proposal was not shown to touch.
    """
    slot_rows.lock(Office(pk=proposal.office))
    effect = effect_of(proposal, now=now, for_update=True)
    if new := effect.new_to(proposal.people):
        raise Obstacle("people_changed", count=new)

    _write(proposal, effect.calendar)
    owner = _follow(effect, plan=proposal.plan, now=now)
    audit.write(
        "drop_hours" if proposal.is_dropped else "change_hours",
        queries.HOURS,
        owner.pk if owner else 0,
        actor=by,
        now=now,
        office=proposal.office,
        service=proposal.service,
        kind=proposal.kind,
        day=proposal.day.isoformat(),
    )
    return owner


def done_before(proposal: Proposal, *, by: str, now: datetime) -> AuditEntry | None:
    """Return the line of a change that somebody has just made and wants once more, or None.

    Whoever presses twice, or goes back and presses, is to read that it is done.
    """
    office = Office.objects.get(pk=proposal.office)
    own, today = offices.hours_of(office).get(proposal.service), today_at(office, now=now)
    line = queries.last_change_of_hours(office, proposal.service)
    facts = {"kind": proposal.kind, "day": proposal.day.isoformat()}
    is_theirs = line is not None and line.actor == by and facts.items() <= line.facts.items()
    return line if is_theirs and proposal.is_done(own, today=today) else None


def _write(proposal: Proposal, calendar: Calendar) -> None:
    office, on = calendar.office, proposal.day
    templates = HoursTemplate.objects.filter(
        office=office, service=proposal.service, is_exception=proposal.is_exception
    )
    if proposal.is_dropped:
        templates.filter(valid_from=on).delete()
    elif not proposal.is_exception and on <= calendar.today:
        templates.filter(valid_from__lte=on).delete()
        of_offices.write_week(office, proposal.service, proposal.week)
    else:
        templates.filter(valid_from=on).delete()
        HoursTemplate.objects.create(
            office=office,
            service_id=proposal.service,
            is_exception=proposal.is_exception,
            valid_from=on,
            stretches=rows_of(proposal.week),
        )
    # The next import leaves alone what is theirs now.
    Office.objects.filter(pk=office.pk).update(overridden=True)


def _follow(effect: Effect, *, plan: str, now: datetime) -> Closure | None:
    """Have made days follow; times that are back end what was kept for those who had them."""
    change, office = effect.difference, effect.calendar.office
    owners = {slot.closure_id for slot in change.gone if slot.closure_id}
    back = [row.slot.pk for row in change.changes if row.returns]
    owner = changed_hours.apply(effect.calendar, change, plan=plan, now=now)
    if owner:
        # Whom a closure of that time has hit before has their outcome, and is not told again.
        pks = [slot.pk for slot in change.gone]
        moved = Outcome.objects.filter(closure__in=owners, appointment__slot__in=pks)
        moved.update(closure=owner)
        jobs.defer(SETTLE, queue=QUEUE, once="settle_closures", timestamp=int(now.timestamp()))
    for number in _numbers_in(back):
        keeping.give_up(number, now)
    release.release_slots(office, now=now)
    return owner


def _numbers_in(slots: Sequence[int]) -> list[str]:
    people = Appointment.objects.filter(queries.EXPECTED, slot__in=slots)
    numbers = people.order_by("pk").values_list("confirmation_number", flat=True)
    return [number for number in numbers if number]
