"""The invented world that is measured: one office's grid, a long past, and room to book in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql

Link = psycopg.Connection[Any]

SERVICE = "case_question"
DAYS, TIMES, PLACES = 20, 40, 3
# What a desk shows is of one day, which ends at four in the morning: it is measured by day, always.
FROM_HOUR, TO_HOUR = 6, 22
ZONES = {"ABQ": "America/Denver", "NBO": "Africa/Nairobi"}  # by day there, at every hour
OFFICE = next(
    code for code, zone in ZONES.items() if FROM_HOUR <= datetime.now(ZoneInfo(zone)).hour < TO_HOUR
)

SLOT = """
INSERT INTO booking_slot (office_id, service_id, starts_at, ends_at, local_day,
                          capacity, room, taken, opens_at, closed)
"""
# Four weeks hold twenty business days, whichever day it is today. The order is that of a release.
CALENDAR = """
  FROM offices_office AS office
 CROSS JOIN generate_series(current_date + 1, current_date + 28, interval '1 day') AS day
 CROSS JOIN generate_series(0, {times} - 1) AS number
 CROSS JOIN LATERAL (SELECT (day::date + time '08:30' + number * interval '12 minutes')
                            AT TIME ZONE office.time_zone AS starts) AS at
 WHERE extract(isodow FROM day) < 6 AND {offices}
 ORDER BY office.code, starts
"""
# A mixture of all hours.
OTHERS = """office.code IN (
  SELECT code FROM offices_office WHERE code <> %(office)s
   ORDER BY md5(code) LIMIT %(offices)s)
"""
CLAIM = """
INSERT INTO booking_appointment (
  slot_id, service_id, place, state, extended, held_at, confirmation_number, pin_generation,
  pin_offered, identity, booked_at, ended_as, language, name, date_of_birth, phone, email,
  case_number, access_needs, interpreter, answers)
SELECT slot.id, slot.service_id, place, 'booked', false, slot.opens_at,
       lpad(upper(to_hex(slot.id)), 10, 'X') || lpad(place::text, 2, '0'), 1, 1,
       sha256(convert_to(slot.id || '/' || place, 'UTF8')), slot.opens_at, {ended_as}, 'en',
       'Ada Lovelace', date '1985-05-17', '+12125550100', '', '', '', '', '{{}}'
  FROM booking_slot AS slot CROSS JOIN generate_series(1, slot.taken) AS place
 WHERE {which}
"""


def make_grid(link: Link) -> None:
    """Make the grid of the office: 20 days × 40 times × 3 places, half of them taken."""
    lay_grid(link, office=OFFICE, service=SERVICE, claims=f"number %% {PLACES + 1}")
    link.execute(
        CLAIM.format(ended_as="''", which="slot.office_id = %s AND slot.starts_at > now()"),
        [OFFICE],
    )


def lay_grid(link: Link, *, office: str, service: str, claims: str = "0") -> None:
    """Make 20 days × 40 times × 3 places of an office for a service, so many of a time taken."""
    link.execute(
        SLOT + "SELECT office.code, %(service)s, starts, starts + interval '12 minutes', day::date,"
        f" {PLACES}, {PLACES}, {claims}, now() - interval '1 day', false"
        + CALENDAR.format(times=TIMES, offices="office.code = %(office)s"),
        {"office": office, "service": service},
    )


def make_room(link: Link, *, offices: int = 40, times: int = TIMES) -> tuple[int, int]:
    """Make free slots at other offices, twenty days each; return the first and last number."""
    link.execute(
        SLOT + "SELECT office.code, %(service)s, starts, starts + interval '12 minutes', day::date,"
        f" {PLACES}, {PLACES}, 0, now() - interval '1 day', false"
        + CALENDAR.format(times=times, offices=OTHERS),
        {"office": OFFICE, "service": SERVICE, "offices": offices},
    )
    row = link.execute(
        "SELECT min(id), max(id) FROM booking_slot WHERE office_id <> %s", [OFFICE]
    ).fetchone()
    assert row
    return int(row[0]), int(row[1])


def lengthen_past(link: Link, *, upto: int) -> None:
    """Give the office so many appointments that have passed, three to a time of the past."""
    past_slots = "FROM booking_slot WHERE office_id = %s AND starts_at < now()"
    row = link.execute(f"SELECT count(*), max(id) {past_slots}", [OFFICE]).fetchone()
    assert row
    slots, last = row[0], row[1] or 0
    with link.transaction(), without_indexes(link, "booking_appointment"):
        try_without_checks(link)
        link.execute(
            SLOT + f"SELECT %(office)s, %(service)s, starts, starts + interval '12 minutes',"
            f" starts::date, {PLACES}, {PLACES}, {PLACES}, starts - interval '28 days', false"
            "  FROM generate_series(%(after)s + 1, %(upto)s) AS number CROSS JOIN LATERAL"
            # Before today of every office: where it is evening, the day of UTC has begun.
            " (SELECT date_trunc('day', now()) - interval '1 day'"
            "         - number * interval '12 minutes' AS starts) AS at",
            {"office": OFFICE, "service": SERVICE, "after": slots, "upto": -(-upto // PLACES)},
        )
        which = "slot.office_id = %s AND slot.starts_at < now() AND slot.id > %s"
        link.execute(CLAIM.format(ended_as="'completed'", which=which), [OFFICE, last])
    settle(link)


@contextmanager
def without_indexes(link: Link, *tables: str) -> Iterator[None]:
    """Drop the indexes of tables for a bulk insert, and build them anew: a fifth of the time."""
    indexes = link.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
        "   AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [list(tables)],
    ).fetchall()
    for name, _ in indexes:
        link.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for _, definition in indexes:
        link.execute(definition)


def try_without_checks(link: Link) -> None:
    """Skip the checks of references for this transaction where we may: the rows are ours."""
    link.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or no index could be built before its end
    try:
        with link.transaction():
            link.execute("SET LOCAL session_replication_role = replica")
    except psycopg.errors.InsufficientPrivilege:
        return


def fill_day(
    link: Link, *, office: str, hours: int, times: int = 40, places: int = 25, apart: int = 5
) -> None:
    """Give an office so many booked times, minutes apart, the first in so many hours."""
    with link.transaction():
        rows = link.execute(
            SLOT + "SELECT code, %(service)s, starts, starts + interval '12 minutes',"
            "  (starts AT TIME ZONE time_zone)::date, %(places)s, %(places)s, %(places)s,"
            "  now() - interval '1 day', false"
            "  FROM offices_office, generate_series(1, %(times)s) AS number CROSS JOIN LATERAL"
            "       (SELECT date_trunc('minute', now()) + make_interval(hours => %(hours)s)"
            "               + number * make_interval(mins => %(apart)s)"
            "               + interval '1 second' AS starts) AS at"
            " WHERE code = %(office)s RETURNING id",
            {
                "office": office,
                "service": SERVICE,
                "hours": hours,
                "times": times,
                "places": places,
                "apart": apart,
            },
        ).fetchall()
        which = "slot.id = ANY(%s)"
        link.execute(CLAIM.format(ended_as="''", which=which), [[row[0] for row in rows]])
    settle(link)


# Walk-ins who were called to a desk and served there today, ten seconds after each other.
SERVED = """
WITH gone AS (
  INSERT INTO counter_ticket (office_id, day, number, service_id, language, needs, reason,
              arrived_at, due_at, callable_at, state, desk, for_desk, pauses, stay, changed_at,
              changed_by)
  SELECT code, (now() AT TIME ZONE time_zone - interval '4 hours')::date, 500 + number, %(service)s,
         'en', '[]', '', at, at, at, 'finished', '3', '', 0, '',
         at + number * interval '10 seconds', 'staff:' || %(officer)s::text
    FROM offices_office, (SELECT now() - interval '2 hours') AS moment (at),
         generate_series(1, %(people)s) AS number
   WHERE code = %(office)s RETURNING id, office_id, arrived_at, changed_at)
INSERT INTO counter_call (ticket_id, office_id, desk, officer_id, reason, called_at, ended_at,
            outcome)
SELECT id, office_id, '3', %(officer)s, '', arrived_at, changed_at, 'came' FROM gone
"""


def serve_today(link: Link, *, office: str, officer: int, people: int) -> None:
    """Have so many walk-ins served today at an office, by one officer."""
    values = {"office": office, "officer": officer, "people": people, "service": SERVICE}
    link.execute(SERVED, values)
    link.execute("VACUUM (ANALYZE) counter_ticket")
    link.execute("VACUUM (ANALYZE) counter_call")


def make_hot_slot(link: Link, *, office: str = OFFICE) -> int:
    """Make one more free slot of an office, of three places, and return its number."""
    row = link.execute(
        SLOT + "SELECT %s, %s, starts, starts + interval '12 minutes', starts::date,"
        f" {PLACES}, {PLACES}, 0, now() - interval '1 day', false"
        " FROM (SELECT date_trunc('day', now()) + interval '3 days' + clock_timestamp()::time"
        "              AS starts) AS at"
        " RETURNING id",
        [office, SERVICE],
    ).fetchone()
    assert row
    return int(row[0])


def settle(link: Link) -> None:
    """Leave the tables as they are long after: statistics taken, dirty pages written."""
    link.execute("VACUUM (ANALYZE) booking_slot")
    link.execute("VACUUM (ANALYZE) booking_appointment")
    try:
        link.execute("CHECKPOINT")
    except psycopg.errors.InsufficientPrivilege:
        return
