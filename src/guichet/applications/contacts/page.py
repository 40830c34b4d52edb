"""What the page of contacts shows of each: a question and its answer along with what was said."""

from collections.abc import Mapping

from guichet.applications.models import Application, Enquiry
from guichet.interactions import queries, told
from guichet.interactions.models import Interaction
from guichet.kernel import case_numbers


def rows(application: Application) -> list[dict[str, object]]:
    """Return the contacts about an application as its owner reads them, the newest first."""
    contacts = list(queries.as_told([("application", application.number)]))
    enquiries = {enquiry.number: enquiry for enquiry in application.enquiries.all()}
    return [_row(contact, enquiries) for contact in contacts]


def _row(contact: Interaction, enquiries: Mapping[str, Enquiry]) -> dict[str, object]:
    numbers = (subject.number for subject in contact.subjects.all())
    enquiry = next((enquiries[number] for number in numbers if number in enquiries), None)
    if enquiry is None:
        return told.row(contact)
    is_ours = contact.direction == Interaction.Direction.OUT
    return {
        **told.row(contact),
        "enquiry": case_numbers.for_people(enquiry.number),
        "asked": "" if is_ours else enquiry.words,
        "said": enquiry.answer if is_ours else "",
        "said_in": enquiry.answer_language or contact.language,
    }
