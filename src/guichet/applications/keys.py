"""Number and PIN on a page: they open an application, and save a step whose visit was over."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse

from guichet.applications import actions, typed
from guichet.applications.models import Application
from guichet.applications.of_visit import go, keep_open, opened, show
from guichet.applications.words import speaker, written_language
from guichet.kernel import clock
from guichet.kernel.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.web import visits
from guichet.web.errors import wait
from guichet.web.forms import switching_language

Kept = list[tuple[str, str]]


def with_typed_kept[**P](
    view: Callable[Concatenate[HttpRequest, Application, datetime, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the application this browser has open.

    Where the visit is over, what was typed waits on a page that asks for number and PIN, and
    comes to the view from there.
    """

    @wraps(view)
    def of_visit(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        now = clock.now()
        application = opened(request, now=now)
        if application is None and request.method != "POST":
            ended = visits.APPLICATION in request.COOKIES
            return go(request, "resume", query="ended" if ended else "")
        if application is None:
            found = None if _not_typed(request) else opened_by_keys(request, now=now)
            if not isinstance(found, Application):
                return found or keys_page(request, kept=typed.again(request.POST))
            application = found
        return keep_open(view(request, application, now, *args, **kwargs), application, now=now)

    return of_visit


def opened_by_keys(request: HttpRequest, *, now: datetime) -> Application | HttpResponse | None:
    """Return the application that the typed pair opens; a page to wait; None where it is wrong."""
    try:
        return actions.sign_in(
            request.POST.get("number", ""),
            request.POST.get("pin", ""),
            network=network_key(request),
            now=now,
        )
    except Obstacle as obstacle:
        return wait(request, obstacle) if obstacle.code == "too_many" else None


def keys_page(
    request: HttpRequest, *, wrong: bool = False, kept: Kept | None = None
) -> HttpResponse:
    """Ask for number and PIN; `kept` is what was typed on another page and is sent with them."""
    wrong = wrong or (kept is not None and not _not_typed(request))
    context = {
        "number": request.POST.get("number", ""),
        "wrong": wrong,
        "ended": "ended" in request.GET,
        "kept": kept or [],
        "here": request.path,
        "enquiries": speaker(written_language(request), "enquiries"),
    }
    status = 422 if wrong else 403 if kept else 200
    response = show(request, "apply_resume", context, status)
    if "ended" in request.GET:
        visits.drop(response, visits.APPLICATION)
    return response


def _not_typed(request: HttpRequest) -> bool:
    """Tell whether number and PIN were not typed: the page was another, or changes its language."""
    return switching_language(request) or "pin" not in request.POST
