"""What the desk and the waiting room say while an office is closed for some hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

from guichet.offices.models import Office
from guichet.opening import queries
from guichet.web.formats import dates


def closed_now(office: Office, language: str, *, now: datetime) -> dict[str, object] | None:
    """Return till when an office is closed at this moment; None where it is open.

    Who is there already has a ticket, and no message: they are told where they wait.
    """
    closure = queries.in_force(office, now=now)
    if closure is None or closure.ends_at is None:
        return None
    zone = ZoneInfo(office.time_zone)
    return {"pk": closure.pk, "until": dates.moment(closure.ends_at.astimezone(zone), language)}
