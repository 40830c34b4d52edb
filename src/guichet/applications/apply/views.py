"""Apply: begin, note number and PIN, go on anywhere, and one page for each step of the form."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from guichet.applications import numbers, tokens
from guichet.applications.access import before
from guichet.applications.access.handles import Visit, visit_of
from guichet.applications.access.number_and_pin import keys_page, open_by_keys, with_typed_kept
from guichet.applications.access.pages import go, show
from guichet.applications.access.whose import entrance_of, switcher, with_application
from guichet.applications.apply import actions, starting, steps, zone_page
from guichet.applications.form.answers import reading_of
from guichet.applications.models import Application
from guichet.eligibility.content import today
from guichet.eligibility.programme import written_language
from guichet.kernel import clock
from guichet.kernel.guarding.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.references import pin_for_people
from guichet.web.forms.base import switching_language
from guichet.web.languages import of
from guichet.web.pages.errors import wait
from guichet.web.words import speaker

WHO = {
    "self": {"on_behalf": "no"},
    "behalf": {"on_behalf": "yes", "for_minor": "no"},
    "minor": {"on_behalf": "yes", "for_minor": "yes"},
}


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Ask whom it is for, and begin."""
    who, now = request.POST.get("who", ""), clock.now()
    visit = visit_of(request, now=now)
    if request.method != "POST" or switching_language(request):
        return _start_page(request, visit, who)
    if who not in WHO or not before.is_answered(request, visit):
        return _start_page(request, visit, who, wrong="before" if who in WHO else "who")
    try:
        draft = starting.start(
            language=of(request),
            reading=reading_of(WHO[who], now=now),
            network=network_key(request),
            once=request.POST.get("once", ""),
            now=now,
        )
    except Obstacle as flood:
        return wait(request, flood)
    before.open_next(request, visit, draft.application)
    return visit.keep(go(request, "number"))


def _start_page(request: HttpRequest, visit: Visit, who: str, *, wrong: str = "") -> HttpResponse:
    context = {
        "who": who if who in WHO else "",
        "kinds": list(WHO),
        "wrong": wrong,
        "asks_before": before.asks(request, visit),
        "before": before.choice(request),
    }
    return show(request, "apply/start", context, 422 if wrong else 200)


@require_safe
@with_application
def number(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Show number and PIN, large, to be written down."""
    context = {
        "number": numbers.for_people(application.number),
        "pin": pin_for_people(tokens.pin_of(application)),
        "still": "still" in request.GET and not application.version,
    }
    return show(request, "apply/number", context)


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Open an application with number and PIN, on whatever device."""
    if request.method != "POST" or switching_language(request):
        return keys_page(request)
    now = clock.now()
    outcome = open_by_keys(request, now=now)
    if isinstance(outcome, str):
        return keys_page(request, wrong=outcome)
    if isinstance(outcome, HttpResponse):
        return outcome
    return visit_of(request, now=now).keep(go(request, entrance_of(request) or "go_on"))


@require_safe
def yours(request: HttpRequest) -> HttpResponse:
    """Show every application that is open in this browser."""
    visit = visit_of(request, now=clock.now())
    if not visit.openings:
        return go(request, "resume", query="ended" if visit.was_here else "")
    return switcher(request, visit)


@require_safe
@with_application
def go_on(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Go to what comes next for an application, whatever its state."""
    return steps.next_page(request, application, now=now)


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
    if application.state != "draft":
        return steps.next_page(request, application, now=now)
    if request.method != "POST" or switching_language(request):
        return _zone_page(request, zone_page.ZoneReading())
    text, language = request.POST.get("lines", ""), written_language(request)
    lines = zone_page.read(text, language, today=today(now))
    if not lines.answers:
        return _zone_page(request, lines, status=422)
    pk, version, interface = application.pk, application.version, of(request)
    try:
        actions.save_step(pk, "zone", lines.answers, version=version, language=interface, now=now)
    except Obstacle:
        return go(request, "go_on")
    return _zone_page(request, lines)


def _zone_page(
    request: HttpRequest, lines: zone_page.ZoneReading, *, status: int = 200
) -> HttpResponse:
    context = {
        "text": request.POST.get("lines", ""),
        "read": lines,
        "has_error": bool(lines.faults),
        "field_words": speaker(written_language(request), "fields"),
    }
    return show(request, "apply/zone", context, status)
