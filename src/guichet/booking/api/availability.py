"""Free days and free times as JSON that PostgreSQL has put together: the hottest reads.

One statement answers four weeks. Python touches no row of it, which is what makes it cheap; see
decision 0030 for the figures.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from guichet.booking.queries import FREE
from guichet.booking.schedule import release
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office

USUAL_DAYS = 28
MOST_DAYS = 62
_REMEMBERED = timedelta(seconds=60)

# The statement runs in the office's time zone, so that times come with the office's offset. The
# bounds on `starts_at` say nothing new; they lead the search through the index to these days only.
_PLACE = """
  FROM (SELECT set_config('TimeZone', time_zone, true) AS zone,
               coalesce(%(first)s::date, (%(now)s::timestamptz AT TIME ZONE time_zone)::date)
                 AS first
          FROM offices_office WHERE code = %(office)s) AS there,
       LATERAL (SELECT coalesce(%(last)s::date, first + %(usual)s::int - 1) AS last) AS until,
       LATERAL (SELECT EXISTS (SELECT FROM offices_service WHERE code = %(service)s) AS known)
         AS service
 WHERE zone <> ''
"""
_OFFERED = f"""
  {FREE} AND slot.local_day BETWEEN first AND last
         AND slot.starts_at BETWEEN first - interval '2 days' AND last + interval '3 days'
"""
# ruff: noqa: S608  The parts are ours; what is asked for goes in as parameters.
_SLOTS = f"""
SELECT known, last - first + 1, (
  SELECT string_agg(
           '{{"id":"' || id || '","starts_at":' || to_json(starts_at) || ',"ends_at":'
           || to_json(ends_at) || ',"free":' || free || '}}', ',' ORDER BY starts_at)
    FROM ({_OFFERED}) AS offered)
{_PLACE}
"""
_DAYS = f"""
SELECT known, last - first + 1, (
  SELECT string_agg(
           '{{"date":"' || day::date || '","free":' || coalesce(free, 0) || '}}', ',' ORDER BY day)
    FROM generate_series(first, least(last, first + %(most)s::int), interval '1 day') AS day
    LEFT JOIN (SELECT local_day, sum(free) AS free FROM ({_OFFERED}) AS offered
                GROUP BY local_day) AS counted ON counted.local_day = day::date)
{_PLACE}
"""


@dataclass(frozen=True, kw_only=True)
class Search:
    """Which free times somebody asks for; without a first day from today, for four weeks."""

    office: str
    service: str
    first: date | None = None
    last: date | None = None


def slots_json(search: Search, *, now: datetime) -> bytes:
    """Return the released slots of the days, full ones included, as the API answers them."""
    return b'{"slots":[%b]}' % _rows(_SLOTS, search, now=now)


def days_json(search: Search, *, now: datetime) -> bytes:
    """Return every day with its number of free places, and when the next places are released."""
    days = _rows(_DAYS, search, now=now)
    next_release = next_release_at(search.office, now=now)
    moment = f'"{next_release:%Y-%m-%dT%H:%M:%SZ}"' if next_release else "null"
    return b'{"days":[%b],"next_release_at":%b}' % (days, moment.encode())


def next_release_at(office: str, *, now: datetime) -> datetime | None:
    """Return the start of the next announced window; remembered for a minute in each process."""
    until, release_at = _next_releases.get(office, (now, None))
    if not now < until <= now + _REMEMBERED:
        release_at = release.next_release_at(Office.objects.get(pk=office), now=now)
        _next_releases[office] = now + _REMEMBERED, release_at
    return release_at


_next_releases: dict[str, tuple[datetime, datetime | None]] = {}


def _rows(statement: str, search: Search, *, now: datetime) -> bytes:
    facts = {**vars(search), "now": now, "usual": USUAL_DAYS, "most": MOST_DAYS}
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        row = cursor.fetchone()
    if row is None:
        raise Obstacle("not_found")
    service_known, days, rows = row
    if not service_known:
        raise Obstacle("invalid", errors={"service": "unknown_service"})
    if not 1 <= days <= MOST_DAYS:
        raise Obstacle("invalid", errors={"to": "out_of_range"})
    return (rows or "").encode()
