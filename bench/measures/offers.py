"""A place comes back while a thousand wait for an earlier time, and while a hundred thousand do."""

import time
from datetime import date, timedelta

from bench.figures import Figure, milliseconds
from bench.measures.flatness import FLAT
from bench.people import name_of
from bench.processor import measured
from bench.stage import Stage
from guichet.booking import actions
from guichet.booking.models import Appointment, Offer, Slot
from guichet.booking.places import Details
from guichet.kernel import clock

SIZES = (1_000, 100_000)
PLACES, SLOWEST = 60, 60.0
SOONEST, NOON = timedelta(days=4), 17  # o'clock in Greenwich: people are told in the daytime
# Everybody wants whichever day.
WAIT = """
WITH entry AS (
  INSERT INTO booking_entry (office_id, service_id, state, identity, letters, words, client,
    language, asked_at, weekdays, last_on, lead_hours, lapses)
  SELECT %(office)s, %(service)s, 'waiting', sha256(n::text::bytea), sha256(('l' || n)::bytea),
         sha256(('w' || n)::bytea), '{}', 'en', now(), '1234567', current_date + 40, 3, 0
    FROM generate_series(%(first)s::int, %(last)s::int) AS n
  RETURNING id)
INSERT INTO booking_entryday (entry_id, office_id, service_id, day)
SELECT id, %(office)s, %(service)s, day
  FROM entry, (SELECT DISTINCT local_day AS day FROM booking_slot WHERE id = ANY(%(slots)s)) AS days
"""


def measure(stage: Stage) -> list[Figure]:
    office, now = stage.take_office(), clock.now() + timedelta(days=1)
    now = now.replace(hour=NOON, minute=0)
    free = Slot.objects.filter(office=office, starts_at__gt=now + SOONEST).order_by("pk")
    slots = list(free[: PLACES * len(SIZES)])
    appointments = [book(slot.pk, number) for number, slot in enumerate(slots)]
    costs, slowest, waiting = list[float](), 0.0, 0
    sizes = [size // 10 for size in SIZES] if stage.quick else SIZES
    for turn, size in enumerate(sizes):
        wait(stage, slots, first=waiting + 1, last=size)
        waiting = size
        with measured(database=stage.database_pid) as usage:
            for appointment in appointments[turn * PLACES : (turn + 1) * PLACES]:
                start = time.monotonic()
                actions.cancel(appointment, now=now)
                slowest = max(slowest, time.monotonic() - start)
        costs.append(sum(usage.milliseconds(name, PLACES) or 0 for name in ("database", "client")))
    offers = Offer.objects.filter(slot__in=slots, told_at__isnull=False).count()
    few, many = costs
    return [
        Figure(
            what=f"A place comes back: {sizes[0]:,} / {sizes[1]:,} wait for an earlier time",
            figure=f"{few:.1f} / {many:.1f} ms; {offers} of {len(slots)} places are offered,"
            f" and the message waits to be sent, within {slowest:.2f} s",
            processor=milliseconds(
                database=usage.milliseconds("database", PLACES),
                client=usage.milliseconds("client", PLACES),
            ),
            limit=f"{few:.1f} ms with few",
            ratio=few / many,
            target=f"flat, within {SLOWEST:g} s",
            met=many <= FLAT * few and slowest < SLOWEST and offers == len(slots),
        )
    ]


def book(slot: int, number: int) -> Appointment:
    """Book a place for somebody who then gives it back."""
    client = Details(
        name=name_of(800, number), date_of_birth=date(1985, 5, 17), phone=f"+1505247{number:04d}"
    )
    booked = actions.book_slot(slot, client, networks=None, language="en", now=clock.now())
    return booked.appointment


def wait(stage: Stage, slots: list[Slot], *, first: int, last: int) -> None:
    """Let people wait for any of these days."""
    facts = {"office": slots[0].office_id, "service": slots[0].service_id}
    numbers = {"first": first, "last": last, "slots": [slot.pk for slot in slots]}
    stage.say(f"      {last:,} people wait ...")
    stage.link.execute(WAIT, {**facts, **numbers})
    stage.link.execute("ANALYZE booking_entry, booking_entryday")
