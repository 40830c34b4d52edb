"""Staff pages: Jinja2 in the staff frame, in English or French, kept by no cache."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from markupsafe import Markup

from guichet.kernel import clock
from guichet.staff import roles, second_factor
from guichet.staff.frame import at_desk, languages, menu
from guichet.staff.frame.words import TOPIC, moment, plain_sentence, posted
from guichet.web import visits
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT, of
from guichet.web.pages.render import page
from guichet.web.words import speaker

# Whether people change at this browser: the room that knows shared desks hands in how to tell.
IS_SHARED: list[Callable[[HttpRequest], bool]] = []
_NEXT = "staff_said"
_TITLE, _MAIN = "<!--title-->", "<!--main-->"  # in staff/administration.html


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The frame as what stands around a page that something else than Jinja2 makes."""

    before_title: SafeString
    before_main: SafeString
    after_main: SafeString


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry of the menu, in words."""

    page: str
    label: Markup
    help: Markup


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page in the frame of the staff; `tell` says the sentences of content/staff/."""
    inside, language = second_factor.is_proved(request), of(request)
    links = list(_links(request.user, language)) if inside else []
    frame = {
        "tell": speaker(language, TOPIC),
        "language": language,
        "printed_at": moment(clock.now(), language),
        "languages": languages.CODES,
        "has_other_languages": languages.others(),
        "user": request.user,
        "roles": _roles(request.user),
        "entries": links,
        "current_entry": _here(request.path, links),
        "inside": inside,
        "is_shared": any(tells(request) for tells in IS_SHARED),
        "at_desk": at_desk.office_of(request),
        "idle_minutes": roles.idle_minutes_of(request.user),
        "said": _message(request, language),
    }
    values = {**frame, **(context or {})}
    response = page(request, template, values, status, complete=languages.CODES)
    visits.make_private(response)
    return response


def surroundings(request: HttpRequest, *, form_id: str = "") -> Surroundings:
    """Return the frame around a page of Django's templates; a change of language sends the form."""
    text = show(request, "staff/administration.html", {"form_id": form_id}).content.decode()
    before_title, _, rest = text.partition(_TITLE)
    before_main, _, after_main = rest.partition(_MAIN)
    return Surroundings(*map(SafeString, (before_title, before_main, after_main)))


def say_next(request: HttpRequest, key: str, *, topic: str = TOPIC, **values: str) -> None:
    """Have the next page begin with a sentence of content/<topic>/: what has just been done."""
    request.session[_NEXT] = [key, values, topic]


def _message(request: HttpRequest, language: str) -> Markup | None:
    if not (noted := request.session.pop(_NEXT, None)):
        return None
    key, values, *topic = noted
    return speaker(language, *(topic or [TOPIC]))(key, **values)


def _roles(user: roles.Somebody) -> list[str]:
    """Return the roles of an account in words, those at offices after those everywhere."""
    everywhere = [plain_sentence(f"role.{role}") for role in sorted(roles.roles_of(user))]
    at_offices = sorted(roles.postings_of(user), key=lambda posting: posting[::-1])
    return [*everywhere, *(posted(role, office) for role, office in at_offices)]


def _here(path: str, links: list[MenuLink]) -> str:
    """Return the entry whose page a path is on or below: of one below another, the lower one."""
    above = [link.page for link in links if path.startswith(address(link.page, DEFAULT))]
    return max(above, key=lambda name: len(address(name, DEFAULT)), default="")


def _links(user: roles.Somebody, language: str) -> Iterator[MenuLink]:
    permissions = roles.permissions_somewhere(user)
    for entry in menu.entries_of(user):
        say = speaker(language, entry.topic)
        is_everywhere = roles.has(user, entry.permission)
        help_key = entry.help_for(permissions, is_everywhere=is_everywhere)
        yield MenuLink(entry.page, say(f"menu.{entry.key}"), say(help_key))
