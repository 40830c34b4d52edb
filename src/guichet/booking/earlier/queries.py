"""Reads of the earlier-time list."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max, Q

from guichet.booking.earlier import rules
from guichet.booking.earlier.rules import Chances
from guichet.booking.keys import tokens
from guichet.booking.keys.identities import Keys
from guichet.booking.models import Appointment, Entry, Offer, Slot
from guichet.booking.queries import CLAIMS
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office, OpeningHours

LIVE = (Entry.State.WAITING, Entry.State.OFFERED, Entry.State.ASKED)
EVERY_WEEKDAY = frozenset(range(1, 8))
NOBODYS = 0  # no record has it
OWN = (
    "(it.identity = %s OR it.letters = %s OR it.words = %s) AND it.service_id = %s"
    " AND it.state = 'booked' AND it.ended_as = '' AND slot.ends_at > %s"
    " ORDER BY (it.identity = %s) DESC NULLS LAST"
)


def entry_of(token: str) -> Entry:
    """Return the entry that a token names, ended or not; raise Obstacle where there is none."""
    pk = tokens.entry_named_by(token) or NOBODYS
    entry = Entry.objects.select_related("office", "service").filter(pk=pk).first()
    if entry is None:
        raise Obstacle("not_found")
    return entry


def offer_of(token: str) -> Offer:
    """Return the offer that a token names, over or not; raise Obstacle where there is none."""
    pk = tokens.offer_named_by(token) or NOBODYS
    rows = Offer.objects.select_related("entry", "slot", "slot__office", "slot__service")
    offer = rows.filter(pk=pk).first()
    if offer is None:
        raise Obstacle("not_found")
    return offer


def entry_for(keys: Keys, *, office: str, service: str) -> Entry | None:
    """Return the entry of a person at an office for a service, while it has not ended."""
    entries = Entry.objects.select_related("office", "service")
    return entries.filter(identity=keys.identity, office=office, service=service).first()


def entry_beside(appointment: Appointment) -> Entry | None:
    """Return the entry of whoever has an appointment, for an earlier time of it."""
    if appointment.identity is None:
        return None
    return Entry.objects.filter(
        identity=appointment.identity,
        office=appointment.slot.office_id,
        service=appointment.service_id,
    ).first()


def open_offer(entry: Entry, *, now: datetime) -> Offer | None:
    """Return what is offered to an entry and may be accepted or declined now."""
    offers = Offer.objects.select_related("slot", "slot__office", "slot__service")
    return offers.filter(entry=entry, state=Offer.State.OPEN, until_at__gt=now).first()


def own_appointment(entry: Entry, *, now: datetime) -> Appointment | None:
    """Return the appointment that an accepted offer would move, of whoever has one."""
    if entry.identity is None:
        return None
    hashes = [entry.identity, entry.letters, entry.words]
    return CLAIMS.first(OWN, [*hashes, entry.service_id, now, entry.identity])


def live_with_phone(by_phone: bytes) -> int:
    """Return how many entries have a phone, whoever they stand for."""
    return Entry.objects.filter(Q(by_phone=by_phone) & Q(state__in=LIVE)).count()


def chances(office: Office, service: str, *, own: Appointment | None, now: datetime) -> Chances:
    """Return what could be offered to somebody: before their own appointment, if they have one.

    Of days that are made the times are looked at, of later ones the days of the week.
    """
    zone = ZoneInfo(office.time_zone)
    told_at = rules.told_at(now, zone=zone)
    if own is None:
        last = told_at.date() + rules.AHEAD
        return Chances(last_of=_last_times(office, service, last=last, now=now), told_at=told_at)
    own_at = own.slot.starts_at
    is_any = rules.may_get_earlier(own_at, now=now, zone=zone)
    times = (
        _last_times(office, service, last=own.slot.local_day, now=now, own_at=own_at)
        if is_any
        else {}
    )
    return Chances(last_of=times, told_at=told_at)


def _last_times(
    office: Office, service: str, *, last: date, now: datetime, own_at: datetime | None = None
) -> dict[date, datetime]:
    """Return the last time of each day up to `last`; of days to be made their end."""
    zone = ZoneInfo(office.time_zone)
    slots = Slot.objects.filter(office=office, service=service, starts_at__gt=now)
    last_made = slots.aggregate(last=Max("local_day"))["last"] or now.astimezone(zone).date()
    slots = slots.filter(closed=False, local_day__lte=last)
    if own_at:
        slots = slots.filter(starts_at__lt=own_at)
    times = dict(
        slots.order_by("local_day").values_list("local_day").annotate(last=Max("starts_at"))
    )
    weekdays, day = weekdays_of(office, service), last_made + timedelta(days=1)
    while day <= last:
        if day.isoweekday() in weekdays:
            midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone)
            times[day] = min(midnight, own_at or midnight)
        day += timedelta(days=1)
    return times


def weekdays_of(office: Office, service: str) -> frozenset[int]:
    """Return the days of the week on which an office serves a service; 1 is Monday."""
    hours = OpeningHours.objects.filter(office=office, service=service)
    return frozenset(hours.order_by().values_list("weekday", flat=True)) or EVERY_WEEKDAY
