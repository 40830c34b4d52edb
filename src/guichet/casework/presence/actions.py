"""Who is in a file at this moment: one statement notes it and says who else is.

A browser with script says every so often that its page is still shown, and when it is left; one
without is believed for ten minutes after a page. Rows of files that an officer has left go with
the next file they open, so nobody has to sweep. The table is unlogged: its loss is harmless.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from guichet.casework.models import Presence

EVERY = 30  # seconds between two signs of a page that is shown
LIVE = timedelta(seconds=100)  # three signs that did not come: the browser is gone
STILL = timedelta(minutes=10)  # so long after a page without script somebody may be reading it

_COME = """
WITH left_behind AS (
  DELETE FROM casework_presence WHERE id IN (
    SELECT id FROM casework_presence
     WHERE officer_id = %(officer)s AND application_id <> %(application)s AND seen_at < %(still)s
       FOR UPDATE SKIP LOCKED)
), mine AS (
  INSERT INTO casework_presence AS row (application_id, officer_id, came_at, seen_at, is_live)
  VALUES (%(application)s, %(officer)s, %(now)s, %(now)s, %(is_live)s)
  ON CONFLICT (officer_id, application_id) DO UPDATE SET
    came_at = CASE WHEN row.seen_at < %(still)s THEN excluded.came_at ELSE row.came_at END,
    is_live = excluded.is_live OR (row.is_live AND row.seen_at >= %(live)s),
    seen_at = excluded.seen_at
)
SELECT account.username, row.came_at, row.is_live
  FROM casework_presence AS row JOIN auth_user AS account ON account.id = row.officer_id
 WHERE row.application_id = %(application)s AND row.officer_id <> %(officer)s
   AND row.seen_at >= CASE WHEN row.is_live THEN %(live)s ELSE %(still)s END
 ORDER BY row.came_at
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """A colleague who is in a file, or may be: their browser does not say when it leaves."""

    name: str
    came_at: datetime
    is_live: bool


def come(application: int, *, officer: int, now: datetime, is_live: bool = False) -> list[Reader]:
    """Note that an officer is in a file, and return who else is, the first to come first."""
    values: dict[str, Any] = {
        "application": application,
        "officer": officer,
        "now": now,
        "is_live": is_live,
        "live": now - LIVE,
        "still": now - STILL,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COME, values)
        return [Reader(*row) for row in cursor.fetchall()]


def leave(application: int, *, officer: int) -> None:
    """Note that an officer has left a file."""
    Presence.objects.filter(application=application, officer=officer).delete()
