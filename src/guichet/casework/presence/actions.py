"""Who is in a file at this moment: one statement notes it and says who else is.

A browser with script says every so often that its page is still shown, and when it is left; one
without is believed for ten minutes after a page. Rows of files that an officer has left go with
the next file they open, so nobody has to sweep. The tables are unlogged: their loss is harmless.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from guichet.casework.models import Presence, QuestionPresence

EVERY = 30  # seconds between two signs of a page that is shown
LIVE = timedelta(seconds=100)  # three signs that did not come: the browser is gone
STILL = timedelta(minutes=10)  # so long after a page without script somebody may be reading it
LEFT = datetime.fromtimestamp(0, UTC)  # stands for the last sign of a page that has been left
TABLES: Mapping[str, type[Presence | QuestionPresence]] = {
    "application": Presence,
    "enquiry": QuestionPresence,
}

_COME = """
WITH left_behind AS (
  DELETE FROM presences WHERE id IN (
    SELECT id FROM presences
     WHERE officer_id = %(officer)s AND file_id <> %(file)s AND seen_at < %(still)s
       FOR UPDATE SKIP LOCKED)
), mine AS (
  INSERT INTO presences AS row (file_id, officer_id, came_at, seen_at, is_live, page_at)
  VALUES (%(file)s, %(officer)s, %(now)s, %(now)s, %(is_live)s, %(page_at)s)
  ON CONFLICT (officer_id, file_id) DO UPDATE SET
    came_at = CASE WHEN row.seen_at < %(still)s THEN excluded.came_at ELSE row.came_at END,
    is_live = excluded.is_live OR (row.is_live AND row.seen_at >= %(live)s),
    seen_at = excluded.seen_at,
    page_at = excluded.page_at
  WHERE row.seen_at <> %(left)s OR row.page_at <> excluded.page_at
)
SELECT account.username, row.came_at, row.is_live
  FROM presences AS row JOIN auth_user AS account ON account.id = row.officer_id
 WHERE row.file_id = %(file)s AND row.officer_id <> %(officer)s
   AND row.seen_at >= CASE WHEN row.is_live THEN %(live)s ELSE %(still)s END
 ORDER BY row.came_at
"""
# The same statement for each table, with its names in it.
_COMES = {
    kind: _COME.replace("presences", table._meta.db_table).replace("file_id", f"{kind}_id")
    for kind, table in TABLES.items()
}


@dataclass(frozen=True, slots=True)
class OpenFile:
    """What an officer has open: a case ("application"), or an "enquiry" that belongs to none."""

    kind: str
    key: int


@dataclass(frozen=True, slots=True)
class Reader:
    """A colleague who is in a file, or may be: their browser does not say when it leaves."""

    name: str
    came_at: datetime
    is_live: bool


def come(
    file: OpenFile, *, officer: int, page_at: datetime, now: datetime, is_live: bool = False
) -> list[Reader]:
    """Note that an officer is in a file, and return who else is, the first to come first.

    `page_at`: when the page was made on which they have it; two pages of one officer differ in it.
    """
    values: dict[str, Any] = {
        "file": file.key,
        "officer": officer,
        "now": now,
        "page_at": page_at,
        "is_live": is_live,
        "live": now - LIVE,
        "still": now - STILL,
        "left": LEFT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COMES[file.kind], values)
        return [Reader(*row) for row in cursor.fetchall()]


def leave(file: OpenFile, *, officer: int, page_at: datetime) -> None:
    """Note that an officer has left a page of a file, unless another page of it signed since.

    A browser says that a page is left when the next one has come: that may be of the same file. It
    may also leave while a sign of its own is under way, so the time of a sign tells nothing. That
    sign may even be read after this, so the row stays, and says that its page has been left.
    """
    mine = {"officer": officer, file.kind: file.key}
    TABLES[file.kind]._default_manager.filter(**mine, page_at=page_at).update(seen_at=LEFT)
