"""Which application a browser has open. Views get it, or somebody is asked for number and PIN."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from markupsafe import Markup

from guichet.applications import queries
from guichet.applications.models import Application
from guichet.applications.words import programme, speaker, written_language
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.web import visits
from guichet.web.addresses import address
from guichet.web.languages import ETA, of
from guichet.web.render import page

STAYS_OPEN = timedelta(minutes=30)  # after the last page, for a form takes its time
STAYS_OPEN_SHARED = timedelta(minutes=10)
_SALT = "guichet.applications.of_visit"


def opened(request: HttpRequest, *, now: datetime) -> Application | None:
    """Return the application this browser may see and change, or None."""
    try:
        record, seen_at = signing.loads(request.COOKIES.get(visits.APPLICATION, ""), salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    stays = STAYS_OPEN_SHARED if visits.on_shared_computer(request) else STAYS_OPEN
    if not timedelta() <= now - datetime.fromtimestamp(seen_at, now.tzinfo) <= stays:
        return None
    try:
        return queries.application(record)
    except Obstacle:
        return None


def keep_open(response: HttpResponse, application: Application, *, now: datetime) -> HttpResponse:
    """Let this browser see an application for a while longer."""
    note = signing.dumps([application.pk, int(now.timestamp())], salt=_SALT)
    visits.keep(response, visits.APPLICATION, note)
    return response


def with_application[**P](
    view: Callable[Concatenate[HttpRequest, Application, datetime, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the application this browser has open; ask others for number and PIN."""

    @wraps(view)
    def of_visit(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        now = clock.now()
        application = opened(request, now=now)
        if application is None:
            ended = visits.APPLICATION in request.COOKIES
            return go(request, "resume", query="ended" if ended else "")
        return keep_open(view(request, application, now, *args, **kwargs), application, now=now)

    return of_visit


def go(request: HttpRequest, name: str, *, query: str = "", **values: object) -> HttpResponse:
    """Send to a page of the authorization in the language of this one."""
    target = address(f"applications:{name}", of(request), **values)
    return HttpResponseRedirect(f"{target}?{query}" if query else target)


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page of an application: never kept by any cache."""
    response = show_public(request, template, context, status)
    visits.make_private(response)
    return response


def show_public(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page of the programme that is the same for everybody."""
    language, facts = written_language(request), programme()
    known = {
        "say": speaker(language),
        "tell": speaker(language, "apply"),
        "language": language,
        "price": Markup('<bdi dir="ltr">{}</bdi>').format(facts.price),
        "address": facts.address(language),
    }
    template = f"applications/{template}.html"
    return page(request, template, {**known, **context}, status, complete=ETA)
