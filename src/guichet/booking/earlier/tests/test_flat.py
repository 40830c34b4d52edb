"""Who is next is found by indexes: neither a long list nor a long past costs anything."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from guichet.booking.models import Entry, EntryDay, Slot
from guichet.booking.testing import NOW, make_open_slot

pytestmark = pytest.mark.django_db

FEW, MANY, MOST = 100, 20_000, 30
# Everybody wants twenty days, and the one that is asked for is wanted by a few alone.
FILL = """
WITH entry AS (
  INSERT INTO booking_entry (office_id, service_id, state, identity, letters, words, client,
    language, asked_at, weekdays, last_on, lead_hours, lapses)
  SELECT %(office)s, %(service)s, 'waiting', sha256(n::text::bytea), sha256(('l' || n)::bytea),
         sha256(('w' || n)::bytea), '{}', 'en', %(now)s, '1', %(day)s, 3, 0
    FROM generate_series(%(first)s::int, %(last)s::int) AS n
  RETURNING id)
INSERT INTO booking_entryday (entry_id, office_id, service_id, day)
SELECT id, %(office)s, %(service)s, %(day)s::date + 1 + number
  FROM entry, generate_series(0, 4) AS number
"""
# As many have come to the office, on one day.
PAST = """
INSERT INTO booking_appointment (slot_id, service_id, place, state, extended, held_at,
  confirmation_number, pin_generation, pin_offered, identity, letters, words, booked_at, ended_as,
  language, name, date_of_birth, phone, email, case_number, access_needs, interpreter, answers)
SELECT id, service_id, n, 'booked', false, opens_at, lpad(n::text, 9, '0'), 1, 1,
       sha256(('own' || n)::bytea), sha256(('own l' || n)::bytea), sha256(('own w' || n)::bytea),
       opens_at, 'completed', 'en', 'Ada Lovelace', date '1985-05-17', '+12125550100', '', '', '',
       '', '{}'
  FROM booking_slot, generate_series(1, capacity) AS n WHERE id = %(slot)s
"""


def fill(slot: Slot, first: int, last: int) -> None:
    with connection.cursor() as cursor:
        facts = {"office": slot.office_id, "service": slot.service_id, "day": slot.local_day}
        cursor.execute(FILL, {**facts, "now": NOW, "first": first, "last": last})
        cursor.execute("ANALYZE booking_entry, booking_entryday")


def lengthen_past() -> None:
    past = make_open_slot(
        capacity=MANY, starts_at=NOW - timedelta(days=3), opens_at=NOW - timedelta(days=30)
    )
    with connection.cursor() as cursor:
        cursor.execute(PAST, {"slot": past.pk})
        cursor.execute("ANALYZE booking_appointment, booking_slot")


def blocks_read(statement: str, *values: object) -> int:
    """Return how many blocks of the tables a statement reads, once all is warm.

    What an autovacuum makes it read of the catalog anew, it reads once: the least of three counts.
    """
    query = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
    counts = []
    for _ in range(9):  # from the sixth on a function may keep one plan for all values
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            (plan,) = cursor.fetchone()
        top = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
        counts.append(int(top["Shared Hit Blocks"] + top["Shared Read Blocks"]))
    return min(counts[-3:])


def blocks_for(slot: Slot) -> int:
    """Return how many blocks are read to find who is next for a place of a slot."""
    return blocks_read("SELECT entry FROM entry_for(%s, %s, NULL)", slot.pk, NOW)


def blocks_of_past() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('booking_appointment') / 8192")
        (blocks,) = cursor.fetchone()
    return int(blocks)


@pytest.mark.slow
def test_it_reads_as_little_of_a_long_list_as_of_a_short_one() -> None:
    slot = make_open_slot(starts_at=NOW + timedelta(days=5))
    fill(slot, 1, FEW)
    newest = Entry.objects.latest("pk")
    place = {"office_id": slot.office_id, "service_id": slot.service_id, "day": slot.local_day}
    EntryDay.objects.create(entry=newest, **place)
    few = blocks_for(slot)

    fill(slot, FEW + 1, MANY)
    lengthen_past()
    newest = Entry.objects.latest("pk")
    EntryDay.objects.create(entry=newest, **place)

    # Deeper indexes, and dead rows that other tests left in them: nothing near the whole past.
    past = blocks_of_past()
    assert past > 500
    assert blocks_for(slot) < few + past / 5


@pytest.mark.slow
def test_a_day_that_one_alone_wants_is_found_by_its_index() -> None:
    slot = make_open_slot(starts_at=NOW + timedelta(days=5))
    fill(slot, 1, MANY)  # not for this day: read from its beginning, the list ends with who is
    assert blocks_read("SELECT is_listed(%s)", slot.pk) < MOST
    last = Entry.objects.latest("pk")
    EntryDay.objects.create(
        entry=last, office_id=slot.office_id, service_id=slot.service_id, day=slot.local_day
    )
    assert blocks_read("SELECT is_listed(%s)", slot.pk) < MOST
