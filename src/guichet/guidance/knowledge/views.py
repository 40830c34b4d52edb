"""The help center: a search, subjects, an article."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from guichet.films.table import TOPIC
from guichet.guidance.knowledge import actions, pages, queries
from guichet.guidance.knowledge import book as books
from guichet.guidance.knowledge.rules import tells_of_somebody
from guichet.guidance.knowledge.search import MOST, search
from guichet.guidance.knowledge.terms import MOST_CHARACTERS, looked_for
from guichet.kernel import clock
from guichet.web.languages import ALL, of
from guichet.web.pages.render import page
from guichet.web.words import speaker

SAFE = ("GET", "HEAD")
NUMBER = "number"  # what was typed looks like one of a person


@require_safe
def help_center(request: HttpRequest) -> HttpResponse:
    """Show the subjects, the articles of one of them, or those that fit a search."""
    query = request.GET.get("q", "").strip()
    if tells_of_somebody(query):
        return _without_query(request)
    if query:
        return _answer(request, query)
    if request.GET.get("problem") == NUMBER:
        return _refuse(request, "", NUMBER, own=pages.own_pages(of(request)))
    subject = request.GET.get("subject", "")
    if subject in pages.GROUPS and (articles := pages.of_subject(subject, of(request))):
        return _show(request, "subject", {"subject": subject, "articles": articles})
    return _show(request, "home", {"sections": pages.home(of(request))})


def article(request: HttpRequest, article: str) -> HttpResponse:
    """Show one article, with what changed and what stands beside it.

    Where there is none, there is no address either, whatever is sent to it.
    """
    version = queries.current(article)
    if version is None:
        raise Http404
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    return _show(request, "article", pages.article(version, of(request)))


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """Answer with all articles of the language as a book to print."""
    latest, language = queries.latest_change(), of(request)
    mark = f'"{latest}-{language}"'
    unchanged = get_conditional_response(request, etag=mark)
    if unchanged is not None and unchanged.status_code == HTTPStatus.NOT_MODIFIED:
        return unchanged
    response = HttpResponse(books.pdf(language, latest), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="help-{language}.pdf"'
    response["ETag"] = mark
    return response


def _without_query(request: HttpRequest) -> HttpResponse:
    """Go on to a page whose address holds nothing of what was typed, and so no list of visits."""
    response = HttpResponseRedirect(f"{pages.home_url(of(request))}?problem={NUMBER}")
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def _answer(request: HttpRequest, query: str) -> HttpResponse:
    if len(query) > MOST_CHARACTERS:
        return _refuse(request, query, "too_long")
    if not looked_for(query):
        return _refuse(request, query, "no_words")
    language = of(request)
    hits = search(query, language)
    if not hits:
        actions.count_unanswered(query, language, now=clock.now())
    articles = pages.answers(hits, language)
    values = {"query": query, "articles": articles, "has_more": len(hits) == MOST}
    return _show(request, "answers", {**values, "problem": "", "own": ()})


def _refuse(
    request: HttpRequest, query: str, problem: str, *, own: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"query": query, "articles": [], "problem": problem, "own": own}
    return _show(request, "answers", context, status=status)


def _show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    values = {
        **context,
        "says": speaker(of(request), pages.TOPIC),
        "say": speaker(of(request), "guidance"),
        "films": speaker(of(request), TOPIC),
        "most": MOST_CHARACTERS,
    }
    return page(request, f"help/{template}.html", values, status, complete=ALL)
