"""Many bookings of one office from one source: counts, and never which network or whose phone.

A source is a network (the address or the /64, the /56, the /48), a phone or an e-mail address. A
law clinic or a shelter is one as well: what is counted is a reason to look, no proof of anything.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

MANY = 20  # live bookings of one office from one source
WITHIN = timedelta(days=7)  # as long as the network stays with a booking
FRESH = 60  # seconds for which a process does not count again
METRIC = "guichet_bookings_from_one_source"

_SOURCES = """
SELECT office, kind, count(*), min(booked_at), max(booked_at), key
  FROM (SELECT slot.office_id AS office, claim.booked_at, source.kind, source.key
          FROM booking_appointment AS claim JOIN booking_slot AS slot ON slot.id = claim.slot_id
         CROSS JOIN LATERAL (VALUES
           ('network', claim.network),
           ('home', CASE WHEN claim.home <> claim.network THEN claim.home END),
           ('site', CASE WHEN claim.site <> claim.network THEN claim.site END),
           ('phone', claim.by_phone),
           ('email', claim.by_mailbox)) AS source (kind, key)
         WHERE claim.site IS NOT NULL AND claim.held_at > %(since)s AND claim.state = 'booked'
           AND slot.starts_at > %(now)s AND source.key IS NOT NULL) AS booked
 GROUP BY office, kind, key HAVING count(*) >= %(many)s
 ORDER BY 3 DESC, office, kind LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class Source:
    """So many live bookings of an office that came from one network, phone or address."""

    office: str
    kind: str
    count: int
    first_at: datetime
    last_at: datetime
    secret: bytes  # the keyed hash, for who may look at whose they are


def many_from_one(*, now: datetime) -> list[Source]:
    """Return the sources with many live bookings of one office, the largest first."""
    values: dict[str, Any] = {"now": now, "since": now - WITHIN, "many": MANY}
    with connection.cursor() as cursor:
        cursor.execute(_SOURCES, values)
        return [Source(*row) for row in cursor.fetchall()]


class Counted:
    """What a process has counted last, so that a scrape every few seconds costs nothing."""

    rows: Sequence[tuple[str, str, str, int]] = ()
    until = 0.0


def for_metrics(*, now: datetime) -> Sequence[tuple[str, str, str, int]]:
    """Return for each office the count of its largest source, where it is large."""
    if time.monotonic() >= Counted.until:
        largest: dict[str, int] = {}
        for source in many_from_one(now=now):
            largest.setdefault(source.office, source.count)
        rows = [(METRIC, "office", office, count) for office, count in largest.items()]
        Counted.rows, Counted.until = rows, time.monotonic() + FRESH
    return Counted.rows
