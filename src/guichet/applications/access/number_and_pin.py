"""Number and PIN on a page: they open an application, and save a step whose visit was over."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse

from guichet.applications.access import actions, before, whose
from guichet.applications.access.handles import Visit, visit_of
from guichet.applications.access.pages import show
from guichet.applications.access.whose import TypedFields
from guichet.applications.form import typed
from guichet.applications.models import Application
from guichet.eligibility.programme import written_language
from guichet.kernel import clock
from guichet.kernel.enciphering import pins
from guichet.kernel.obstacles import Obstacle
from guichet.web.forms.base import switching_language
from guichet.web.pages.errors import WAITS, wait
from guichet.web.wire.opened_before import guesser_of
from guichet.web.words import speaker


def with_typed_kept[**P](
    view: Callable[Concatenate[HttpRequest, Application, datetime, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Give a view the application that a request is about, by its mark or its handle.

    Where that one is not open, what was typed waits on a page that asks for its number and PIN,
    and comes to the view from there; to no other application than the one it was typed for.
    """

    @wraps(view)
    def of_visit(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        now, handle = clock.now(), whose.handle_in(kwargs)
        visit = visit_of(request, now=now)
        application = whose.application_of(request, visit, handle)
        if application is None and request.method in whose.SAFE:
            return whose.ask_which(request, visit, handle)
        if application is None:
            answer = _application_by_keys(request, visit, handle, now=now)
            if not isinstance(answer, Application):
                return answer
            application = answer
        visit.turn_to(application)
        return visit.keep(view(request, application, now, *args, **kwargs))

    return of_visit


def _application_by_keys(
    request: HttpRequest, visit: Visit, handle: str, *, now: datetime
) -> Application | HttpResponse:
    """Return the application whose number and PIN came with what was typed, if it is the one."""
    fields = typed.hidden_fields(request.POST)
    outcome = "" if _are_keys_missing(request) else open_by_keys(request, now=now, handle=handle)
    if isinstance(outcome, HttpResponse):
        return outcome
    if isinstance(outcome, str):
        if visit.openings:
            return whose.of_another(request, visit, fields=fields, wrong=outcome)
        return keys_page(request, fields=fields, wrong=outcome)
    if not whose.is_about(request, outcome):
        return whose.of_another(request, visit, fields=fields, wrong="other")
    return outcome


def open_by_keys(
    request: HttpRequest, *, now: datetime, handle: str = ""
) -> Application | HttpResponse | str:
    """Open the application of the typed pair; or return a page to wait, or what is wrong.

    That is `pair`, `mistyped` where the number does not check itself, or `before` on a shared
    computer where the page has to ask something first.
    """
    visit = visit_of(request, now=now)
    if not before.is_answered(request, visit):
        return "before"
    try:
        application = actions.sign_in(
            request.POST.get("number", ""),
            request.POST.get("pin", ""),
            guesser=guesser_of(request),
            now=now,
        )
    except Obstacle as obstacle:
        wrong = {"mistyped_number": "mistyped"}.get(obstacle.code, "pair")
        return wait(request, obstacle) if obstacle.code in WAITS else wrong
    before.open_next(request, visit, application, handle=handle)
    return application


def keys_page(
    request: HttpRequest, *, wrong: str = "", fields: TypedFields | None = None
) -> HttpResponse:
    """Ask for number and PIN; `fields` is what was typed on another page and is sent with them."""
    visit = visit_of(request, now=clock.now())
    context = {
        "number": request.POST.get("number", ""),
        "wrong": wrong,
        "asks_before": before.asks(request, visit),
        "before": before.choice(request),
        "ended": "ended" in request.GET,
        "kept": fields or [],
        "here": _path_of(request),
        "pins_ended": pins.ended_on(),
        "enquiries": speaker(written_language(request), "enquiries"),
    }
    status = 422 if wrong else 403 if fields else 200
    response = show(request, "access/resume", context, status)
    if "ended" in request.GET:
        return whose.forget_visit(response, visit)
    return response


def _path_of(request: HttpRequest) -> str:
    """Return where number and PIN are sent: what was wanted beyond them stays in the address."""
    then = whose.entrance_of(request)
    return f"{request.path}?then={then}" if then else request.path


def _are_keys_missing(request: HttpRequest) -> bool:
    """Tell whether number and PIN were not typed: the page was another, or changes its language."""
    return switching_language(request) or "pin" not in request.POST
