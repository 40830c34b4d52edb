"""A call that staff made about an appointment is a contact: its client reads what was said."""

from datetime import datetime

from django.db import transaction

from guichet.booking.models import Appointment, CallTask
from guichet.booking.telling import call_list
from guichet.interactions import actions as contacts
from guichet.interactions.actions import Contact
from guichet.interactions.models import InteractionNote
from guichet.interactions.told import TOPIC
from guichet.web.words import texts

TOLD, OUTCOME = InteractionNote.Kind.TOLD, "answered"


def about(task: CallTask) -> str:
    """Return what somebody is called about: the kind of the task, or that it is canceled."""
    is_booked = task.appointment.state == Appointment.State.BOOKED
    return "canceled" if task.kind == CallTask.Kind.CLOSURE and not is_booked else task.kind


@transaction.atomic
def reached(task: CallTask, *, by: str, agent: int | None, now: datetime) -> bool:
    """Note that somebody was reached, and record the call; false where it had been noted before."""
    subject = about(task)
    if not call_list.tick(task, by=by, now=now):
        return False
    appointment = task.appointment
    if number := appointment.confirmation_number:
        _record(number, subject, language=appointment.language, agent=agent, now=now)
    return True


def _record(number: str, subject: str, *, language: str, agent: int | None, now: datetime) -> None:
    contact = Contact(
        channel="telephone",
        direction="out",
        language=language,
        agent=agent,
        subjects=[("appointment", number)],
        participants=[("client", "maybe")],
    )
    call = contacts.begin(contact, now=now)
    words = texts(TOPIC).get(f"called.{subject}", language)
    contacts.note(
        call.pk,
        words.text,
        kind=TOLD,
        language=words.language,
        author=agent,
        once=subject,
        now=now,
    )
    contacts.end(call.pk, OUTCOME, now=now)
