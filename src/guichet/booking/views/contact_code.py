"""What shows that a phone or an address is somebody's own: a code to type, a button to press."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from guichet.booking.contacts import MANY
from guichet.booking.forms import about
from guichet.booking.forms.manage import ContactCodeForm
from guichet.booking.guarding import prices
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment
from guichet.booking.sentences import PROGRAMME, say
from guichet.booking.telling import channels
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.web.contacts import contact_of
from guichet.web.forms.base import switching_language
from guichet.web.languages import CATALOGUED as SPOKEN
from guichet.web.languages import of
from guichet.web.pages import errors, proof
from guichet.web.pages.proof import typed_before
from guichet.web.pages.render import page

ASKED = {MANY, "wrong_code"}
ANEW = {"contact_code", "about", "seen"}  # the page has these again, as they are now


def ask(request: HttpRequest, claim: Appointment, obstacle: Obstacle) -> HttpResponse:
    """Answer 409 with a field for the code that was sent; 422 where the one typed is wrong."""
    wrong = obstacle.code != MANY
    form = ContactCodeForm(request.POST if wrong else None)
    if wrong and form.is_valid():
        form.add_error("contact_code", say("wrong_code", of(request)))
    sent_to = str(obstacle.facts.get("code_sent_to", "")).replace(" ", "\u00a0")
    context = {
        "about": about.fields(about.CLAIM, claim),
        "asks_more": not wrong,
        "contact": contact_of(PROGRAMME.name, of(request)),
        "form": form,
        "hidden": [(name, value) for name, value in typed_before(request) if name not in ANEW],
        "sent_to": Markup('<bdi dir="ltr">{}</bdi>').format(sent_to) if sent_to else "",
    }
    return page(request, "booking/contact_code.html", context, 422 if wrong else 409)


def wait(request: HttpRequest, obstacle: Obstacle, *, now: datetime) -> HttpResponse:
    """Answer an obstacle of WAITS; where work takes the place of a code, the page says so."""
    if not str(obstacle.facts.get("purpose", "")).startswith(prices.CONTACT):
        return errors.wait(request, obstacle)
    template = "booking/proof_contact.html"
    return proof.ask(request, obstacle, now=now, template=template, complete=SPOKEN)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the address a mail came to, by a press: what only follows links confirms nothing."""
    appointment = tokens.appointment_of(token)
    if appointment is None:
        raise Http404
    if request.method == "POST" and not switching_language(request):
        channels.confirm_address(appointment, now=clock.now())
        return HttpResponseRedirect(f"{request.path}?confirmed")
    context = {"confirmed": "confirmed" in request.GET, "here": request.path}
    return page(request, "booking/confirm_address.html", context)
