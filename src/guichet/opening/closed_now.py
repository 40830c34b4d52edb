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
    return _end(closures_today(office, now=now), now=now)


def closed_now(office: Office, language: str, *, now: datetime) -> dict[str, object] | None:
    """Return till when an office is closed at this moment, in words; None where it is open.

    Where a closure begins later today, it is from when.
    """
    spans = closures_today(office, now=now)
    if ends_at := _end(spans, now=now):
        return {"until": dates.moment(ends_at, language), "begins": ""}
    if not spans:
        return None
    return {"until": "", "begins": dates.time_of(min(spans)[0], language)}


def closures_today(office: Office, *, now: datetime) -> list[tuple[datetime, datetime]]:
    """Return from when till when it is closed now or later today, in one statement."""
    zone = ZoneInfo(office.time_zone)
    bounds = [closures.bounds(closure) for closure in queries.today_at(office, now=now)]
    return [(first.astimezone(zone), last.astimezone(zone)) for first, last in bounds]


def _end(spans: list[tuple[datetime, datetime]], *, now: datetime) -> datetime | None:
    """Return the end of the longest closure that holds at a moment."""
    return max((last for first, last in spans if first <= now < last), default=None)
