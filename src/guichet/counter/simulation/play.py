"""Plays a day at an office: minute by minute, every process of it by the clock of that day."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from random import Random

from django.contrib.auth.models import User

from guichet.booking.models import Appointment
from guichet.counter import counts
from guichet.counter.queue import queries
from guichet.counter.simulation import bookings, clock, plan
from guichet.counter.simulation.crew import PROCESSES, Crew, Shift, Worker
from guichet.counter.simulation.day import Day
from guichet.counter.simulation.plan import MINUTE
from guichet.counter.simulation.reception import Reception
from guichet.kernel import clock as kernel
from guichet.kernel.models import Dispatch
from guichet.kernel.record import audit
from guichet.offices.models import Service
from guichet.post import catching_up

LOAD, USUAL = 0.85, 0.8  # how busy desks are; how much of a service's time people take
LATEST = timedelta(hours=2)  # after closing, for those who wait
PATIENCE = 20.0  # seconds for the worker to send what waits
NAME = "simulated-{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What is to be played on a day."""

    clients: int
    walk_ins: int
    no_shows: float
    closure: datetime | None
    worker_dies: datetime | None
    seed: int
    is_control: bool


type Say = Callable[[str], object]


def play(
    day: Day, plot: Plot, *, watch: Callable[[Iterator[int]], Iterator[int]], say: Say
) -> Mapping[str, int]:
    """Book a day, play it to its end and return its counts; `watch` looks on at what takes long."""
    (clerk,) = _accounts(1)
    say(f"Booking {plot.clients} clients at {day.office.pk} for {day.date}.")
    dice = Random(plot.seed)  # noqa: S311  a play, no secret
    for _ in watch(bookings.fill(day, plot.clients, actor=audit.actor_of(clerk), dice=dice)):
        pass
    people = _people(day, plot)
    signs = _signs(day, people)
    crew = Crew(
        Shift(
            office=day.office,
            accounts=_accounts(len(signs)),
            signs=signs,
            seed=plot.seed,
            is_control=plot.is_control,
        )
    )
    reception = Reception(day=day, account=clerk, people=people, closes_at=plot.closure)
    crew.begin()
    try:
        say(f"Playing the day at {len(crew.shift.signs)} desks.")
        for _ in watch(_minutes(day, plot, crew=crew, reception=reception, say=say)):
            pass
    finally:
        crew.end()
    return counts.of_day(day.office.pk, day.date)


def _people(day: Day, plot: Plot) -> list[plan.Person]:
    """Return who comes, and does not: those with an appointment first."""
    cancelled = bookings.appointments_of(day).exclude(cancelled_at=None).count()
    clients = plan.people_of(
        bookings.expected_on(day),
        day.hours,
        count=plot.clients,
        no_shows=plot.no_shows,
        closure=plot.closure,
        cancelled=cancelled,
        dice=Random(f"{plot.seed} clients"),  # noqa: S311
    )
    dice = Random(f"{plot.seed} walk-ins")  # noqa: S311
    return clients + plan.walk_ins_of(day.hours, count=plot.walk_ins, dice=dice)


def _accounts(count: int) -> list[int]:
    """Return so many accounts of officers, with which nobody can sign in."""
    accounts = []
    for number in range(1, count + 1):
        account, is_new = User.objects.get_or_create(
            username=NAME.format(number), defaults={"is_active": False}
        )
        if is_new:
            account.set_unusable_password()
            account.save()
        accounts.append(account.pk)
    return accounts


def _signs(day: Day, people: Sequence[plan.Person]) -> list[str]:
    """Return the desks that it takes to serve who comes within the hours; each process has one."""
    minutes = dict(Service.objects.values_list("code", "duration_minutes"))
    work = sum(USUAL * minutes[person.service] for person in people if person.arrives_at)
    is_open = sum((end - start) / MINUTE for start, end in day.hours.stretches)
    desks = max(PROCESSES, ceil(work / (is_open * LOAD)))
    return [str(number) for number in range(1, desks + 1)]


def _minutes(day: Day, plot: Plot, *, crew: Crew, reception: Reception, say: Say) -> Iterator[int]:
    """Yield after each minute of the day, until nobody is there and nobody comes any more."""
    worker = Worker()
    minute = reception.starts_at.replace(second=0, microsecond=0)
    clock.move_to(minute)
    if not plot.is_control:
        worker.begin()
    number, busy, waiting = 0, 0, 0
    try:
        while not reception.is_over or busy or waiting:
            if plot.worker_dies and plot.worker_dies <= minute and worker.process:
                worker.die()
                say(f"{minute.astimezone(day.zone):%H:%M}: the worker is dead.")
            resting = _resting(day, minute, crew.shift.signs) if waiting else crew.shift.signs
            crew.tell(minute, ahead=clock.move_to(minute), resting=resting)
            reception.work(minute)
            busy, waiting = crew.hear(), _count_waiting(day)
            if minute >= day.hours.closes_at + LATEST:
                reception.turn_away_all()
            minute, number = minute + MINUTE, number + 1
            yield number
        if not plot.is_control:
            _send_the_rest(day, worker)
    finally:
        worker.end()


def _count_waiting(day: Day) -> int:
    return queries.in_line(day.office, now=kernel.now()).count()


def _resting(day: Day, minute: datetime, signs: Sequence[str]) -> list[str]:
    """Return the desks that call nobody: all before the hours, in a break half, then the others."""
    if minute < day.hours.opens_at:
        return list(signs)
    stretches = day.hours.stretches
    for (_, begins_at), (ends_at, _) in pairwise(stretches):
        if begins_at <= minute < ends_at:
            half = int((minute - begins_at) / (ends_at - begins_at) * 2)
            return [sign for place, sign in enumerate(signs) if place // PROCESSES % 2 == half]
    return []


def _send_the_rest(day: Day, worker: Worker) -> None:
    """Let the worker send what waits, one that had died too; and what that one had in hand."""
    if worker.process is None:
        worker.begin()
    of_day = Appointment.objects.filter(slot__office=day.office, slot__local_day=day.date)
    unsent = Dispatch.objects.filter(record__in=of_day.values("pk"), sent_at=None, given_up_at=None)
    deadline = time.monotonic() + PATIENCE
    while unsent.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    if unsent.exists():
        catching_up.drain(kernel.now)
