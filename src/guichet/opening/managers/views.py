"""The opening of an office: its closures to come, a form for the next one, what was done before."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_safe

from guichet.kernel import clock
from guichet.offices import queries as offices
from guichet.offices.models import Office
from guichet.opening.managers import page
from guichet.opening.managers.forms import ClosureForm
from guichet.staff import roles
from guichet.staff.door.entry import may_at, may_somewhere
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT, of
from guichet.web.words import speaker


@require_safe
@may_somewhere("see_hours")
def openings(request: HttpRequest) -> HttpResponse:
    """List the offices that somebody may open and close; of one office, go there."""
    codes, mine = roles.offices_where(request.user, "see_hours"), offices.offices()
    if not roles.has(request.user, "see_hours"):
        mine = mine.filter(pk__in=codes)
    if len(codes) == 1 and (only := mine.first()):
        return HttpResponseRedirect(address("staff:opening", DEFAULT, office=only.pk))
    names = [(office.pk, page.named(office.names, of(request))) for office in mine]
    return show(request, "openings", {"offices": sorted(names, key=lambda pair: pair[1])})


@require_safe
@may_at("see_hours")
def opening(request: HttpRequest, office: str) -> HttpResponse:
    """Show the closures of an office, and the form that asks for the next one."""
    return show_office(request, open_office(office))


def show_office(
    request: HttpRequest, office: Office, form: ClosureForm | None = None, status: int = 200
) -> HttpResponse:
    """Answer with the page of an office; `form` keeps what was typed."""
    language, now = of(request), clock.now()
    context = {
        **page.office_context(office, language, now=now),
        "form": form or form_of(request, office),
    }
    return show(request, "opening", {**frame(request, office), **context}, status)


def form_of(request: HttpRequest, office: Office) -> ClosureForm:
    """Return the form of a closure as it was sent, or an empty one that begins today."""
    zone = ZoneInfo(office.time_zone)
    first = {"first": clock.now().astimezone(zone).date()}
    answers = request.POST if request.method == "POST" else None
    return ClosureForm(answers, language=of(request), zone=zone, initial=first)


def frame(request: HttpRequest, office: Office) -> dict[str, object]:
    """Return what every page of an office has; who only reads it sees no forms."""
    return {
        "office": office,
        "office_name": page.named(office.names, of(request)),
        "may_change": roles.has_at(request.user, "open_hours", office.pk),
    }


def open_office(code: str) -> Office:
    """Return an office, or answer that there is none."""
    office = offices.office(code)
    if office is None:
        raise Http404
    return office


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page whose sentences are those of content/opening/, said by `says`."""
    words = {"says": speaker(of(request), page.TOPIC)}
    return pages.show(request, f"opening/{template}.html", {**words, **context}, status)
