"""Whose a page is: the application that a request is about, or the page that asks which one.

A form says by its mark what it is about, and what the visit has open decides what may be written.
Where the two differ nothing is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch

from guichet.applications import numbers
from guichet.applications import public_status as status
from guichet.applications.access import before, handles
from guichet.applications.access.handles import Visit, visit_of
from guichet.applications.access.pages import go, show
from guichet.applications.form import answers
from guichet.applications.models import Application
from guichet.eligibility.programme import written_language
from guichet.kernel import clock
from guichet.web import visits
from guichet.web.addresses.paths import address
from guichet.web.forms import marks
from guichet.web.forms.base import switching_language
from guichet.web.languages import of
from guichet.web.words import speaker

TypedFields = list[tuple[str, str]]
SAFE = {"GET", "HEAD"}
# Begins with a form that is sent by GET, whose address is to hold no mark: a change of its
# language, which writes nothing, goes by the address.
ASKS_BY_GET = {"change"}
# Pages about one application that are led to from elsewhere: whoever has to give number and PIN
# first comes on to them.
ENTRANCES = {"change", "letters", "look_again", "new_address", "papers", "withdraw"}


@dataclass(frozen=True, slots=True)
class OpenApplication:
    """An application that is open, as it stands on the page of all that are."""

    number: str
    name: str
    state: str
    link: str


def with_application[**P](
    view: Callable[Concatenate[HttpRequest, Application, datetime, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the application that a request is about; ask where that is not clear."""

    @wraps(view)
    def of_visit(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        now, handle = clock.now(), handle_in(kwargs)
        visit = visit_of(request, now=now)
        application = application_of(request, visit, handle)
        if application is None:
            return ask_which(request, visit, handle)
        visit.turn_to(application)
        return visit.keep(view(request, application, now, *args, **kwargs))

    return of_visit


def handle_in(kwargs: dict[str, object]) -> str:
    """Take the handle out of what an address names."""
    return str(kwargs.pop("handle", ""))


def application_of(request: HttpRequest, visit: Visit, handle: str) -> Application | None:
    """Return the open application that a request is about; None where it is about another one."""
    if request.method in SAFE or _goes_by_address(request):
        return visit.at(handle)
    application = marks.meant(request, deed_of(request), visit.applications())
    elsewhere = handle in visit.openings and visit.at(handle) != application
    return None if elsewhere else application


def is_about(request: HttpRequest, application: Application) -> bool:
    """Tell whether a form that was sent is about this application."""
    return marks.meant(request, deed_of(request), [application]) is not None


def deed_of(request: HttpRequest) -> str:
    """Return the kind of deed that a form does: it has the name of its route."""
    match = request.resolver_match
    return str(match.url_name) if match else ""


def ask_which(request: HttpRequest, visit: Visit, handle: str) -> HttpResponse:
    """Ask for number and PIN where nothing is open, and otherwise which one is meant."""
    if not visit.openings:
        here = deed_of(request)
        then = f"then={here}" if here in ENTRANCES and request.method in SAFE else ""
        ended = "ended" if visit.was_here else ""
        return go(request, "resume", query="&".join(filter(None, (ended, then))))
    if request.method in SAFE:
        return switcher(request, visit, closed=bool(handle))
    return of_another(request, visit)


def entrance_of(request: HttpRequest) -> str:
    """Return the page that somebody wanted who was asked for number and PIN, or ""."""
    then = request.GET.get("then", "")
    return then if then in ENTRANCES else ""


def switcher(request: HttpRequest, visit: Visit, *, closed: bool = False) -> HttpResponse:
    """Show every application that is open; each leads on to the page that was asked for."""
    context = {"rows": _rows(request, visit), "closed": closed}
    return show(request, "access/which", context)


def of_another(
    request: HttpRequest, visit: Visit, *, fields: TypedFields | None = None, wrong: str = ""
) -> HttpResponse:
    """Say that nothing was written: the page was for an application that is not open here.

    `fields` is what was typed, to be sent again with number and PIN. `wrong` says what these were
    wrong in: `pair`, `before`, or `other`, when they have just opened another one.
    """
    visit.current, visit.handle = None, ""
    context = {
        "rows": _rows(request, visit, route="go_on"),
        "kept": fields or [],
        "here": _path_for_another(request, visit) if fields else "",
        "number": request.POST.get("number", "") if fields and wrong != "other" else "",
        "wrong": wrong,
        "asks_before": before.asks(request, visit),
        "before": before.choice(request),
    }
    return visit.keep(show(request, "access/another", context, 409))


def _goes_by_address(request: HttpRequest) -> bool:
    unmarked = deed_of(request) in ASKS_BY_GET and marks.FIELD not in request.POST
    return unmarked and switching_language(request)


def _path_for_another(request: HttpRequest, visit: Visit) -> str:
    """Return the path to which the form is sent again, without the handle of an open one."""
    match = request.resolver_match
    if match is None or match.kwargs.get("handle") not in visit.openings:
        return request.path
    rest = {key: value for key, value in match.kwargs.items() if key != "handle"}
    return address(match.view_name, of(request), **rest)


def _rows(request: HttpRequest, visit: Visit, *, route: str = "") -> list[OpenApplication]:
    now, say = clock.now(), speaker(written_language(request), "apply")
    return [
        OpenApplication(
            number=numbers.for_people(application.number),
            name=answers.name_in(application.answers),
            state=say(f"status.{status.of(application, now=now).status.code}"),
            link=_link(request, visit.handle_of(application), route),
        )
        for application in visit.applications()
    ]


def _link(request: HttpRequest, handle: str, route: str) -> str:
    """Return the page that was asked for, of another application; or where that one goes on."""
    match, language = request.resolver_match, of(request)
    if match and not route:
        values = {**match.kwargs, "handle": handle}
        query = request.META.get("QUERY_STRING", "")
        try:
            path = address(match.view_name, language, **values)
        except NoReverseMatch:
            path = ""
        if path and not {"letter", "question", "paper"} & values.keys():
            return f"{path}?{query}" if query else path
    return address("applications:go_on", language, handle=handle)


def forget_visit(response: HttpResponse, visit: Visit) -> HttpResponse:
    """Forget what is over, so that it is told once."""
    if not visit.openings:
        visits.drop(response, handles.COOKIE)
    return response
