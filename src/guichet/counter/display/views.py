"""The screen in a waiting room: its code until staff have let it in, then who is called."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.counter import pages
from guichet.devices import actions, holding
from guichet.devices.forms import MOST_LANGUAGES, first_languages, spoken
from guichet.devices.models import Kind
from guichet.kernel import clock
from guichet.web import visits
from guichet.web.languages import exact
from guichet.web.pages.render import page


@require_safe
def display(request: HttpRequest, office: str) -> HttpResponse:
    """Show a paired display of this office who is called, and any other browser a code."""
    here, now = pages.open_office(office), clock.now()
    device = holding.device_of(request)
    if device is None:
        languages = _languages(request) or first_languages()
        return holding.ask(request, here, kind=Kind.DISPLAY, languages=languages, now=now)
    if device.office != here.pk or device.kind != Kind.DISPLAY:
        raise Http404
    actions.note_seen(device, now=now)
    response = page(request, "counter/display.html", {"device": device})
    visits.make_private(response)
    holding.keep(response, holding.token_of(request))
    return response


def _languages(request: HttpRequest) -> list[str]:
    """Return the languages that the address names, of those a display can speak."""
    codes = [exact(part.strip()) for part in request.GET.get("languages", "")[:100].split(",")]
    choices = spoken()
    languages = [code for code in dict.fromkeys(codes) if code and code in choices]
    return languages[:MOST_LANGUAGES]
