"""Fill a day at the offices where demonstration staff work: people are expected, wait, are served.

It is today where an office receives people today, or else its next day. What has passed of it is
played by the same actions that staff press, at the times at which they would have.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.models import User
from django.db.models import Max, Sum

from guichet.booking.models import Appointment, Slot
from guichet.booking.schedule.working_days import today_at
from guichet.counter.models import Ticket
from guichet.counter.simulation import bookings, clock, plan
from guichet.counter.simulation import day as days
from guichet.counter.simulation.day import Day
from guichet.counter.simulation.officers import Desk, Officers
from guichet.counter.simulation.plan import MINUTE
from guichet.counter.simulation.reception import Reception
from guichet.kernel.record import audit
from guichet.offices import queries as offices
from guichet.offices.models import Office
from guichet.staff import demo

CLIENTS, WALK_INS = 36, 12
PART = 2  # at most one place in so many is theirs: whoever tries the site finds others
NO_SHOWS = 0.08
TO_OPEN = 3  # appointments that are still to come, to be opened by number and PIN
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A day of an office with the people of a demonstration, and some who are still to come."""

    day: Day
    clients: int
    tickets: int
    coming: Sequence[Appointment]


def fill(*, now: datetime) -> Iterator[Scene]:
    """Fill the day of each office where demonstration staff work, and yield what it has then.

    A day that somebody has come to already stays as it is.
    """
    postings = demo.accounts_here()
    for code in sorted({office for _, office in postings.values() if office}):
        names = [name for name, post in postings.items() if post == ("counter_officer", code)]
        accounts = User.objects.filter(username__in=names).order_by("username")
        office = offices.office(code)
        day = _day(office, now=now) if office else None
        if day:
            with clock.put_back():
                _play(day, list(accounts.values_list("pk", flat=True)), now=now)
            yield _scene(day, now=now)


def _day(office: Office, *, now: datetime) -> Day | None:
    """Return the first day with times on which the office is not over for the day."""
    slots = Slot.objects.filter(office=office, closed=False, ends_at__gt=now)
    slot = slots.filter(local_day__gte=today_at(office, now=now)).order_by("starts_at").first()
    return days.day_of(office, slot.local_day) if slot else None


def _play(day: Day, accounts: Sequence[int], *, now: datetime) -> None:
    """Book the day, and play what has passed of it where there are officers who call."""
    dice = Random(SEED)  # noqa: S311  a play, no secret
    if Ticket.objects.filter(office=day.office, day=day.date).exists():
        return
    slots = Slot.objects.filter(office=day.office, local_day=day.date, closed=False)
    facts = slots.aggregate(opened_at=Max("opens_at"), places=Sum("room"))
    clock.move_to(min(now, max(facts["opened_at"], day.hours.opens_at - timedelta(days=3))))
    clients = min(CLIENTS, facts["places"] // PART)
    for _ in bookings.fill(day, clients, actor=audit.actor_of(None), dice=dice):
        pass
    if accounts and day.hours.opens_at - plan.DOORS < now:
        _play_morning(day, accounts, dice, now=now)


def _play_morning(day: Day, accounts: Sequence[int], dice: Random, *, now: datetime) -> None:
    expected = bookings.expected_on(day)
    people = plan.people_of(
        expected, day.hours, count=len(expected), no_shows=NO_SHOWS, closure=None, dice=dice
    )
    people += plan.walk_ins_of(day.hours, count=WALK_INS, dice=dice)
    reception = Reception(day=day, account=accounts[0], people=people)
    signs = [str(number) for number, _ in enumerate(accounts, start=1)]
    crew = [
        Officers(office=day.office, desks=[Desk(sign, account)], signs=signs, dice=dice)
        for account, sign in zip(accounts, signs, strict=True)
    ]
    minute = reception.starts_at.replace(second=0, microsecond=0)
    while minute < now:
        clock.move_to(minute)
        reception.work(minute)
        for officers in crew:
            officers.work(minute, resting=signs if minute < day.hours.opens_at else [])
        minute += MINUTE


def _scene(day: Day, *, now: datetime) -> Scene:
    expected = bookings.appointments_of(day).filter(state=Appointment.State.BOOKED, ended_as="")
    coming = expected.filter(slot__starts_at__gt=now, checked_in_at=None)
    return Scene(
        day=day,
        clients=bookings.appointments_of(day).count(),
        tickets=Ticket.objects.filter(office=day.office, day=day.date).count(),
        coming=list(coming.select_related("slot").order_by("slot__starts_at", "pk")[:TO_OPEN]),
    )
