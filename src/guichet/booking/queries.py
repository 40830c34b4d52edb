"""Reads worth a name. Times are told by the caller; free counts are what the public may claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import F, QuerySet

from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, LostCode, Slot
from guichet.kernel import endings, references
from guichet.kernel.database.rows import Reader
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices.models import Office, Service

CLAIMS = Reader(Appointment, "slot", "slot__office", "slot__service")
SLOTS = Reader(Slot, "office", "service")
SERVICES = Reader(Service)
MOST_CODES = 10  # of one person that are looked at; fewer than half as many are ever sent
OFFERED = """it.code = %s AND (
  EXISTS (SELECT FROM offices_openinghours WHERE office_id = %s AND service_id = it.code)
  OR EXISTS (SELECT FROM booking_slot
              WHERE office_id = %s AND service_id = it.code AND starts_at > %s))
"""
# What makes a new version of a calendar entry: the office closed, open again, elsewhere as well.
VERSIONS = ("move", "cancel", "office_closed", "office_reopened", "office_relocated")
ERASED: dict[str, object] = {
    "name": "",
    "date_of_birth": None,
    "birth_known": "",
    "phone": "",
    "phone_extension": "",
    "email": "",
    "case_number": "",
    "access_needs": "",
    "interpreter": "",
    "answers": {},
}

# A place is free when the public share is not used up; a claim on it that is due counts as free
# already, because the next claim ends it. An index lists just those. They are gathered once, into a
# map: as a join, a thousand of them (a worker that stands still) made this read 200 times slower.
FREE_PLACES = """
         greatest(0, slot.room - slot.taken + coalesce((
           (SELECT jsonb_object_agg(slot_id, claims)
              FROM (SELECT slot_id, count(*) AS claims FROM booking_appointment
                     WHERE state IN ('held', 'resting') AND until_at <= %(now)s AND place <=
                           (SELECT its.room FROM booking_slot AS its WHERE its.id = slot_id)
                     GROUP BY slot_id) AS due) ->> slot.id::text)::int, 0))
"""
FREE = f"""
  SELECT slot.id, slot.starts_at, slot.ends_at, slot.local_day, {FREE_PLACES} AS free
    FROM booking_slot AS slot
   WHERE slot.office_id = %(office)s AND slot.service_id = %(service)s
     AND slot.starts_at > %(now)s AND slot.opens_at <= %(now)s AND NOT slot.closed
"""  # noqa: S608 - both texts are ours


# The free slots of each released day, when they start and how long: a row a day is cheap.
FREE_BY_DAY = f"""
  SELECT local_day,
         coalesce(array_agg(id ORDER BY starts_at) FILTER (WHERE free > 0), '{{}}'),
         coalesce(array_agg(extract(epoch FROM starts_at)::bigint ORDER BY starts_at)
                  FILTER (WHERE free > 0), '{{}}'),
         mode() WITHIN GROUP (ORDER BY extract(epoch FROM ends_at - starts_at)::int / 60)
    FROM ({FREE} AND slot.local_day BETWEEN %(first)s AND %(last)s) AS offered
   GROUP BY local_day ORDER BY local_day
"""  # noqa: S608 - both texts are ours


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A slot as the public sees it: its times in UTC and how many may still claim it."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    local_day: date
    free: int


def free_slots(
    office: str, service: str, *, first: date, last: date, now: datetime
) -> list[FreeSlot]:
    """Return the released slots of the office's days from `first` to `last`, full ones included."""
    with connection.cursor() as cursor:
        cursor.execute(
            FREE + " AND slot.local_day BETWEEN %(first)s AND %(last)s ORDER BY slot.starts_at",
            {"office": office, "service": service, "first": first, "last": last, "now": now},
        )
        return [FreeSlot(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A released day: its free slots, when they start in seconds since 1970, and how long."""

    date: date
    slots: Sequence[int]
    starts: Sequence[int]
    minutes: int


def is_free(slot: Slot, *, now: datetime) -> bool:
    """Tell whether the public may claim a place of a slot at this moment."""
    day = slot.local_day
    free = free_slots(slot.office_id, slot.service_id, first=day, last=day, now=now)
    return any(other.free and other.pk == slot.pk for other in free)


def free_times(
    office: str, service: str, *, first: date, last: date, now: datetime
) -> list[FreeDay]:
    """Return the released days from `first` to `last`, fully booked ones included."""
    with connection.cursor() as cursor:
        cursor.execute(
            FREE_BY_DAY,
            {"office": office, "service": service, "first": first, "last": last, "now": now},
        )
        return [FreeDay(*row) for row in cursor.fetchall()]


def free_days(
    office: str, service: str, *, first: date, last: date, now: datetime
) -> dict[date, int]:
    """Return how many places are free on each day that has any released slot."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT local_day, sum(free)::int FROM ({FREE}"  # noqa: S608
            "   AND slot.local_day BETWEEN %(first)s AND %(last)s) AS offered GROUP BY local_day",
            {"office": office, "service": service, "first": first, "last": last, "now": now},
        )
        return dict(cursor.fetchall())


def is_any_free(
    office: str, service: str, *, now: datetime, opened_after: datetime | None = None
) -> bool:
    """Tell whether the public may claim a place; with a moment, one that was opened after it."""
    later = " AND slot.opens_at > %(opened_after)s" if opened_after else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM ({FREE}{later}) AS offered WHERE free > 0)",  # noqa: S608
            {"office": office, "service": service, "now": now, "opened_after": opened_after},
        )
        return bool(cursor.fetchone()[0])


def nearest_free(origin: Slot, *, now: datetime, most: int = 3) -> list[FreeSlot]:
    """Return the free slots of the same office and service that lie nearest in time."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({FREE}) AS offered WHERE free > 0 AND id <> %(slot)s"  # noqa: S608
            "  ORDER BY abs(extract(epoch FROM starts_at - %(near)s)) LIMIT %(most)s",
            {
                "office": origin.office_id,
                "service": origin.service_id,
                "near": origin.starts_at,
                "slot": origin.pk,
                "now": now,
                "most": most,
            },
        )
        return [FreeSlot(*row) for row in cursor.fetchall()]


def phone_regions(office: Office, *, country: str = "") -> tuple[str, ...]:
    """Return the countries in which a phone number without its code is read at an office.

    Where somebody is, if that is known, and where the office is; else every country it serves.
    """
    nearby = [country] if country else offices.countries_served(office)
    return tuple(dict.fromkeys([*nearby, office.country]))


def offered_service(office: Office, code: str, *, now: datetime) -> Service | None:
    """Return a service for which the office has hours, or slots that are still to come."""
    return SERVICES.first(OFFERED, [code, office.pk, office.pk, now])


def released_slots(*, now: datetime) -> QuerySet[Slot]:
    """Return the slots the public may see."""
    return Slot.objects.filter(opens_at__lte=now).select_related("office", "service")


def slot(pk: int) -> Slot | None:
    """Return a slot with its office and service, released or not."""
    return SLOTS.first("it.id = %s", [pk])


def released_slot(slot: int, *, now: datetime) -> Slot | None:
    """Return a slot that the public may see, with its office and service."""
    return SLOTS.first("it.id = %s AND it.opens_at <= %s", [slot, now])


def live_hold(visitor: str | None, *, now: datetime) -> Appointment | None:
    """Return what a visitor holds at this moment, with its slot and office."""
    if not visitor:
        return None
    return CLAIMS.first(
        "it.visitor = %s AND it.state = 'held' AND it.until_at > %s",
        [tokens.visitor_key(visitor), now],
    )


def latest_claim(visitor: str | None) -> Appointment | None:
    """Return the last thing a visitor held or booked in this visit, live or not."""
    if not visitor:
        return None
    return CLAIMS.first(
        "it.visitor = %s ORDER BY it.held_at DESC, it.id DESC", [tokens.visitor_key(visitor)]
    )


def claims_of(visitor: str | None) -> list[Appointment]:
    """Return what a visit held or booked, the last thing first; not all of a very long visit."""
    if not visitor:
        return []
    return CLAIMS.all(
        "it.visitor = %s ORDER BY it.held_at DESC, it.id DESC LIMIT 50",
        [tokens.visitor_key(visitor)],
    )


def appointment(pk: int) -> Appointment:
    """Return a claim with its slot, office and service; raise Obstacle when there is none."""
    claim = CLAIMS.first("it.id = %s", [pk])
    if claim is None:
        raise Obstacle("not_found")
    return claim


def still_open(pk: int, *, generation: int, visit: str) -> Appointment | None:
    """Return the appointment of a visit, unless that was ended or a newer PIN was used since."""
    return CLAIMS.first(
        "it.id = %s AND it.confirmation_number IS NOT NULL AND it.pin_generation <= %s AND "
        + endings.NOT_ENDED,
        [pk, generation, endings.keys_of(visit)],
    )


def by_number(number: str) -> Appointment | None:
    """Return the appointment of a confirmation number as it was typed."""
    return CLAIMS.first("it.confirmation_number = %s", [references.read_number(number)])


def of_people(people: Sequence[bytes], *, now: datetime) -> Appointment | None:
    """Return the next live appointment of somebody, by keyed hashes of whom they may be.

    One whose name is written the same way comes before those of other spellings.
    """
    hashes = list(people)
    return CLAIMS.first(
        "(it.identity = ANY(%s) OR it.letters = ANY(%s) OR it.words = ANY(%s))"
        " AND it.state = 'booked' AND it.ended_as = '' AND slot.ends_at > %s"
        " ORDER BY coalesce(it.identity = ANY(%s), false) DESC, slot.starts_at",
        [hashes, hashes, hashes, now, hashes],
    )


def opened_by(code: LostCode, *, now: datetime) -> Appointment | None:
    """Return the live appointment that a code opens: the one whose address it was sent to."""
    if code.sent_for is None:
        return of_people(code.sought, now=now)
    return CLAIMS.first(
        "it.id = %s AND it.state = 'booked' AND slot.ends_at > %s", [code.sent_for, now]
    )


def codes_of(identity: bytes, *, now: datetime) -> list[LostCode]:
    """Return the codes that are good for somebody, neither used nor too old.

    Every one that was sent stays good for its time, whoever asks for more; else it is the newest,
    which is about to be sent. One statement, whether any was sent or not.
    """
    live = LostCode.objects.filter(identity=identity, used_at=None, expires_at__gt=now)
    ordered = live.order_by(F("sent_for").asc(nulls_last=True), "-asked_at", "-pk")
    codes = list(ordered[:MOST_CODES])
    return [code for code in codes if code.sent_for] or codes[:1]


def changes_of(appointment: Appointment) -> int:
    """Return how often an appointment changed, also by the office: calendars count versions."""
    return AuditEntry.objects.filter(
        record_type="appointment", record=appointment.pk, verb__in=VERSIONS
    ).count()


def slots_with_due_claims(*, now: datetime, most: int = 500) -> Sequence[int]:
    """Return slots whose claims are held too long or have rested enough."""
    return list(
        Appointment.objects.filter(state__in=["held", "resting"], until_at__lte=now)
        .values_list("slot_id", flat=True)
        .distinct()[:most]
    )
