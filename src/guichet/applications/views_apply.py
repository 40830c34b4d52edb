"""Apply: begin, note number and PIN, go on anywhere, and one page for each step of the form."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from guichet.applications import actions, numbers, steps, tokens, zone_page
from guichet.applications.answers import today
from guichet.applications.keys import keys_page, opened_by_keys, with_typed_kept
from guichet.applications.models import Application
from guichet.applications.of_visit import go, keep_open, show, with_application
from guichet.applications.words import speaker, written_language
from guichet.kernel import clock, limits
from guichet.kernel.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.web.errors import wait
from guichet.web.forms import switching_language
from guichet.web.languages import of

# Applications of one network: so many at once, and seconds until one more. A library has families.
BURST, COMES_BACK = 60, 10.0
WHO = {
    "self": {"on_behalf": "no"},
    "behalf": {"on_behalf": "yes", "for_minor": "no"},
    "minor": {"on_behalf": "yes", "for_minor": "yes"},
}


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Ask whom it is for, and begin."""
    who, now = request.POST.get("who", ""), clock.now()
    if request.method != "POST" or switching_language(request):
        return show(request, "apply_start", {"who": who, "kinds": list(WHO), "error": False})
    if who not in WHO:
        return show(request, "apply_start", {"who": "", "kinds": list(WHO), "error": True}, 422)
    try:
        limits.take_token(
            "eta_start", network_key(request), burst=BURST, seconds=COMES_BACK, now=now
        )
    except Obstacle as flood:
        return wait(request, flood)
    started = actions.start(language=of(request), answers=WHO[who], now=now)
    return keep_open(go(request, "number"), started.application, now=now)


@require_safe
@with_application
def number(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Show number and PIN, large, to be written down."""
    context = {
        "number": numbers.shown(application.number),
        "pin": tokens.pin_of(application),
    }
    return show(request, "apply_number", context)


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Open an application with number and PIN, on whatever device."""
    if request.method != "POST" or switching_language(request):
        return keys_page(request)
    now = clock.now()
    found = opened_by_keys(request, now=now)
    if not isinstance(found, Application):
        return found or keys_page(request, wrong=True)
    return keep_open(go(request, "go_on"), found, now=now)


@require_safe
@with_application
def go_on(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Go to what comes next for an application, whatever its state."""
    return steps.way_on(request, application, now=now)


@require_http_methods(["GET", "HEAD", "POST"])
@with_typed_kept
def step(
    request: HttpRequest, application: Application, now: datetime, section: str
) -> HttpResponse:
    """Ask the questions of a step and keep every answer."""
    switches = switching_language(request)
    return steps.answer(request, application, section, switches=switches, now=now)


@require_http_methods(["GET", "HEAD", "POST"])
@with_typed_kept
def zone(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Read the two lines of a passport into the form, and say what they do not prove."""
    text = request.POST.get("lines", "")
    switches, language = switching_language(request), written_language(request)
    if application.state != "draft":
        return steps.way_on(request, application, now=now)
    if request.method != "POST" or switches:
        return _zone_page(request, zone_page.Read())
    found = zone_page.read(text, language, today=today(now))
    if not found.answers:
        return _zone_page(request, found, status=422)
    try:
        actions.save_step(
            application.pk,
            "zone",
            found.answers,
            version=application.version,
            language=of(request),
            now=now,
        )
    except Obstacle:
        return go(request, "go_on")
    return _zone_page(request, found)


def _zone_page(request: HttpRequest, found: zone_page.Read, *, status: int = 200) -> HttpResponse:
    context = {
        "text": request.POST.get("lines", ""),
        "read": found,
        "field_words": speaker(written_language(request), "fields"),
    }
    return show(request, "apply_zone", context, status)
