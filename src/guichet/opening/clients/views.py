"""A place that is kept for somebody whose time the office has closed: a look, and one press."""

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from guichet.booking import queries as booking
from guichet.booking.models import Appointment
from guichet.kernel import clock
from guichet.kernel.content.layers import shown_in
from guichet.kernel.obstacles import Obstacle
from guichet.opening import keeping, tokens
from guichet.opening.models import Outcome
from guichet.web import visits
from guichet.web.forms.base import switching_language
from guichet.web.languages import of
from guichet.web.pages.render import page


@require_http_methods(["GET", "HEAD", "POST"])
def kept_place(request: HttpRequest, token: str) -> HttpResponse:
    """Show the time that is kept, without a name; a press takes it, a link alone does nothing."""
    pk = tokens.outcome_of(token)
    if pk is None:
        raise Http404
    outcome, now = Outcome.objects.filter(pk=pk).first(), clock.now()
    if request.method == "POST" and outcome and not switching_language(request):
        with suppress(Obstacle):  # the page says that it is kept no longer
            keeping.take(outcome, now=now)
        return HttpResponseRedirect(request.path)
    response = page(request, "opening/kept_place.html", _context(request, outcome, now=now))
    visits.make_private(response)
    return response


def _context(request: HttpRequest, outcome: Outcome | None, *, now: datetime) -> dict[str, object]:
    if outcome is None:
        return {"is_taken": False, "offer": None, "office": ""}
    appointment = booking.appointment(outcome.appointment_id)
    names = appointment.slot.office.names
    return {
        "is_taken": outcome.answer == Outcome.Answer.TAKEN and appointment.status == "booked",
        "offer": keeping.offer_of(appointment, now) if not outcome.answer else None,
        "office": names[shown_in(names, of(request))],
        "starts_at": _local(appointment),
    }


def _local(appointment: Appointment) -> datetime:
    slot = appointment.slot
    return slot.starts_at.astimezone(ZoneInfo(slot.office.time_zone))
