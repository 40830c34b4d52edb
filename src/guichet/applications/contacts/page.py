"""What the page of contacts shows of each: when, how, what was said, what was promised."""

from collections.abc import Mapping
from datetime import datetime

from guichet.applications.models import Application, Enquiry
from guichet.interactions import queries
from guichet.interactions.models import Interaction, Promise
from guichet.kernel import case_numbers
from guichet.kernel.reading.days import authority_zone

PROMISES = frozenset({"answer_enquiry", "call_back", "send_again"})  # that have words of their own


def rows(application: Application) -> list[dict[str, object]]:
    """Return the contacts about an application as its owner reads them, the newest first."""
    contacts = list(queries.as_told([("application", application.number)]))
    enquiries = {enquiry.number: enquiry for enquiry in application.enquiries.all()}
    return [_row(contact, enquiries) for contact in contacts]


def _row(contact: Interaction, enquiries: Mapping[str, Enquiry]) -> dict[str, object]:
    numbers = (subject.number for subject in contact.subjects.all())
    enquiry = next((enquiries[number] for number in numbers if number in enquiries), None)
    is_ours = contact.direction == Interaction.Direction.OUT
    return {
        "number": case_numbers.for_people(contact.number),
        "at": _day(contact.started_at),
        "channel": contact.channel,
        "direction": contact.direction,
        "enquiry": case_numbers.for_people(enquiry.number) if enquiry else "",
        "asked": enquiry.words if enquiry and not is_ours else "",
        "said": enquiry.answer if enquiry and is_ours else "",
        "said_in": enquiry.answer_language or contact.language if enquiry else contact.language,
        "notes": [(note.words, note.language) for note in contact.notes.all()],
        "promises": [_promise(promise) for promise in contact.promises.all()],
    }


def _promise(promise: Promise) -> dict[str, object]:
    return {
        "what": promise.what if promise.what in PROMISES else "answer",
        "due_on": promise.due_on,
        "kept_on": _day(promise.kept_at) if promise.kept_at else None,
        "told_on": _day(promise.told_at) if promise.told_at else None,
    }


def _day(moment: datetime) -> datetime:
    return moment.astimezone(authority_zone())
