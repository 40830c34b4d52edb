"""What the desk and the waiting room say while an office is closed, or closes later today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from guichet.booking.finding import open_days
from guichet.booking.schedule import closures
from guichet.offices import queries as offices
from guichet.offices.models import Office
from guichet.opening import queries
from guichet.web.formats import dates

type Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The closure that an office is in, or else the next one that begins today; on its clock."""

    starts_at: datetime
    ends_at: datetime  # of closures that follow each other at once, the end of the last
    opens_again_at: datetime | None  # where it opens again on the day of the end


def closed_until(office: Office, *, now: datetime) -> datetime | None:
    """Return till when an office is closed at this moment, on its own clock; None where it is not.

    Who is there already has a ticket, and no message: they are told where they wait.
    """
    spans = _spans(office, now=now)
    return _end(spans, at=now) if any(first <= now < last for first, last in spans) else None


def closed_now(office: Office, language: str, *, now: datetime) -> dict[str, str] | None:
    """Return till when an office is closed at this moment, in words; None where it is open.

    Where a closure begins later today, it is from when, and when the office opens again today.
    """
    closing = closing_today(office, now=now)
    if closing is None:
        return None
    if closing.starts_at <= now:
        return {"until": dates.moment(closing.ends_at, language), "begins": "", "opens_again": ""}
    again = closing.opens_again_at
    return {
        "until": "",
        "begins": dates.time_of(closing.starts_at, language),
        "opens_again": dates.time_of(again, language) if again else "",
    }


def closing_today(office: Office, *, now: datetime) -> Closing | None:
    """Return the closure of now, or the next one of today; one statement where there is none."""
    spans = _spans(office, now=now)
    if not spans:
        return None
    starts_at = min(spans)[0]
    at = max(starts_at, now.astimezone(starts_at.tzinfo))
    stretches = open_days.stretches_on(offices.hours_of(office), at.date())
    return Closing(
        starts_at=starts_at,
        ends_at=_end(spans, at=at),
        opens_again_at=open_days.next_opening(stretches, spans, at=at),
    )


def _spans(office: Office, *, now: datetime) -> list[Span]:
    """Return from when till when it is closed now or later today, in one statement."""
    zone = ZoneInfo(office.time_zone)
    bounds = [closures.bounds(closure) for closure in queries.today_at(office, now=now)]
    return [(first.astimezone(zone), last.astimezone(zone)) for first, last in bounds]


def _end(spans: Sequence[Span], *, at: datetime) -> datetime:
    """Return when the closures have ended that hold at a moment or follow those at once."""
    end = at
    for first, last in sorted(spans):
        end = max(end, last) if first <= end else end
    return end
