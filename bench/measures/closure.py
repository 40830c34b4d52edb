"""An office closes for a day on which a thousand people have an appointment."""

import time
from datetime import timedelta
from zoneinfo import ZoneInfo

from bench import world
from bench.figures import Figure, milliseconds
from bench.processor import measured
from bench.stage import Stage
from guichet.booking.models import Appointment
from guichet.kernel import clock
from guichet.offices.models import Closure, Office
from guichet.opening import actions
from guichet.opening.models import Outcome

PEOPLE, HOURS, SLOWEST = 1_000, 96, 30.0


def measure(stage: Stage) -> list[Figure]:
    office = Office.objects.get(pk=stage.take_office())
    world.fill_day(stage.link, office=office.pk, hours=HOURS, places=PEOPLE // 40)
    first = clock.now() + timedelta(hours=HOURS)
    day = first.astimezone(ZoneInfo(office.time_zone)).replace(hour=0, minute=0, second=0)
    begin, now = day.replace(microsecond=0), clock.now()
    with measured(database=stage.database_pid) as usage:
        start = time.monotonic()
        closure = actions.close(
            office,
            starts_at=begin,
            ends_at=begin + timedelta(days=2),
            reason="weather",
            by="system",
            plan=Closure.MOVE,
            now=now,
        )
        withdrawn_after = time.monotonic() - start
        actions.settle(closure, now=now)
        seconds = time.monotonic() - start
    outcomes = Outcome.objects.filter(closure=closure)
    people = outcomes.count()
    moved = outcomes.filter(kind=Outcome.Kind.MOVED).count()
    forgotten = Appointment.objects.filter(
        slot__office=office, slot__closed=True, office_closed_at=None, ended_as="", state="booked"
    ).count()
    return [
        Figure(
            what=f"An office closes on a day of {PEOPLE:,} appointments",
            figure=f"{seconds:.1f} s, the times withdrawn after {withdrawn_after:.2f} s;"
            f" {people:,} have an outcome, {moved:,} a place kept for them, {forgotten} none",
            processor=milliseconds(
                database=usage.milliseconds("database", people),
                worker=usage.milliseconds("client", people),
            ),
            target=f"everybody within {SLOWEST:g} s",
            met=seconds < SLOWEST and people >= PEOPLE and not forgotten,
        )
    ]
