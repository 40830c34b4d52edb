"""What the officers' pages share: their words, where they lead, and what was just done."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from markupsafe import Markup

from guichet.casework import words
from guichet.staff.frame import languages, pages
from guichet.web import visits
from guichet.web.addresses.paths import address
from guichet.web.formats.money import money
from guichet.web.languages import DEFAULT, of
from guichet.web.pages.render import page

_SAID = "cases_said"


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page whose sentences are those of content/casework/, said by `says`."""
    frame = {**_in_words(of(request)), "done": request.session.pop(_SAID, None)}
    return pages.show(request, f"casework/{template}.html", {**frame, **context}, status)


def show_part(request: HttpRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    """Answer with a part of a page, for a script that puts it there.

    What the next page is to say is left to that page.
    """
    values = {**_in_words(of(request)), **context}
    response = page(request, f"casework/{template}.html", values, complete=languages.CODES)
    visits.make_private(response)
    return response


def _in_words(language: str) -> dict[str, object]:
    return {
        "says": words.says(language),
        "whole": whole,
        "known": lambda table, code: words.of_code(table, str(code), language),
        "at_time": lambda at: words.time(at, language),
        "at_moment": lambda at: words.moment(at, language),
        "at_second": lambda at: words.second(at, language),
        "on_day": lambda day: words.day(day, language),
        "money_of": lambda minor, currency: money(minor, currency, language),
    }


def whole(number: str) -> Markup:
    """Return a number that stays in one line, where the room is small too."""
    return Markup('<bdi class="whole" dir="ltr">{}</bdi>').format(number)


def say_next(
    request: HttpRequest,
    key: str,
    *,
    kind: str = "good",
    lines: Sequence[tuple[str, Mapping[str, str]]] = (),
    **values: object,
) -> None:
    """Have the next of these pages begin with a sentence: what was done, or why it was not.

    `lines` stand below it, each a sentence of its own with what it names.
    """
    texts = {name: str(value) for name, value in values.items()}
    request.session[_SAID] = [key, kind, texts, *lines]


def officer_of(request: HttpRequest) -> int:
    """Return the key of the account that is signed in."""
    assert request.user.pk is not None
    return int(request.user.pk)


def go(name: str, **values: object) -> HttpResponse:
    """Send to a staff page."""
    return HttpResponseRedirect(address(f"staff:{name}", DEFAULT, **values))


def back_to(request: HttpRequest) -> str:
    """Return the page of ours that a form was sent from, else the list."""
    target = request.POST.get("next", "")
    if target.startswith("/staff/") and url_has_allowed_host_and_scheme(target, None):
        return target
    return address("staff:cases", DEFAULT)
