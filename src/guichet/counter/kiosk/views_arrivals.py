"""Somebody has come: with an appointment, by its number or code, or without one."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from guichet.booking.clients.cancellation import Cancellation
from guichet.booking.finding.office_page import card_of, name_in
from guichet.booking.notice.gather import address_lines
from guichet.counter.kiosk import actions, stays
from guichet.counter.kiosk.door import Here, go, with_stay
from guichet.counter.kiosk.forms import KEYS, KeyForm, NumberForm, ServiceForm
from guichet.counter.kiosk.page import TOPIC, problem, show, square_of
from guichet.counter.queue import public, rules
from guichet.counter.tickets.views_office import sentence_of
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.web.formats.dates import moment
from guichet.web.forms.base import Form
from guichet.web.words import Say, speaker


@require_http_methods(["GET", "HEAD", "POST"])
@with_stay
def check_in(request: HttpRequest, here: Here) -> HttpResponse:
    """Ask for a number; the right one of today is checked in."""
    say = speaker(here.stay.language, TOPIC)
    if request.method != "POST":
        return _number(request, here, NumberForm(say=say))
    pressed = KeyForm(request.POST)
    if pressed.is_valid():
        return _number(request, here, NumberForm(say=say, initial={"code": pressed.typed()}))
    form = NumberForm(request.POST, say=say)
    if not form.is_valid():
        return _number(request, here, form, 422)
    try:
        ticket = actions.check_in(form.cleaned_data["code"], here)
    except Obstacle as obstacle:
        return _hindered(request, here, obstacle, form)
    return _with_ticket(here, ticket.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@with_stay
def walk_in(request: HttpRequest, here: Here) -> HttpResponse:
    """Say first how long people wait now, or that nobody is taken; then ask what for."""
    if request.method != "POST":
        return _services(request, here)
    codes = [service.pk for service in offices.services_of(here.office)]
    form = ServiceForm(request.POST, services=codes)
    if not form.is_valid():
        return _services(request, here, 422)
    try:
        ticket = actions.take_ticket(form.cleaned_data["service"], here)
    except Obstacle as obstacle:
        if obstacle.code == "no_walk_ins":
            return _services(request, here, 409)
        return _later(problem(request, here, "problem.no_more_tickets", 429), obstacle)
    return _with_ticket(here, ticket.pk)


def _with_ticket(here: Here, ticket: int) -> HttpResponse:
    response = go("ticket")
    stays.keep(response, stays.with_ticket(here.stay, ticket))
    return response


def _number(request: HttpRequest, here: Here, form: Form, status: int = 200) -> HttpResponse:
    return show(request, here, "number", {"form": form, "keys": KEYS}, status)


def _services(request: HttpRequest, here: Here, status: int = 200) -> HttpResponse:
    waiting = public.waiting_at(here.office, now=here.now)
    language = here.stay.language
    context: dict[str, object] = {
        "standing": sentence_of(waiting),
        "minutes": max(waiting.estimate or 0, rules.SHORTEST),
        "waiting": waiting.waiting,
        "closes_at": waiting.closes_early_at,
        "opens_again_at": waiting.opens_again_at,
        "services": [card_of(service, language) for service in offices.services_of(here.office)],
    }
    if waiting.walk_ins != public.TAKEN:
        context["square"] = square_of("booking:office", language, office=here.office.pk)
    return show(request, here, "walk_in", context, status)


def _hindered(
    request: HttpRequest, here: Here, obstacle: Obstacle, form: NumberForm
) -> HttpResponse:
    """Answer why nobody was checked in: beside the number, or by one sentence and one way on."""
    if obstacle.code == "not_found":
        form.add_error("code", form.say("problem.not_found"))
        return _number(request, here, form, 422)
    if obstacle.code == "too_many":
        return _later(problem(request, here, "problem.no_more_numbers", 429), obstacle)
    return show(request, here, "problem", _not_here_and_now(here, obstacle), 409)


def _not_here_and_now(here: Here, obstacle: Obstacle) -> dict[str, object]:
    """Return why an appointment that there is cannot be checked in; `way` names the way on."""
    language, code = here.stay.language, obstacle.code
    say = speaker(language, TOPIC)
    if code == "wrong_office":
        return _elsewhere(str(obstacle.facts["office"]), language)
    if code == "wrong_day":
        return {"sentence": _of_another_day(obstacle, here, say), "way": "walk_in"}
    if code == "already_cancelled":
        return _cancelled(obstacle.facts["cancellation"], say)
    return {"sentence": say("problem.already_ended")}


def _of_another_day(obstacle: Obstacle, here: Here, say: Say) -> str:
    """Return when an appointment is that is not today; of a day that is past, that it is over."""
    at = obstacle.facts["starts_at"]
    assert isinstance(at, datetime)
    if at < here.now:
        return say("problem.already_ended")
    on_the_clock_here = at.astimezone(ZoneInfo(here.office.time_zone))
    return say("problem.wrong_day", moment=moment(on_the_clock_here, here.stay.language))


def _cancelled(cancellation: object, say: Say) -> dict[str, object]:
    """Return that an appointment is canceled; that the office did it, and why, where it did."""
    assert isinstance(cancellation, Cancellation)
    by_office = cancellation.by == "office"
    return {
        "sentence": say(f"problem.{'cancelled_by_office' if by_office else 'already_cancelled'}"),
        "cancellation": cancellation,
        "way": "walk_in",
    }


def _elsewhere(code: str, language: str) -> dict[str, object]:
    """Return the sentence on an appointment at another office, and where that is."""
    office = offices.office(code)
    name = name_in(office.names, language).text if office else ""
    lines = address_lines(office, language=language) if office else ()
    sentence = speaker(language, TOPIC)("problem.wrong_office", office=name)
    return {"sentence": sentence, "lines": lines}


def _later(response: HttpResponse, obstacle: Obstacle) -> HttpResponse:
    response["Retry-After"] = str(obstacle.facts["retry_after"])
    return response
