"""What stands on every page: the notices that concern it, drawn once and not for each page."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from markupsafe import Markup

from guichet.kernel import clock
from guichet.notices import rules, words
from guichet.notices.rules import Place
from guichet.notices.standing import board
from guichet.notices.standing.file import Sheet
from guichet.notices.values import Notice, is_all_clear, is_in_force
from guichet.web import programmes
from guichet.web.addresses.paths import address
from guichet.web.pages.assets import static
from guichet.web.pages.render import environment
from guichet.web.programmes import PROGRAMMES
from guichet.web.words import speaker

TEMPLATE = "notices/banner.html"
_STAFF = ("/staff/", "/admin/")
_BY_CHANNEL = {"/kiosk/": "kiosk", "/display/": "in_person", "/carriers/": "airline"}
_OF_TELEPHONES = ("contact", "need-help", "call-back")  # pages that lead to a telephone
_LEAD_NOWHERE = ("kiosk", "in_person")  # whoever follows a link from there does not come back
_NOTHING = Markup()
_FOLLOWING = Markup(
    '<div role="status" data-follow-notices="{url}" data-mark="{mark}">{drawn}</div>\n'
    '<script type="module" src="{script}"></script>'
)
# The pages that stay open for hours and follow what is published and solved, by a name of their
# own: no address of a page is sent, which may name a case.
FOLLOWING: Mapping[str, Callable[[Place], bool]] = {
    "staff": lambda place: place.is_of_staff,
    "kiosk": lambda place: place.channel == "kiosk",
}
PLACES: Mapping[str, Place] = {
    "staff": Place(is_of_staff=True),
    "kiosk": Place(channel="kiosk", programme="appointments"),
}


class _Drawn:
    """The banners drawn since the file was written last, by what they show and in what language."""

    sheet = Sheet()
    banners: dict[object, Markup] = {}
    lock = threading.Lock()


def banner(request: Any, language: str) -> Markup:
    """Return the notices of a page, in the language of its frame; no database is asked.

    A page that stays open for hours follows them: it asks for what stands there now.
    """
    place = place_of(request)
    lists_all = request is not None and request.path_info.endswith("/web-notices/")
    markup = of_place(place, language, lists_all=lists_all)
    follows = next((name for name, is_it in FOLLOWING.items() if is_it(place)), "")
    if request is None or not follows:
        return markup
    url = f"{address('notices:now', language)}?on={follows}"
    script = static("notices/follow.js")
    return _FOLLOWING.format(url=url, mark=mark_of(markup), drawn=markup, script=script)


def mark_of(markup: Markup) -> str:
    """Return what tells the notices of a page from others, as an ETag."""
    return f'"{blake2b(markup.encode(), digest_size=8).hexdigest()}"'


def of_place(place: Place, language: str, *, lists_all: bool = False) -> Markup:
    """Return the notices of a place; `lists_all`: the page itself says what is in force."""
    sheet, now = board.sheet(), clock.now()
    if not sheet.notices:
        return _NOTHING
    concerned = [notice for notice in sheet.notices if _concerns(notice, place)]
    in_force = [notice for notice in concerned if not lists_all and is_in_force(notice, now=now)]
    over = [notice for notice in concerned if is_all_clear(notice, now=now)]
    if not in_force and not over:
        return _NOTHING
    leads_on = place.channel not in _LEAD_NOWHERE
    return _drawn(sheet, in_force, over, language, leads_on=leads_on, now=now)


def place_of(request: Any) -> Place:
    """Return what a page is about; without a request, one that everybody may see."""
    path = request.path_info if request is not None else "/"
    if path.startswith(_STAFF):
        return Place(is_of_staff=True)
    channel = next((name for head, name in _BY_CHANNEL.items() if path.startswith(head)), "web")
    match = request.resolver_match if request is not None else None
    return Place(
        channel=channel,
        programme=_programme(request, channel, path),
        office=_office(match.kwargs if match else {}),
        names_telephones=any(f"/{name}/" in path for name in _OF_TELEPHONES),
    )


def _programme(request: Any, channel: str, path: str) -> str:
    """Return the programme whose page it is; nothing for a page of none, as the first one."""
    if channel in {"kiosk", "in_person"}:
        return "appointments"
    if channel == "airline":
        return "eta"
    home = path.strip("/").partition("/")[2]
    if request is None or not home or not PROGRAMMES:
        return ""
    programme = programmes.of_page(request)
    return programme.name if programmes.is_within(request, programme) else ""


def _office(names: dict[str, object]) -> str:
    office = names.get("office") or names.get("code") or ""
    return office if isinstance(office, str) and office in board.sheet().offices else ""


def _concerns(notice: Notice, place: Place) -> bool:
    version = notice.shown
    return version is not None and rules.concerns(version.words.scope, place)


def _drawn(
    sheet: Sheet,
    in_force: Sequence[Notice],
    over: Sequence[Notice],
    language: str,
    *,
    leads_on: bool,
    now: datetime,
) -> Markup:
    key = (
        language,
        leads_on,
        tuple(notice.id for notice in in_force),
        tuple(notice.id for notice in over),
    )
    with _Drawn.lock:
        if _Drawn.sheet is not sheet:
            _Drawn.sheet, _Drawn.banners = sheet, {}
        banners = _Drawn.banners
    if key not in banners:
        banners[key] = _draw(in_force, over, language, leads_on=leads_on, now=now)
    return banners[key]


def _draw(
    in_force: Sequence[Notice],
    over: Sequence[Notice],
    language: str,
    *,
    leads_on: bool,
    now: datetime,
) -> Markup:
    context = {
        "says": speaker(language, words.TOPIC),
        "lang": language,
        "leads_on": leads_on,
        "shown": [entry(notice, language) for notice in words.latest_first(in_force)],
        "over": [past(notice, language, now=now) for notice in words.latest_first(over)],
    }
    return Markup(environment(language).get_template(TEMPLATE).render(context))  # noqa: S704


def entry(notice: Notice, language: str) -> dict[str, object]:
    """Return what a page shows of a notice in force."""
    version = notice.shown
    assert version
    return {
        "id": notice.id,
        "version": version.number,
        "severity": version.words.severity,
        "is_grave": version.words.severity in {"extreme", "severe"},
        "has_severity": version.words.severity in words.WORDED,
        "is_translated": language in version.words.title,
        "wordings": words.wordings(version, language),
        "until": words.local(version.words.ends_at, language),
        "places": words.places(version, language),
    }


def past(notice: Notice, language: str, *, now: datetime) -> dict[str, object]:
    """Return what a page says of a notice that is over: none of its words."""
    version = notice.published[0]
    assert version.published_at
    return {"id": notice.id, "time": words.local(version.published_at, language)}
