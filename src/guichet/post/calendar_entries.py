"""What the entry of a calendar is called (the UID of RFC 5545), by which a later file replaces it.

The name says nothing of the software. Releases up to 0.2.0 wrote it there, and people's calendars
hold such names still: an entry that was made then keeps its own, or a move would make a second
one and a cancellation would strike out nothing. A migration has noted until when they were made.
"""

from datetime import datetime
from functools import cache
from uuid import UUID, uuid5

from guichet.kernel.models import Mark

_OURS = UUID("b0d3a0b6-6f0f-4c57-8a8e-7d0a4e0c2f11")
_OF_BEFORE = "guichet"


def name(programme: str, key: str, *, made_at: datetime | None) -> str:
    """Return the name of an entry of a programme; the same for a key, whenever it is asked.

    `made_at`: when people may first have taken the entry into a calendar; None: never yet.
    """
    until = _of_before(programme) if made_at else None
    if until and made_at and made_at < until:
        return f"{key}@{_OF_BEFORE}"
    return str(uuid5(_OURS, f"{programme} {key}"))


def mark_of(programme: str) -> str:
    """Return the mark of the moment before which entries were named after the software."""
    return f"calendars:{programme}"


@cache
def _of_before(programme: str) -> datetime | None:
    mark = Mark.objects.filter(name=mark_of(programme)).first()
    return datetime.fromisoformat(mark.value) if mark else None


forget = _of_before.cache_clear  # for tests: a process serves one database
