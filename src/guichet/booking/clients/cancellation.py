"""Who canceled an appointment, and why, as the record says: nobody else is thanked or blamed."""

from dataclasses import dataclass

from guichet.booking import rules
from guichet.booking.models import Appointment
from guichet.booking.on_behalf.many import CANCEL_MANY
from guichet.booking.schedule.closures import CLOSED
from guichet.kernel.content.layers import shown_in
from guichet.kernel.models import AuditEntry
from guichet.offices import words

CANCEL, SYSTEM = "cancel", "system"


@dataclass(frozen=True, slots=True)
class Cancellation:
    """By whom: the client; the office, for a closure or with many; staff, one for a person.

    `interview`: what it was booked for no longer takes place; empty: nobody knows. `reason` is why
    the office was closed, in `language`, or empty.
    """

    by: rules.CanceledBy
    reason: str = ""
    language: str = ""


def cancellation_of(appointment: Appointment, *, language: str) -> Cancellation:
    """Return who canceled an appointment last; a closure that was taken back is told too."""
    lines = AuditEntry.objects.filter(record_type="appointment", record=appointment.pk)
    last = lines.filter(verb=CANCEL).order_by("-pk").first()
    if last is None:
        return Cancellation("")
    if last.actor == rules.CLIENT:
        return Cancellation("client")
    cause = lines.filter(verb__in=[CLOSED, CANCEL_MANY], pk__gt=last.pk).order_by("pk").first()
    if last.actor != SYSTEM:
        return Cancellation("office" if cause and cause.verb == CANCEL_MANY else "staff")
    return _of_closure(cause, language) if cause else Cancellation("interview")


def _of_closure(line: AuditEntry, language: str) -> Cancellation:
    sentences = words.reasons_by_code(str(line.facts.get("reason", "")))
    if not sentences:
        return Cancellation("office")
    code = shown_in(sentences, language)
    return Cancellation("office", sentences[code], code)
