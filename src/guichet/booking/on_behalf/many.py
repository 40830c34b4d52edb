"""Many appointments of one source at an office: what somebody booked who means to use none.

A source is a phone, an e-mail address, or a network and those around it: found by keyed hashes,
as everywhere. A law clinic or a family is a source as well, so people choose from what is found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from guichet.booking import actions
from guichet.booking import queries as appointments
from guichet.booking.keys import identities
from guichet.booking.models import Appointment, Slot
from guichet.kernel.guarding import network
from guichet.kernel.record import audit

CANCEL_MANY = "cancel_many"  # how the record calls it, of each appointment and of the office
# The kinds of sources, and where an appointment has the keyed hash of each.
COLUMNS: Mapping[str, str] = {
    "phone": "by_phone",
    "email": "by_mailbox",
    "network": "network",
    "home": "home",
    "site": "site",
}
WIDTHS = {"network": 0, "home": 1, "site": 2}  # places on the ladder of networks
AT_ONCE = 200  # people on one page, and in one press


@dataclass(frozen=True, kw_only=True)
class Source:
    """One phone, address or network, by its keyed hashes; a rotated key makes a second one."""

    kind: str
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What became of those who were found: canceled, changed meanwhile, or left out by choice."""

    total: int
    cancelled: int
    changed: int

    @property
    def left_out(self) -> int:
        return self.total - self.cancelled - self.changed


def source_of(kind: str, text: str) -> Source | None:
    """Return the source of a phone as it is kept, a mail or an IP address; None: it is none."""
    if kind == "phone":
        return Source(kind=kind, hashes=tuple(identities.hashes_of_phone(text)))
    if kind == "email":
        return Source(kind=kind, hashes=tuple(identities.hashes_of_mailbox(text)))
    ladder = network.ladder_around(text)
    if ladder is None:
        return None
    width = min(WIDTHS[kind], len(ladder.keys) - 1)  # IPv4 has one
    return Source(kind=kind, hashes=(ladder.keys[width],))


def source_like(kind: str, appointment: Appointment) -> Source | None:
    """Return the source of an appointment; None where none is on file, as of a network later on."""
    secret = getattr(appointment, COLUMNS[kind])
    return Source(kind=kind, hashes=(bytes(secret),)) if secret else None


def found_at(office: str, source: Source, *, now: datetime) -> QuerySet[Appointment]:
    """Return the appointments to come of a source at an office, in the order of their times."""
    coming = Appointment.objects.filter(
        slot__office=office,
        slot__starts_at__gt=now,
        state=Appointment.State.BOOKED,
        checked_in_at=None,
        ended_as="",
    )
    theirs = coming.filter(**{f"{COLUMNS[source.kind]}__in": source.hashes})
    return theirs.select_related("slot", "service").order_by("slot__starts_at", "pk")


def cancel_many(
    office: str,
    source: Source,
    choice: Mapping[int, int],
    *,
    total: int,
    reason: str,
    actor: str,
    now: datetime,
) -> Tally:
    """Cancel those who were chosen, each as the page showed them: appointments with their slots.

    Each in a transaction of its own, with its message and its line: a machine that dies half way
    tells nobody twice, and what is left is found again. `total` is how many the page showed.
    """
    cancelled = sum(
        _cancel(office, source, pk, slot, reason=reason, actor=actor, now=now)
        for pk, slot in sorted(choice.items())
    )
    tally = Tally(total=total, cancelled=cancelled, changed=len(choice) - cancelled)
    audit.write(
        CANCEL_MANY,
        "office",
        0,
        actor=actor,
        now=now,
        office=office,
        kind=source.kind,
        reason=reason,
        found=tally.total,
        cancelled=tally.cancelled,
        changed=tally.changed,
        left_out=tally.left_out,
    )
    return tally


@transaction.atomic
def _cancel(
    office: str, source: Source, pk: int, slot: int, *, reason: str, actor: str, now: datetime
) -> bool:
    """Cancel one of them; false where they have moved, canceled or come meanwhile."""
    Slot.objects.select_for_update(no_key=True).filter(pk=slot).first()  # slots before claims
    if not found_at(office, source, now=now).filter(pk=pk, slot=slot).exists():
        return False
    is_cancelled = actions.cancel(appointments.appointment(pk), now=now, actor=actor)
    if is_cancelled:
        facts = {"kind": source.kind, "reason": reason}
        audit.write(CANCEL_MANY, "appointment", pk, actor=actor, now=now, **facts)
    return is_cancelled
