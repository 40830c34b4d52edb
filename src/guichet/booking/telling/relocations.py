"""An office has another address, room or name: whoever holds an appointment there is told."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from guichet.booking.models import Appointment
from guichet.booking.telling import channels
from guichet.kernel.record import audit
from guichet.offices import whereabouts
from guichet.offices.models import Office, PlaceChange

RELOCATED = "office_relocated"  # verb of the record: a version in calendars
AT_ONCE = 200
# A change is looked through once more after this, for a booking that was under way meanwhile.
SETTLES = timedelta(minutes=5)


def has_relocated(appointment: Appointment) -> bool:
    """Tell whether the office is elsewhere than when the client chose the time.

    The office's own row says when it last changed: where that was before, nothing more is read.
    """
    office = appointment.slot.office
    if changed_at(appointment) is None:
        return False
    changes = whereabouts.changes_of(office.pk)
    return whereabouts.differs(office, changes, since=_chosen_at(appointment))


def changed_at(appointment: Appointment) -> datetime | None:
    """Return when the place of the office was last changed; None where that was before."""
    at, since = appointment.slot.office.place_changed_at, _chosen_at(appointment)
    return at if at and at > since else None


def see(appointment: Appointment, *, now: datetime) -> None:
    """Note that a page has shown the client where the office is now; nothing where it stayed."""
    if changed_at(appointment):
        Appointment.objects.filter(pk=appointment.pk).update(place_seen_at=now)
        appointment.place_seen_at = now


def forgettable(*, before: datetime) -> QuerySet[PlaceChange]:
    """Return old changes whose place of before is known from no appointment that is kept."""
    knowing = Appointment.objects.filter(
        slot__office=OuterRef("office"), held_at__lt=OuterRef("changed_at")
    )
    old = PlaceChange.objects.filter(changed_at__lt=before, told_at__isnull=False)
    return old.filter(~Exists(knowing))


def tell_all(*, now: datetime) -> int:
    """Tell everybody whose office is elsewhere now; return to how many it was told."""
    changes = PlaceChange.objects.filter(told_at=None)
    offices = Office.objects.filter(pk__in=changes.values("office")).order_by("pk")
    return sum(_tell_office(office, now=now) for office in offices)


def _tell_office(office: Office, *, now: datetime) -> int:
    """Tell the clients of an office in batches, each in a transaction of its own."""
    changes, count = whereabouts.changes_of(office.pk), 0
    while batch := _tell_some(office, changes, now=now):
        count += sum(batch)
    through = [change.pk for change in changes if change.changed_at <= now - SETTLES]
    PlaceChange.objects.filter(pk__in=through, told_at=None).update(told_at=now)
    return count


@transaction.atomic
def _tell_some(office: Office, changes: list[PlaceChange], *, now: datetime) -> list[bool]:
    """Return for each appointment of a batch whether it was told; an empty list at the end."""
    latest = changes[-1].changed_at
    waiting = _untold(office, latest, now=now).select_for_update(of=("self",))
    appointments = list(waiting.order_by("pk")[:AT_ONCE])
    clients = Appointment.objects.filter(pk__in=[row.pk for row in appointments])
    clients.update(place_told_at=max(now, latest))
    return [_tell(row, changes, now=now) for row in appointments]


def _untold(office: Office, latest: datetime, *, now: datetime) -> QuerySet[Appointment]:
    """Return whom nothing has told; a closed day is told as closed, and its end tells where."""
    ignorant = Q(place_told_at=None) | Q(place_told_at__lt=latest)
    unseen = Q(place_seen_at=None) | Q(place_seen_at__lt=latest)
    return Appointment.objects.filter(
        ignorant,
        unseen,
        slot__office=office,
        slot__starts_at__gt=now,
        slot__closed=False,
        held_at__lt=latest,
        state=Appointment.State.BOOKED,
        checked_in_at=None,
        ended_as="",
    ).select_related("slot", "slot__office")


def _tell(appointment: Appointment, changes: list[PlaceChange], *, now: datetime) -> bool:
    known_at = max(appointment.place_told_at or appointment.held_at, _chosen_at(appointment))
    if not whereabouts.differs(appointment.slot.office, changes, since=known_at):
        return False
    audit.write(RELOCATED, "appointment", appointment.pk, actor="system", now=now)
    channels.tell(appointment, channels.Change.PLACE, mail="place_changed", now=now)
    return True


def _chosen_at(appointment: Appointment) -> datetime:
    return appointment.place_seen_at or appointment.held_at
