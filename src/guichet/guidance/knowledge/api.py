"""The help center for programs: a search, everything that is published, a feed of what changed."""

from collections.abc import Callable
from functools import lru_cache
from typing import NoReturn

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import Router, Schema
from pydantic import Field

from guichet.guidance.knowledge import actions, export, feed, pages, queries
from guichet.guidance.knowledge.rules import tells_of_somebody
from guichet.guidance.knowledge.search import Hit, search
from guichet.guidance.knowledge.terms import MOST_CHARACTERS, looked_for
from guichet.guidance.words import language_of
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.problems import answer
from guichet.kernel.programs.shapes import ProblemOut
from guichet.web.languages import exact

router = Router(tags=["Help center"])
_JSON = "application/json"


class HitOut(Schema):
    """An article that fits."""

    id: str
    title: str
    language: str = Field(description="Of the title: English where the article is not in yours.")
    url: str


class HitsOut(Schema):
    """The articles that fit best, the best one first."""

    articles: list[HitOut]


@router.get(
    "/search",
    response={200: HitsOut, 422: ProblemOut},
    summary="Search the help center",
    operation_id="search_articles",
)
def search_articles(request: HttpRequest, q: str = "", lang: str = "") -> HttpResponse:
    """Return up to 20 articles. Words are met by their beginning, with or without accents.

    What looks like a number or an address of a person is not searched.
    """
    language = _language(request, lang)
    query = q.strip()
    if not query:
        _refuse("q", "required")
    if len(query) > MOST_CHARACTERS:
        _refuse("q", "too_long")
    if tells_of_somebody(query):
        _refuse("q", "number")
    if not looked_for(query):
        _refuse("q", "no_words")
    hits = search(query, language)
    if not hits:
        actions.count_unanswered(query, language, now=clock.now())
    return answer({"articles": [_hit(hit, language) for hit in hits]}, language=language)


@router.get(
    "/export.json",
    response={200: export.ExportOut, 304: None, 422: ProblemOut},
    summary="Read all published articles with their versions and dates",
    operation_id="export_articles",
)
def export_articles(request: HttpRequest, lang: str = "") -> HttpResponse:
    """Return every article in every language, or in `lang` alone. Ask again with the ETag."""
    language = _language(request, lang) if lang else ""
    return _told(request, _export, language, _JSON)


@router.get(
    "/changes.atom",
    response={200: None, 304: None, 422: ProblemOut},
    summary="Follow what changes in the help center in a feed reader",
    operation_id="follow_articles",
)
def follow_articles(request: HttpRequest, lang: str = "") -> HttpResponse:
    """Return an Atom feed of the latest versions that say something else in a language."""
    return _told(request, _feed, _language(request, lang), feed.MEDIA_TYPE)


def _language(request: HttpRequest, lang: str) -> str:
    if not lang:
        return language_of(request)
    language = exact(lang)
    if language is None:
        _refuse("lang", "unknown_language")
    return language


def _refuse(field: str, code: str) -> NoReturn:
    raise Obstacle("invalid", errors={field: code})


def _hit(hit: Hit, language: str) -> dict[str, str]:
    url = f"{settings.PUBLIC_URL}{pages.url_of(hit.article, language)}"
    return {"id": hit.article, "title": hit.title, "language": hit.said_in, "url": url}


def _told(
    request: HttpRequest, draw: Callable[[str, int], bytes], language: str, media_type: str
) -> HttpResponse:
    """Answer with what is drawn once a version; who has it already is told so without drawing."""
    latest = queries.latest_change()
    mark = f'"{latest}-{language}"'
    unchanged = get_conditional_response(request, etag=mark)
    if unchanged is not None and unchanged.status_code == 304:
        return unchanged
    response = HttpResponse(draw(language, latest), content_type=media_type)
    response["ETag"] = mark
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Accept-Language"
    return response


@lru_cache(maxsize=1)  # four megabytes
def _export(language: str, latest: int) -> bytes:
    return export.drawn(language)


@lru_cache(maxsize=32)
def _feed(language: str, latest: int) -> bytes:
    return feed.drawn(language)
