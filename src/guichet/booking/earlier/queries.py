"""Reads of the earlier-time list."""

from datetime import datetime

from django.db.models import Q

from guichet.booking.keys import tokens
from guichet.booking.keys.identities import Keys
from guichet.booking.models import Appointment, Entry, Offer
from guichet.booking.queries import CLAIMS
from guichet.kernel.obstacles import Obstacle

LIVE = (Entry.State.WAITING, Entry.State.OFFERED, Entry.State.ASKED)
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
