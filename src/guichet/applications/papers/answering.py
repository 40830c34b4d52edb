"""One page for one question: its words and its papers are sent together, so nothing is lost."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect

from guichet.applications.access.pages import address_in, go
from guichet.applications.models import Application, DocumentRequest, Paper
from guichet.applications.papers import actions, pages, queries
from guichet.applications.papers.receiving import Received
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.network import network_key
from guichet.kernel.guarding.table import PAPERS
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import typed_text
from guichet.web.forms.base import switching_language
from guichet.web.pages.errors import wait
from guichet.web.words import speaker, written_language

Errors = dict[str, str]  # field: code


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of what was sent: what is said of it, and the paper that was added."""

    said: str = ""
    paper: Paper | None = None


def answer(
    request: HttpRequest,
    application: Application,
    question: DocumentRequest | None,
    received: Received,
    *,
    now: datetime,
) -> HttpResponse:
    """Show the page of a question, or keep what was sent from it.

    What comes for a question that was answered meanwhile is kept as offered: it is not lost.
    """
    is_closed = question is not None and bool(question.answered_at or question.dropped_at)
    if request.method != "POST":
        if is_closed:
            return go(request, "papers")
        return _page(request, application, question, {}, now=now)
    switches = switching_language(request)
    kept_as = None if is_closed else question
    errors = Errors()
    try:
        kept = _keep(request, application, kept_as, received, errors, now=now)
    except Obstacle as obstacle:
        if obstacle.code == "too_many":
            return wait(request, obstacle)
        return _closed(request, application)
    if errors:
        return _page(request, application, kept_as, errors, now=now)
    if kept.paper and not (is_closed or kept.said):
        return go(request, "looking", paper=kept.paper.pk)
    said = "moved" if is_closed else kept.said
    if not (said or switches):
        return go(request, "papers", query="said=saved")
    return again(request, kept_as, said)


def _keep(
    request: HttpRequest,
    application: Application,
    question: DocumentRequest | None,
    received: Received,
    errors: Errors,
    *,
    now: datetime,
) -> Kept:
    """Keep words first, then the paper, then remove what is to go."""
    _keep_words(request, application, question, errors, now=now)
    added = _keep_paper(request, application, question, received, errors, now=now)
    removed = _remove(request, application, now=now)
    return Kept(said=removed) if removed else added


def cleaned_words(text: str) -> str:
    """Return what was typed, without what no table can keep.

    >>> cleaned_words("One\\r\\ntwo\\x00 \\ud800 ")
    'One\\ntwo'
    """
    kept = (c for c in text.replace("\r\n", "\n") if c in "\n\t" or not _is_unreadable(c))
    return typed_text.free("".join(kept))


def _is_unreadable(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}


def _keep_words(
    request: HttpRequest,
    application: Application,
    question: DocumentRequest | None,
    errors: Errors,
    *,
    now: datetime,
) -> None:
    words = cleaned_words(request.POST.get("words", ""))
    if "words" not in request.POST:
        return
    try:
        actions.save_explanation(
            application.pk, _key(question), words, loaded=request.POST.get("loaded", ""), now=now
        )
    except Obstacle as obstacle:
        if obstacle.code != "too_long":
            raise
        errors["words"] = obstacle.code


def _keep_paper(
    request: HttpRequest,
    application: Application,
    question: DocumentRequest | None,
    received: Received,
    errors: Errors,
    *,
    now: datetime,
) -> Kept:
    """Add the paper that came, if one did."""
    if received.was_lost:
        return Kept(said="file_lost")
    if not received.name:
        if request.POST.get("do") == "add":
            errors["paper"] = "none_chosen"
        return Kept()
    code = _trouble(received)
    if not code:
        limits.take(PAPERS, network_key(request), now=now)
        try:
            name, original = received.name, received.content
            asked = _key(question)
            paper = actions.add(application.pk, asked, name=name, original=original, now=now)
            return Kept(paper=paper)
        except Obstacle as obstacle:
            code = obstacle.code
        if code in {"not_found", "not_possible_now"}:
            raise Obstacle(code)
    errors["paper"] = code
    return Kept()


def _trouble(received: Received) -> str:
    if received.is_too_large:
        return "too_large"
    return "" if received.is_whole else "interrupted"


def _remove(request: HttpRequest, application: Application, *, now: datetime) -> str:
    """Remove the paper whose button was pressed; others' are as good as unknown."""
    chosen = request.POST.get("remove", "")
    if not chosen:
        return ""
    try:
        actions.remove(application.pk, int(chosen) if chosen.isdecimal() else 0, now=now)
    except Obstacle as obstacle:
        if obstacle.code == "not_found":
            raise Http404 from None
        return ""  # it was handed in meanwhile
    return "removed"


def _page(
    request: HttpRequest,
    application: Application,
    question: DocumentRequest | None,
    errors: Errors,
    *,
    now: datetime,
) -> HttpResponse:
    language = written_language(request)
    say = speaker(language, pages.TOPIC)
    asked = pages.question(queries.answer(application, question), language, now=now)
    # What is too long to be kept stays in its field.
    typed = cleaned_words(request.POST.get("words", "")) if "words" in errors else asked.words
    context = {
        "question": asked,
        "here": page_of(request, question),
        "deed": "add_paper" if question else "offer",
        "typed": typed,
        "errors": errors,
        "said": "" if errors else pages.said(request, say),
        "has_error": request.GET.get("said") == "refused",
    }
    return pages.show(request, application, "answer", context, 422 if errors else 200)


def _closed(request: HttpRequest, application: Application) -> HttpResponse:
    """Say that nothing can be added any more, and show what was written, to be copied."""
    context = {"words": cleaned_words(request.POST.get("words", ""))}
    return pages.show(request, application, "closed", context, 409)


def again(request: HttpRequest, question: DocumentRequest | None, said: str) -> HttpResponse:
    """Lead to the page of a question, which says what has just happened."""
    query = f"?said={said}" if said else ""
    return HttpResponseRedirect(page_of(request, question) + query)


def page_of(request: HttpRequest, question: DocumentRequest | None) -> str:
    """Return the address of the page of a question, or of what is offered."""
    if question is None:
        return address_in(request, "applications:offer")
    return address_in(request, "applications:add_paper", asked=question.pk)


def _key(question: DocumentRequest | None) -> int | None:
    return question.pk if question else None
