"""What is told of an enquiry: a letter of the case where there is one, else a mail of its own."""

from datetime import datetime

from guichet.applications.letters import send as letters
from guichet.applications.models import Enquiry
from guichet.kernel.work import outbox

RECEIVED, ANSWERED = "eta_enquiry_received", "eta_enquiry_answered"
LATER = "eta_enquiry_later"


def acknowledge(enquiry: Enquiry, *, now: datetime) -> None:
    """Say that an enquiry was received, with its number and the day that is promised."""
    if (application := enquiry.application) and application.email:
        facts = {"enquiry": enquiry.number, "due_on": enquiry.promised_on.isoformat()}
        letters.send(application, "enquiry_received", cause=enquiry.pk, now=now, **facts)
        return
    _enqueue(RECEIVED, enquiry, now=now)


def send_answer(enquiry: Enquiry, *, now: datetime) -> None:
    """Send an officer's answer to the address on file, or to the one that was typed."""
    if (application := enquiry.application) and application.email:
        facts = {"enquiry": enquiry.number}
        letters.send(application, "enquiry_answered", cause=enquiry.pk, now=now, **facts)
        return
    _enqueue(ANSWERED, enquiry, now=now)


def tell_later(enquiry: Enquiry, *, now: datetime) -> None:
    """Tell that an answer takes longer, and the day that is promised now; once for each day."""
    due_on = enquiry.promised_on.isoformat()
    if (application := enquiry.application) and application.email:
        cause, facts = f"{enquiry.pk}:{due_on}", {"enquiry": enquiry.number, "due_on": due_on}
        letters.send(application, "enquiry_later", cause=cause, now=now, **facts)
        return
    _enqueue(LATER, enquiry, cause=f":{due_on}", now=now)


def _enqueue(kind: str, enquiry: Enquiry, *, cause: str = "", now: datetime) -> None:
    key = f"{kind}:{enquiry.pk}{cause}"
    outbox.enqueue(kind, enquiry.pk, key=key, language=enquiry.language, now=now)
