"""What staff may give: the places of the public and their own, of times opened and to be opened."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from guichet.booking.models import Appointment
from guichet.booking.on_behalf.rules import Room
from guichet.booking.places import Details
from guichet.booking.queries import CLAIMS, FREE_PLACES
from guichet.kernel.models import AuditEntry

ROOMS = f"""
SELECT slot.id, slot.starts_at, slot.ends_at, slot.local_day, slot.opens_at <= %(now)s,
       {FREE_PLACES},
       CASE WHEN slot.capacity = slot.room THEN 0 ELSE greatest(0, slot.capacity - slot.room - (
         SELECT count(*) FROM booking_appointment AS claim
          WHERE claim.slot_id = slot.id AND claim.place > slot.room AND claim.state <> 'ended'
            AND NOT (claim.state IN ('held', 'resting') AND claim.until_at <= %(now)s))) END
  FROM booking_slot AS slot
 WHERE slot.office_id = %(office)s AND slot.service_id = %(service)s
   AND slot.starts_at > %(now)s AND slot.local_day BETWEEN %(first)s AND %(last)s
   AND NOT slot.closed AND NOT is_closed_day(slot.office_id, slot.local_day)
 ORDER BY slot.starts_at, slot.id
"""  # noqa: S608 - both texts are ours


def rooms(office: str, service: str, *, first: date, last: date, now: datetime) -> list[Room]:
    """Return the times from one day to another with the places that are free for staff in each."""
    values: dict[str, Any] = {
        "office": office,
        "service": service,
        "first": first,
        "last": last,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(ROOMS, values)
        return [Room(*row) for row in cursor.fetchall()]


def party(claims: Sequence[int], *, office: str) -> list[Appointment]:
    """Return the claims of people who are booked together, in their order, all of one office."""
    rows = {
        claim.pk: claim
        for claim in CLAIMS.all("it.id = ANY(%s) AND slot.office_id = %s", [list(claims), office])
    }
    return [rows[pk] for pk in claims if pk in rows]


def booked_by(actor: str, claims: Sequence[Appointment], *, since: datetime) -> bool:
    """Tell whether somebody of the staff has booked all these claims since a moment ago."""
    lines = AuditEntry.objects.filter(
        record_type="appointment", verb="book", actor=actor, at__gte=since
    )
    return lines.filter(record__in=[claim.pk for claim in claims]).count() == len(claims) > 0


def standing(details: Details, service: str) -> Appointment | None:
    """Return the appointment that somebody has for a service already, at whichever office."""
    keys = details.keys
    is_theirs = Q(identity=keys.identity) | Q(letters=keys.letters) | Q(words=keys.words)
    live = Appointment.objects.filter(is_theirs, service=service, state=Appointment.State.BOOKED)
    return live.select_related("slot__office").order_by("slot__starts_at").first()
