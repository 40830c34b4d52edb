"""Whether the site lives and can work, and a few counts of it for those who watch over it."""

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet import release
from guichet.booking.guarding import sources
from guichet.kernel import clock
from guichet.kernel.engine.breaker import breaker
from guichet.kernel.engine.link import Gone
from guichet.kernel.guarding import guesses
from guichet.kernel.meters import counts
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.problems import answer
from guichet.kernel.running import draining

log = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds
FRESH = 5.0  # seconds for which a process does not count again

Row = tuple[str, str, str, int]  # name, label and its value, count

_HAS_APPOINTMENTS = settings.AGENCY.has("appointments")
# The indexes of the live claims are what is counted: past ones cost nothing here.
_OF_APPOINTMENTS = (
    """
SELECT 'guichet_places', 'state', 'taken', coalesce(sum(taken), 0)::bigint FROM booking_slot
 WHERE starts_at > %(now)s AND opens_at <= %(now)s AND NOT closed
""",
    """
SELECT 'guichet_places', 'state', 'free', coalesce(sum(greatest(0, room - taken)), 0)::bigint
  FROM booking_slot WHERE starts_at > %(now)s AND opens_at <= %(now)s AND NOT closed
""",
    """
SELECT 'guichet_claims', 'state', state, count(*) FROM booking_appointment
 WHERE state IN ('held', 'resting') GROUP BY state
""",
    """
SELECT 'guichet_claims', 'state', 'booked', count(*) FROM booking_appointment
 WHERE state = 'booked' AND identity IS NOT NULL
""",
    """
SELECT 'guichet_last_release_timestamp_seconds', '', '',
       coalesce(extract(epoch FROM max(opens_at)), 0)::bigint
  FROM booking_slot WHERE opens_at <= %(now)s
""",
)
_OF_ETA = (
    """
SELECT 'guichet_papers_in_quarantine', '', '', count(*) FROM applications_paper
 WHERE state = 'waiting'
""",
)
_OF_THE_HOUSE = (
    """
SELECT 'guichet_dispatches_pending', 'kind', kind, count(*) FROM kernel_dispatch
 WHERE sent_at IS NULL AND given_up_at IS NULL GROUP BY kind
""",
    """
SELECT 'guichet_dispatches_oldest_seconds', '', '',
       greatest(0, extract(epoch FROM %(now)s - min(created_at)))::bigint FROM kernel_dispatch
 WHERE sent_at IS NULL AND given_up_at IS NULL
""",
    """
SELECT 'guichet_jobs', 'state', status::text, count(*) FROM procrastinate_jobs
 WHERE status IN ('todo', 'doing', 'failed') GROUP BY status
""",
    """
SELECT 'guichet_csp_reports_total', 'directive', substr(name, 5), count FROM kernel_tally
 WHERE name LIKE 'csp:%%'
""",
    """
SELECT 'guichet_last_purge_timestamp_seconds', 'kind', substr(name, 8), value::bigint
  FROM kernel_mark WHERE name LIKE 'purged:%%'
""",
    """
SELECT 'guichet_films', 'state', substr(name, 7), value::bigint
  FROM kernel_mark WHERE name LIKE 'films:%%'
""",
    """
SELECT 'guichet_last_backup_timestamp_seconds', '', '', value::bigint
  FROM kernel_mark WHERE name = 'backed up'
""",
)
_COUNTS = "UNION ALL".join(
    (
        *(_OF_APPOINTMENTS if _HAS_APPOINTMENTS else ()),
        *(_OF_ETA if settings.AGENCY.has("eta") else ()),
        *_OF_THE_HOUSE,
    )
)
FAILED_GUESSES = "guichet_failed_guesses_total"
_HELP = {
    release.METRIC: "1 for the version that this node runs.",
    "guichet_database_up": "Whether the database answers this node.",
    FAILED_GUESSES: "Wrong PINs, codes and dates, of numbers that exist and of others.",
    sources.METRIC: "Coming bookings of an office from its largest source, where they are many.",
    "guichet_csp_reports_total": "Reports of browsers that a page broke its own rules.",
    "guichet_places": "Places of released slots to come that are taken, or free for the public.",
    "guichet_claims": "Live claims on places, and bookings whose day has not passed.",
    "guichet_dispatches_pending": "Messages that have not left the house.",
    "guichet_dispatches_oldest_seconds": "Age of the oldest message that has not left.",
    "guichet_jobs": "Jobs of the worker that are not done; failed: that nobody made good.",
    "guichet_films": "Films that show what pages say, and those that show what they said before.",
    "guichet_papers_in_quarantine": "Papers that wait to be scanned and made anew.",
    "guichet_last_purge_timestamp_seconds": "When a kind of record was last forgotten to its end.",
    "guichet_last_backup_timestamp_seconds": "When ./guichet backup last made a copy.",
    "guichet_last_release_timestamp_seconds": "When places were last released.",
}


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Tell that the process answers."""
    return answer({"status": "live"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Tell that the database answers and has every table, and that we go on; else 503."""
    if draining.has_begun():
        raise Obstacle("unavailable", retry_after=5)
    try:
        _ask_the_database()
        missing = _Tables.are_missing()
    except (DatabaseError, psycopg.Error) as error:
        log.warning("The database does not answer: %s", type(error).__name__)
        raise Obstacle("unavailable", retry_after=5) from None
    if missing:
        raise Obstacle("unavailable", retry_after=5)
    return answer({"status": "ready"})


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in the text format of Prometheus; nothing personal is counted.

    What this node knows of itself needs no database; what is counted there is left out while it
    does not answer.
    """
    rows = _Sums.rows()
    text = "".join(
        _lines([*release.rows(), ("guichet_database_up", "", "", int(rows is not None))])
    )
    text += "".join(_lines(rows or (), of="The whole site: ")) + counts.as_text()
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


class _Sums:
    """What was counted in the database last: each process asks once in some seconds."""

    last: Sequence[Row] = ()
    until = 0.0
    lock = threading.Lock()

    @classmethod
    def rows(cls) -> Sequence[Row] | None:
        """Return what is counted; None where the database does not answer."""
        with cls.lock:  # two who ask at once are told the same
            if time.monotonic() < cls.until:
                return cls.last
            try:
                cls.last = _count_in_the_database()
            except (DatabaseError, psycopg.Error) as error:
                log.warning("The database does not answer: %s", type(error).__name__)
                return None
            cls.until = time.monotonic() + FRESH
            return cls.last


def _count_in_the_database() -> Sequence[Row]:
    _ask_the_database()
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"now": now})
        rows = cursor.fetchall()
    rows += [
        (FAILED_GUESSES, "kind", kind, count)
        for kind, count in guesses.failures().items()
        if settings.AGENCY.has("eta" if kind.startswith("eta_") else "appointments")
    ]
    return [*rows, *sources.for_metrics(now=now)] if _HAS_APPOINTMENTS else rows


def _ask_the_database() -> None:
    """Ask with less patience than a page has: a probe that waits is of no use."""
    if breaker.is_open:
        raise Gone
    database: Any = connection
    database.pool.open()  # harmless when it is open already
    with database.pool.connection(timeout=PATIENCE) as link:
        link.reply = PATIENCE
        try:
            link.execute("SELECT 1")
        finally:
            link.reply = None


class _Tables:
    """Whether a migration is missing: looked up until none is, then known for good."""

    complete = False

    @classmethod
    def are_missing(cls) -> bool:
        if not cls.complete:
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            cls.complete = not plan
        return not cls.complete


def _lines(rows: Iterable[Row], *, of: str = "") -> Iterator[str]:
    names = set[str]()
    for name, label, value, count in sorted(rows):
        if name not in names:
            names.add(name)
            kind = "counter" if name.endswith("_total") else "gauge"
            yield f"# HELP {name} {of}{_HELP[name]}\n# TYPE {name} {kind}\n"
        yield f'{name}{{{label}="{value}"}} {count}\n' if label else f"{name} {count}\n"
