"""Notices as programs read them: JSON, Atom and CAP, from the file, with a mark for who repeats."""

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import Router, Schema
from pydantic import Field
from pydantic_core import to_json

from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.problems import answer
from guichet.kernel.programs.shapes import ProblemOut
from guichet.notices import words
from guichet.notices.feeds import atom, cap
from guichet.notices.feeds.entries import entry_of
from guichet.notices.public.views import notice_of
from guichet.notices.rules import SEVERITIES
from guichet.notices.standing import board
from guichet.notices.standing.file import Sheet
from guichet.notices.values import Notice, is_in_feeds
from guichet.web.languages import best, exact

router = Router(tags=["Web notices"])
_MOST = 200  # answers that are kept, of one file


class UpdateOut(Schema):
    """An earlier wording."""

    version: int
    published: datetime
    title: str
    text: str
    language: str


class NoticeOut(Schema):
    """A message to everyone on the site."""

    id: str
    status: str = Field(description="published, solved, expired or withdrawn")
    severity: str = Field(description=", ".join(SEVERITIES))
    title: str
    text: str
    language: str = Field(description="In which language it is told: English where yours lacks.")
    scope: list[str] = Field(
        description="Whom it concerns: site, programme:…, office:…, channel:…, country:…"
    )
    from_: datetime = Field(alias="from")
    until: datetime
    ended: datetime | None
    url: str
    updates: list[UpdateOut] = Field(description="What was said before, the newest first.")


class NoticesOut(Schema):
    """All that is in force, the newest first."""

    notices: list[NoticeOut]


class _Answers:
    """What was answered since the file was written: who asks every second costs no drawing."""

    sheet = Sheet()
    bodies: dict[object, tuple[bytes, str]] = {}


def language_of(request: HttpRequest, lang: str) -> str:
    """Return the language that is asked for; raise Obstacle for one that the site lacks."""
    if not lang:
        return best(request.headers.get("Accept-Language", ""))
    language = exact(lang)
    if language is None:
        raise Obstacle("invalid", errors={"lang": "unknown_language"})
    return language


@router.get(
    "/web-notices.atom",
    response={200: None, 422: ProblemOut},
    summary="Follow web notices in a feed reader",
    operation_id="follow_web_notices",
)
def follow_web_notices(request: HttpRequest, lang: str = "") -> HttpResponse:
    """Return an Atom feed; what has ended stands in it for 48 hours, as Cancel."""
    language, now = language_of(request, lang), clock.now()
    notices = words.latest_first(board.in_feeds(now=now))
    marks = tuple((notice.id, _is_over(notice, now=now)) for notice in notices)
    draw = lambda: atom.feed(notices, language, now=now)  # noqa: E731
    return _told(request, ("atom", language, marks), draw, atom.MEDIA_TYPE)


@router.get(
    "/web-notices/{number}.cap.xml",
    response={200: None, 404: ProblemOut},
    summary="Read a web notice as a CAP 1.2 message",
    operation_id="read_web_notice_as_cap",
)
def read_web_notice_as_cap(request: HttpRequest, number: str) -> HttpResponse:
    """Return the message; for 48 hours after its end the one that cancels it."""
    now = clock.now()
    notice = board.sheet().named(number)
    if notice is None or not is_in_feeds(notice, now=now):
        raise Obstacle("not_found")
    key = ("cap", number, _is_over(notice, now=now))
    return _told(request, key, lambda: cap.message(notice, now=now), cap.MEDIA_TYPE)


@router.get(
    "/web-notices/{number}",
    response={200: NoticeOut, 404: ProblemOut, 422: ProblemOut},
    summary="Read a web notice, also one that is over",
    operation_id="read_web_notice",
)
def read_web_notice(request: HttpRequest, number: str, lang: str = "") -> HttpResponse:
    """Return one notice, with what was said of it before."""
    language = language_of(request, lang)
    notice = notice_of(number)
    if notice is None or notice.shown is None:
        raise Obstacle("not_found")
    return answer(entry_of(notice, language, now=clock.now()), language=language)


@router.get(
    "/web-notices",
    response={200: NoticesOut, 422: ProblemOut},
    summary="Read the web notices in force",
    operation_id="read_web_notices",
)
def read_web_notices(request: HttpRequest, lang: str = "") -> HttpResponse:
    """Return what is in force. Ask again with the ETag: what has not changed is 304."""
    language, now = language_of(request, lang), clock.now()
    notices = words.latest_first(board.in_force(now=now))

    def draw() -> bytes:
        return to_json({"notices": [entry_of(entry, language, now=now) for entry in notices]})

    key = ("json", language, tuple(entry.id for entry in notices))
    return _told(request, key, draw, "application/json")


def _told(
    request: HttpRequest, key: object, draw: Callable[[], bytes], media_type: str
) -> HttpResponse:
    sheet = board.sheet()
    if _Answers.sheet is not sheet or len(_Answers.bodies) > _MOST:
        _Answers.sheet, _Answers.bodies = sheet, {}
    bodies = _Answers.bodies
    if key not in bodies:
        body = draw()
        bodies[key] = (body, f'"{blake2b(body, digest_size=12).hexdigest()}"')
    body, mark = bodies[key]
    response = HttpResponse(body, content_type=media_type)
    response["ETag"] = mark
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Accept-Language"
    return get_conditional_response(request, etag=mark, response=response) or response


def _is_over(notice: Notice, *, now: datetime) -> bool:
    return all(entry.id != notice.id for entry in board.in_force(now=now))
