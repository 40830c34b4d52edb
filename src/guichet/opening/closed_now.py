"""What the desk and the waiting room say while an office is closed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from guichet.booking.schedule import closures
from guichet.offices.models import Office
from guichet.opening import queries
from guichet.web.formats import dates


def closed_until(office: Office, *, now: datetime) -> datetime | None:
    """Return till when an office is closed at this moment, on its own clock; None where it is not.

    Who is there already has a ticket, and no message: they are told where they wait.
    """
    closure = queries.in_force(office, now=now)
    if closure is None:
        return None
    return closures.bounds(closure)[1].astimezone(ZoneInfo(office.time_zone))


def closed_now(office: Office, language: str, *, now: datetime) -> dict[str, object] | None:
    """Return till when an office is closed at this moment, in words; None where it is open.

    Where a closure begins later today, it is from when.
    """
    ends_at = closed_until(office, now=now)
    if ends_at:
        return {"until": dates.moment(ends_at, language), "begins": ""}
    starts_at = queries.next_start(office, now=now)
    if starts_at is None:
        return None
    begins = dates.time_of(starts_at.astimezone(ZoneInfo(office.time_zone)), language)
    return {"until": "", "begins": begins}
