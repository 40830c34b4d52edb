"""Who canceled an appointment, and why, as the record says: its page must not thank the wrong."""

from dataclasses import dataclass

from guichet.booking import rules
from guichet.booking.models import Appointment
from guichet.booking.schedule.closures import CLOSED
from guichet.kernel.content.layers import shown_in
from guichet.kernel.models import AuditEntry
from guichet.offices import words

CANCEL, SYSTEM = "cancel", "system"


@dataclass(frozen=True, slots=True)
class Cancellation:
    """By whom: `client`, `office` (a closure), `staff`; empty: unknown, or an interview went.

    `reason` is why the office was closed, in the language asked for, or empty.
    """

    by: str
    reason: str = ""


def cancellation_of(appointment: Appointment, *, language: str) -> Cancellation:
    """Return who canceled an appointment last; a closure that was taken back is told too."""
    lines = AuditEntry.objects.filter(record_type="appointment", record=appointment.pk)
    last = lines.filter(verb=CANCEL).order_by("-pk").first()
    if last is None:
        return Cancellation("")
    if last.actor == rules.CLIENT:
        return Cancellation("client")
    if last.actor != SYSTEM:
        return Cancellation("staff")
    closed = lines.filter(verb=CLOSED, pk__gt=last.pk).order_by("pk").first()
    return Cancellation("office", _reason(closed, language)) if closed else Cancellation("")


def _reason(line: AuditEntry, language: str) -> str:
    sentences = words.reasons_by_code(str(line.facts.get("reason", "")))
    return sentences[shown_in(sentences, language)] if sentences else ""
