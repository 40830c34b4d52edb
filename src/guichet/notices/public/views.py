"""The list of notices to everyone, and one of them with its history; no database is asked."""

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from guichet.kernel import clock
from guichet.notices import queries, words
from guichet.notices.public import banner
from guichet.notices.standing import board
from guichet.notices.values import Notice, is_in_force, standing
from guichet.web.languages import ALL, of
from guichet.web.pages.render import page
from guichet.web.words import speaker


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show what is in force, and what has ended within two days without its words."""
    now, language = clock.now(), of(request)
    feeds = board.in_feeds(now=now)
    over = [notice for notice in feeds if not is_in_force(notice, now=now)]
    in_force = words.latest_first(board.in_force(now=now))
    context = {
        "says": speaker(language, words.TOPIC),
        "shown": [banner.entry(notice, language) for notice in in_force],
        "over": [banner.past(notice, language, now=now) for notice in words.latest_first(over)],
    }
    return page(request, "notices/notices.html", context, complete=ALL)


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Answer what stands on a page that stays open, for its script; no database is asked."""
    place = banner.PLACES.get(request.GET.get("on", ""))
    if place is None:
        raise Http404
    markup = banner.of_place(place, of(request))
    mark = banner.mark_of(markup)
    response = HttpResponse(markup)
    response["ETag"] = mark
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=mark, response=response) or response


@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show one notice with all that was published of it, also when it is over."""
    now, language = clock.now(), of(request)
    entry = notice_of(number)
    if entry is None or not entry.shown:
        raise Http404
    version, ended = entry.shown, standing(entry, now=now)
    context = {
        "says": speaker(language, words.TOPIC),
        "entry": banner.entry(entry, language),
        "state": ended.state,
        "ended": words.local(ended.ended_at, language) if ended.ended_at else "",
        "starts": words.local(version.words.starts_at, language),
        "published": _published(entry, language),
        "title": words.wordings(version, language)[0],
    }
    return page(request, "notices/notice.html", context, complete=ALL)


def notice_of(number: str) -> Notice | None:
    """Return the notice of an id: of the file, or an older one of the database."""
    notice = board.sheet().named(number)
    if notice is None:
        try:
            notice = queries.notice(number)
        except DatabaseError:
            return None
    return notice


def _published(entry: Notice, language: str) -> list[dict[str, object]]:
    return [
        {
            "time": words.local(version.published_at, language),
            "wordings": words.wordings(version, language),
            "number": version.number,
        }
        for version in reversed(entry.published)
        if version.published_at
    ]
