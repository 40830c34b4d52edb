"""Pages of a visit: where they lead, and what all of them show. Links carry the handle."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import NoReverseMatch
from markupsafe import Markup

from guichet.applications import tokens
from guichet.applications.access.handles import Visit, visit_of
from guichet.applications.form import answers
from guichet.applications.numbers import for_people
from guichet.eligibility.pages import show_public
from guichet.eligibility.programme import written_language
from guichet.kernel import clock
from guichet.kernel.programs import idempotency
from guichet.web import visits
from guichet.web.addresses.paths import address
from guichet.web.forms import marks
from guichet.web.languages import of
from guichet.web.words import speaker

FORM = "apply"  # the topic of the words of the form


def address_in(request: HttpRequest, name: str, **values: object) -> str:
    """Return the path of a page in the language of this one, of the application of this one."""
    handle = visit_of(request, now=clock.now()).handle
    if handle:
        try:
            return address(name, of(request), handle=handle, **values)
        except NoReverseMatch:
            pass  # a page that is the same for everybody
    return address(name, of(request), **values)


def go(
    request: HttpRequest, name: str, *, query: str = "", fragment: str = "", **values: object
) -> HttpResponse:
    """Send to a page of the authorization in the language of this one."""
    target = address_in(request, f"applications:{name}", **values)
    target += f"?{query}" if query else ""
    return HttpResponseRedirect(f"{target}#{fragment}" if fragment else target)


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
    *,
    topic: str = FORM,
    room: str = "applications",
) -> HttpResponse:
    """Answer with a page of an application, of the templates of a room: never kept by any cache.

    `tell` speaks the words of its topic, and `of_form` those of the form.
    `about` prints the mark of the application that the page is about, for one kind of deed.
    """
    visit = visit_of(request, now=clock.now())
    language = written_language(request)
    frame = {
        "tell": speaker(language, topic),
        "of_form": speaker(language, FORM),
        "about": _about(visit),
        "once": _once,
        "has_short_pins": tokens.has_short_pins,
        "url": lambda name, **values: address_in(request, name, **values),
        "whose": whose(visit),
    }
    response = show_public(request, f"{room}/{template}", {**frame, **context}, status)
    visits.make_private(response)
    return response


def whose(visit: Visit) -> dict[str, object] | None:
    """Return what every page says of the application that it is about."""
    if visit.current is None:
        return None
    return {
        "number": for_people(visit.current.number),
        "name": answers.name_in(visit.current.answers),
        "several": len(visit.openings) > 1,
    }


def _once() -> Markup:
    """Print what tells this showing of a form from every other: pressed twice, it is done once."""
    return Markup('<input type="hidden" name="once" value="{}">').format(idempotency.new_form())


def _about(visit: Visit) -> Callable[[str], Markup]:
    current = visit.current
    return lambda deed: marks.field(deed, current) if current else Markup("")


def isolated(text: str) -> Markup:
    """Return what is written from left to right in whatever language stands around it."""
    return Markup('<bdi dir="ltr" translate="no">{}</bdi>').format(text)


def masked(email: str) -> Markup:
    """Return an address of which its owner recognizes the place, and nobody reads the name.

    >>> masked("niamh@example.org")
    Markup('<bdi dir="ltr" translate="no">n•••@example.org</bdi>')
    """
    name, _, place = email.rpartition("@")
    return isolated(f"{name[:1]}•••@{place}" if name else "")


def whole(number: str) -> Markup:
    """Return a number or a reference in one piece: no line breaks within it."""
    return Markup('<bdi class="number" dir="ltr" translate="no">{}</bdi>').format(number)
