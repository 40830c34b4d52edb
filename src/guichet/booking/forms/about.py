"""What a form of booking is about, and what its page showed of it.

A form carries two fields: the mark of its claim or appointment, which tells a form of another
record, and the mark of what the page showed (the time, the details), which tells that the same
record was changed in another window meanwhile. A link to a file or a next step carries the first.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from markupsafe import Markup

from guichet.booking.models import Appointment
from guichet.booking.telling import relocations
from guichet.web.forms import marks

# Kinds of deeds: on a place that is kept, on an opened appointment; and looking at one.
CLAIM, MOVE, CANCEL, SEE, EARLIER = "claim", "move", "cancel", "see", "earlier"
_WHERE = {CLAIM, MOVE}  # their pages say where the office is
SEEN = "seen"
_SHOWN = (
    *("slot_id", "name", "date_of_birth", "birth_known", "phone", "phone_extension", "email"),
    *("case_number", "access_needs"),
)


def fields(deed: str, record: Appointment) -> Markup:
    """Return the hidden fields of a form that does a deed to a claim or an appointment."""
    state = Markup('\n<input type="hidden" name="{}" value="{}">').format(
        SEEN, state_mark(deed, record)
    )
    return marks.field(deed, record) + state


def query(record: Appointment) -> str:
    """Return the end of an address that leads on from the page of an appointment."""
    return urlencode({marks.FIELD: marks.mark(SEE, record)})


def record_meant(
    request: HttpRequest, deed: str, records: Iterable[Appointment]
) -> Appointment | None:
    """Return which of the records a sent form is about; None where it is about none of them."""
    return marks.meant(request, deed, records)


def is_meant(request: HttpRequest, deed: str, record: Appointment) -> bool:
    """Tell whether a sent form is about this record and this kind of deed."""
    return record_meant(request, deed, [record]) is not None


def is_as_seen(request: HttpRequest, deed: str, record: Appointment) -> bool:
    """Tell whether the record still is as the page of a sent form showed it."""
    return constant_time_compare(request.POST.get(SEEN, ""), state_mark(deed, record))


def concerns(request: HttpRequest, deed: str, appointment: Appointment) -> bool:
    """Tell whether a form that does a deed, or a link, is about this appointment.

    An address that was typed, or kept among the bookmarks, is about whichever is open.
    """
    if request.method == "POST":
        return is_meant(request, deed, appointment)
    mark = request.GET.get(marks.FIELD)
    return mark is None or constant_time_compare(mark, marks.mark(SEE, appointment))


def state_mark(deed: str, record: Appointment) -> str:
    """Return the mark of what a page of a deed shows of a record as it is now."""
    facts = [getattr(record, name) for name in (*_SHOWN, "interpreter")]
    if deed in _WHERE and (moved_at := relocations.changed_at(record)):
        facts.append(moved_at)
    return marks.mark(f"{deed} {facts!r}", record)
