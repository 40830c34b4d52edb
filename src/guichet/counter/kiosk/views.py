"""The first pages of a kiosk: its code until staff let it in, the language, the two choices."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.booking.finding.office_page import name_in
from guichet.counter import pages
from guichet.counter.kiosk import helping, stays
from guichet.counter.kiosk.door import Here, go, kiosk_of, with_stay
from guichet.counter.kiosk.page import TOPIC, show
from guichet.devices import actions, holding
from guichet.devices.forms import first_languages
from guichet.devices.models import Device, Kind
from guichet.kernel import clock
from guichet.web import visits
from guichet.web.languages import ALL, OFFERED, exact
from guichet.web.pages.render import page
from guichet.web.words import speaker, texts

AGAIN = 60  # seconds, after which a page that nobody has touched looks for a new release


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Forget the client before, and ask the next one for their language."""
    device = kiosk_of(request)
    if device is None:
        return _unpaired(request)
    if language := exact(request.GET.get("language", "")):
        response = go("choose")
        stays.keep(response, stays.begin(device, language))
        return response
    actions.note_seen(device, now=clock.now())
    response = _languages(request, device)
    stays.end(response)
    holding.keep(response, holding.token_of(request))
    return response


@require_safe
@with_stay
def choose(request: HttpRequest, here: Here) -> HttpResponse:
    """Ask whether they have an appointment, or a question that can be answered here."""
    return show(request, here, "choice", {"has_help": bool(helping.groups(here.now))})


def _unpaired(request: HttpRequest) -> HttpResponse:
    if holding.device_of(request):
        raise Http404
    return holding.ask(request, None, kind=Kind.KIOSK, languages=first_languages(), now=clock.now())


def _languages(request: HttpRequest, device: Device) -> HttpResponse:
    first = [code for code in device.languages if code in OFFERED] or first_languages()
    request.language = first[0]  # type: ignore[attr-defined]
    office = pages.open_office(device.office)
    context = {
        "office_name": name_in(office.names, first[0]),
        "languages": [ALL[code] for code in dict.fromkeys([*first, *OFFERED])],
        "titles": [(ALL[code], speaker(code, TOPIC)("start.title")) for code in first],
        "speak": speaker(first[0], TOPIC),
        "again": AGAIN,
    }
    complete = texts(TOPIC).languages()
    response = page(request, "kiosk/start.html", context, complete=complete)
    visits.make_private(response)
    return response
