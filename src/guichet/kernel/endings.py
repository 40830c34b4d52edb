"""Visits that their people have ended: a copy of what their browser kept opens nothing any more.

A note in a browser carries the random name of its visit. A visit that is finished is written down
under a keyed hash of that name until every note of it would be too old anyway; a visit that is
not finished leaves no row. Whoever reads a note asks in the statement that reads its record.
"""

import secrets
from datetime import datetime, timedelta

from guichet.kernel import keyring
from guichet.kernel.models import EndedVisit

LONGEST = timedelta(hours=4)  # a visit ends then, whatever its pages were used for
ANY_GENERATION = 2**31 - 1  # of a PIN, for a note that names none

# A condition for `rows.Reader`, with the value of `keys_of`.
NOT_ENDED = "NOT EXISTS (SELECT FROM kernel_endedvisit AS ended WHERE ended.key = ANY(%s))"


def new_visit() -> str:
    """Return a fresh name of a visit."""
    return secrets.token_urlsafe(16)


def keys_of(visit: str) -> list[bytes]:
    """Return the keyed hashes under which the end of a visit may stand; the first is written."""
    return keyring.workings("ended visit", visit)


def end(visit: str, *, now: datetime) -> None:
    """Write down that a visit has ended. Safe to call twice."""
    row = EndedVisit(key=keys_of(visit)[0], until=now + LONGEST)
    EndedVisit.objects.bulk_create([row], ignore_conflicts=True)


def has_ended(visit: str) -> bool:
    """Tell whether a visit was ended by its person."""
    return EndedVisit.objects.filter(pk__in=keys_of(visit)).exists()


def is_within(opened_at: int, *, now: datetime) -> bool:
    """Tell whether a visit that began at a time (in seconds) has not yet lasted too long."""
    return timedelta() <= now - datetime.fromtimestamp(opened_at, now.tzinfo) <= LONGEST


def purge(*, now: datetime) -> int:
    """Erase the ends that no note is young enough to need; return how many."""
    return EndedVisit.objects.filter(until__lt=now).delete()[0]
