"""Places that are kept for people whom a closure hit, until they answer."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from guichet.booking import places
from guichet.booking import queries as booking
from guichet.booking import rules as of_booking
from guichet.booking.models import Appointment, Slot
from guichet.booking.notice.appointment import Offer
from guichet.booking.places import Claim
from guichet.booking.telling import channels, following
from guichet.kernel.obstacles import Obstacle
from guichet.opening import rules, tokens
from guichet.opening.models import Outcome
from guichet.web.addresses.paths import public_address

# Those hit come before others: the share of the staff and of the public, released or not.
LIFTED = (of_booking.SHARE, of_booking.RELEASE)
FREE = """
SELECT slot.id, slot.starts_at FROM booking_slot AS slot
  LEFT JOIN booking_appointment AS claim ON claim.slot_id = slot.id AND claim.state <> 'ended'
 WHERE slot.office_id = %s AND slot.service_id = %s AND NOT slot.closed AND slot.starts_at >= %s
   AND NOT is_closed_day(slot.office_id, slot.local_day)
 GROUP BY slot.id HAVING slot.capacity > count(claim.id)
 ORDER BY slot.starts_at, slot.id LIMIT 2000
"""


class Pool:
    """The free places of an office from tomorrow on, the earliest first, as they were read once."""

    def __init__(self, office: str, *, now: datetime) -> None:
        self.office, self.now = office, now
        self._slots: dict[str, list[tuple[int, datetime]]] = {}

    def keep(self, service: str) -> tuple[Claim, datetime] | None:
        """Keep the earliest place for somebody, and say when it begins; None where none is free."""
        if service not in self._slots:
            self._slots[service] = self._read(service)
        slots = self._slots[service]
        while slots:
            slot, starts_at = slots[-1]
            until = rules.kept_until(starts_at, now=self.now)
            try:
                claim = places.claim(
                    slot,
                    visitor=None,
                    networks=None,
                    now=self.now,
                    until=until,
                    whole=True,
                    lifted=LIFTED,
                )
            except Obstacle:  # its last place is taken
                slots.pop()
            else:
                return claim, starts_at
        return None

    def _read(self, service: str) -> list[tuple[int, datetime]]:
        with connection.cursor() as cursor:
            cursor.execute(FREE, [self.office, service, self.now + rules.SOONEST])
            return list(reversed(cursor.fetchall()))


def offer_of(appointment: Appointment, now: datetime) -> Offer | None:
    """Return the place that is kept for an appointment that was closed, while it is."""
    moved = Outcome.objects.filter(appointment=appointment, kind=Outcome.Kind.MOVED, answer="")
    outcome = moved.filter(kept_until__gt=now, hold__isnull=False).order_by("-pk").first()
    if outcome is None or outcome.offered_at is None or outcome.kept_until is None:
        return None
    zone = ZoneInfo(appointment.slot.office.time_zone)
    token = tokens.token_of(outcome.pk)
    return Offer(
        starts_at=outcome.offered_at.astimezone(zone),
        until_at=outcome.kept_until.astimezone(zone),
        url=public_address("kept_place", appointment.language, token=token),
    )


@transaction.atomic
def take(outcome: Outcome, *, now: datetime) -> Appointment:
    """Move an appointment to the place that is kept for it; pressed twice, it is moved once.

    Raises Obstacle `hold_expired` where the place is kept no longer, and what hinders a move.
    """
    appointment = booking.appointment(outcome.appointment_id)
    hold = Appointment.objects.filter(pk=outcome.hold or 0).first()
    if hold is None:
        return _taken_before(outcome)

    # Both slots in their order, as in every move; then what holds of the place.
    slots = Slot.objects.filter(pk__in=[hold.slot_id, appointment.slot_id]).order_by("pk")
    list(slots.select_for_update(no_key=True))
    if not places.free(hold.pk, now=now, rest_until=now, actor=""):
        return _taken_before(outcome)
    if hold.until_at is None or hold.until_at <= now:
        raise Obstacle("hold_expired")

    places.move(
        appointment.pk,
        slot=hold.slot_id,
        now=now,
        rest_until=now,
        actor=of_booking.CLIENT,
        whole=True,
        lifted=LIFTED,
    )
    Appointment.objects.filter(pk=appointment.pk).update(place_seen_at=now)
    _answered([outcome.pk], Outcome.Answer.TAKEN, now=now)
    appointment = booking.appointment(appointment.pk)
    cause = f"{appointment.pk}:{now.timestamp()}"
    channels.confirm(appointment, "appointment_moved", cause=cause, now=now)
    following.tell_rooms(appointment, now=now)
    return appointment


def give_up(number: str, now: datetime) -> None:
    """Give back the places kept for an appointment that was moved or cancelled by itself."""
    open_outcomes = Outcome.objects.filter(
        appointment__confirmation_number=number, hold__isnull=False, answer=""
    )
    with transaction.atomic():
        free_holds(open_outcomes, now=now)
        pks = list(open_outcomes.values_list("pk", flat=True))
        _answered(pks, Outcome.Answer.OTHER, now=now)


def free_holds(outcomes: Iterable[Outcome], *, now: datetime) -> None:
    """Give back the places that outcomes keep, slot by slot in their order."""
    pks = [outcome.hold for outcome in outcomes if outcome.hold]
    holds = Appointment.objects.filter(pk__in=pks, state=Appointment.State.HELD)
    for pk in list(holds.order_by("slot", "pk").values_list("pk", flat=True)):
        places.free(pk, now=now, rest_until=now, actor="")


def _taken_before(outcome: Outcome) -> Appointment:
    """Return the appointment of who has pressed before, or say that the place is kept no longer."""
    if Outcome.objects.filter(pk=outcome.pk, answer=Outcome.Answer.TAKEN).exists():
        return booking.appointment(outcome.appointment_id)
    raise Obstacle("hold_expired")


def _answered(outcomes: Iterable[int], answer: str, *, now: datetime) -> None:
    Outcome.objects.filter(pk__in=list(outcomes)).update(answer=answer, answered_at=now, hold=None)
