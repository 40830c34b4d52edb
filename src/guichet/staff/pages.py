"""Staff pages: Jinja2 in the staff frame, in English or French, kept by no cache."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from guichet.applications.words import speaker
from guichet.staff import languages, menu, roles, second_factor
from guichet.staff.words import TOPIC
from guichet.web import visits
from guichet.web.languages import of
from guichet.web.render import page

_SAID = "staff_said"


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with `staff/<template>.html`; `tell` says the sentences of content/staff/."""
    inside = second_factor.is_proved(request)
    known = {
        "tell": speaker(of(request), TOPIC),
        "language": of(request),
        "languages": languages.CODES,
        "user": request.user,
        "roles": sorted(roles.roles_of(request.user)),
        "entries": menu.entries_of(request.user) if inside else [],
        "inside": inside,
        "said": request.session.pop(_SAID, None),
    }
    name = f"staff/{template}.html"
    response = page(request, name, {**known, **(context or {})}, status, complete=languages.CODES)
    visits.make_private(response)
    return response


def say_next(request: HttpRequest, key: str, **values: str) -> None:
    """Have the next page begin with a sentence: what has just been done."""
    request.session[_SAID] = [key, values]
