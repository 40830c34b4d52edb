"""What a browser keeps of an appointment that number and PIN opened, and of a code asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse

from guichet.kernel import endings
from guichet.web import visits

NOTICE, LOST = "guichet_notice", "guichet_lost"  # the cookies
STAYS_OPEN = timedelta(minutes=30)
STAYS_OPEN_SHARED = timedelta(minutes=10)
_SALT = "guichet.web.visits.notice"


@dataclass(frozen=True, slots=True)
class Note:
    """What a browser may see: a record, while the PIN is the one that opened it."""

    record: int
    generation: int  # of the PIN that was in use
    visit: str  # its random name, by which it can be ended; "" in a note of the last release


def keep(
    request: HttpRequest, response: HttpResponse, *, record: int, generation: int, now: datetime
) -> None:
    """Let this browser see an appointment for half an hour, without number and PIN."""
    before = read(request, now=now)
    goes_on = before and before.visit and not endings.has_ended(before.visit)
    visit = before.visit if before and goes_on else endings.new_visit()
    content = [record, int(now.timestamp()), generation, visit]
    visits.keep(response, NOTICE, signing.dumps(content, salt=_SALT))


def read(request: HttpRequest, *, now: datetime) -> Note | None:
    """Return what this browser may see; on a shared computer the time is shorter.

    Whether its visit was ended, or a newer PIN was used since, only the database knows.
    """
    try:
        content = signing.loads(request.COOKIES.get(NOTICE, ""), salt=_SALT)
        record, opened_at, generation, visit = [*content, endings.ANY_GENERATION, ""][:4]
    except (signing.BadSignature, ValueError, TypeError):
        return None
    shared = visits.on_shared_computer(request)
    stays = STAYS_OPEN_SHARED if shared else STAYS_OPEN
    is_fresh = timedelta() <= now - datetime.fromtimestamp(opened_at, now.tzinfo) <= stays
    return Note(int(record), int(generation), str(visit)) if is_fresh else None


def end(request: HttpRequest, now: datetime) -> None:
    """Let no copy of the note of a visit that ends open anything."""
    note = read(request, now=now)
    if note and note.visit:
        endings.end(note.visit, now=now)
