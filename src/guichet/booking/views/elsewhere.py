"""Another window of the same browser chose or opened something else: say so, and write nothing.

Every page here answers 409. It names only what this visit has open, keeps what was typed, and
offers to go on with either.
"""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from guichet.booking import queries
from guichet.booking.forms import about, kept_place
from guichet.booking.forms.client import typed_details
from guichet.booking.forms.manage import SignInForm
from guichet.booking.models import Appointment
from guichet.booking.notice import page as notice_page
from guichet.booking.notice.gather import notice_of
from guichet.booking.views.ways import go
from guichet.kernel.enciphering import pins
from guichet.web.forms import marks
from guichet.web.forms.base import switching_language, typed_again
from guichet.web.languages import of
from guichet.web.pages.render import page

# What was chosen on a page that asked for more than a press; it goes along to the next page.
CHOSEN = "slot"
DEED = "deed"
DEEDS = (about.MOVE, about.CANCEL)


def kept_another(
    request: HttpRequest, claim: Appointment, place: Appointment | None, *, now: datetime
) -> HttpResponse:
    """Say which time is kept now and which one the page was for; offer both."""
    switching_language(request)
    is_kept = claim.state == Appointment.State.HELD and bool(
        claim.until_at and claim.until_at > now
    )
    language = of(request)
    context = {
        "kept": kept_place.place_of(claim, language=language, now=now) if is_kept else None,
        "about": about.fields(about.CLAIM, claim),
        "shown": kept_place.place_of(place, language=language, now=now) if place else None,
        "free": bool(place and queries.is_free(place.slot, now=now)),
        "sent": [(marks.FIELD, request.POST.get(marks.FIELD, ""))],
        "typed": typed_details(request.POST),
        "is_booked": bool(claim.confirmation_number and not claim.cancelled_at),
    }
    return page(request, "booking/kept_another.html", context, 409)


def opened_another(request: HttpRequest, deed: str, appointment: Appointment) -> HttpResponse:
    """Show what is open on this device, and ask for number and PIN of what the page was about."""
    switching_language(request)
    notice = notice_of(appointment, "", language=of(request))
    context = {
        "shown": notice_page.page_of(notice),
        "form": SignInForm(initial=typed_again(request)),
        "deed": deed if deed in DEEDS else "notice",
        "hidden": kept_deed(_fields(request), deed),
    }
    return page(request, "booking/opened_another.html", context, 409)


def ask_again(request: HttpRequest, deed: str) -> HttpResponse:
    """Ask for number and PIN; what a form was about to do is kept, and is asked again after."""
    if request.method != "POST" or deed not in DEEDS or marks.FIELD not in request.POST:
        return go(request, "booking:manage")
    switching_language(request)
    context = {
        "form": SignInForm(),
        "is_opened": False,
        "to_move": False,
        "pins_ended": pins.ended_on(),
        "hidden": kept_deed(_fields(request), deed),
    }
    return page(request, "booking/manage.html", context, 409)


def kept_deed(fields: Mapping[str, str], deed: str) -> list[tuple[str, str]]:
    """Return the hidden fields that carry a deed over the page that asks number and PIN."""
    if deed not in DEEDS or marks.FIELD not in fields:
        return []
    pairs = [(DEED, deed), (marks.FIELD, fields[marks.FIELD])]
    return pairs + ([(CHOSEN, fields[CHOSEN])] if CHOSEN in fields else [])


def deed_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the hidden fields of a deed that waits for number and PIN."""
    return kept_deed(_fields(request), request.POST.get(DEED, ""))


def goes_to_move(request: HttpRequest) -> bool:
    """Tell whether somebody comes to choose another time, as a mail about a closure offers."""
    return "move" in (request.GET.get("to"), request.POST.get("to"))


def page_of_deed(request: HttpRequest, appointment: Appointment) -> HttpResponse | None:
    """Return the page that asks once more what was begun; None where it concerned another one."""
    deed = request.POST.get(DEED, "")
    if goes_to_move(request):  # from the mail or the notice about a closure
        return go(request, "booking:move")
    if deed not in DEEDS or not about.is_meant(request, deed, appointment):
        return None
    slot = request.POST.get(CHOSEN, "") if deed == about.MOVE else ""
    digits = slot if slot.isascii() and slot.isdigit() else ""
    return go(request, f"booking:{deed}", query=f"{CHOSEN}={digits}" if digits else "")


def _fields(request: HttpRequest) -> Mapping[str, str]:
    return {name: str(value) for name, value in request.POST.items()}
