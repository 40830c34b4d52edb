"""One page for one question: its words and its papers are sent together, so nothing is lost."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect

from guichet.applications.access.pages import address_in, go
from guichet.applications.models import Application, DocumentRequest, Paper
from guichet.applications.papers import actions, pages, queries
from guichet.applications.papers.receiving import ReceivedFile
from guichet.eligibility.programme import written_language
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.network import network_key
from guichet.kernel.guarding.table import PAPERS
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import typed_text
from guichet.web.forms.base import switching_language
from guichet.web.pages.errors import wait
from guichet.web.words import speaker

Errors = dict[str, str]  # field: code


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of what was sent: what the next page tells of it, and the paper it added."""

    event: str = ""  # the code of its sentence: said.<event>
    paper: Paper | None = None


def answer(
    request: HttpRequest,
    application: Application,
    question: DocumentRequest | None,
    file: ReceivedFile,
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
    open_question = None if is_closed else question
    errors = Errors()
    try:
        outcome = _keep(request, application, open_question, file, errors, now=now)
    except Obstacle as obstacle:
        if obstacle.code == "too_many":
            return wait(request, obstacle)
        return _closed(request, application)
    if errors:
        return _page(request, application, open_question, errors, now=now)
    if outcome.paper and not (is_closed or outcome.event):
        return go(request, "looking", paper=outcome.paper.pk)
    event = "moved" if is_closed else outcome.event
    if not (event or switches):
        return go(request, "papers", query="said=saved")
    return again(request, open_question, event)


def _keep(
    request: HttpRequest,
    application: Application,
    question: DocumentRequest | None,
    file: ReceivedFile,
    errors: Errors,
    *,
    now: datetime,
) -> Outcome:
    """Keep words first, then the paper, then remove what is to go."""
    _keep_words(request, application, question, errors, now=now)
    outcome = _keep_paper(request, application, question, file, errors, now=now)
    removal = _remove(request, application, now=now)
    return Outcome(event=removal) if removal else outcome


def cleaned_words(text: str) -> str:
    """Return what was typed, without what no table can keep.

    >>> cleaned_words("One\\r\\ntwo\\x00 \\ud800 ")
    'One\\ntwo'
    """
    characters = (c for c in text.replace("\r\n", "\n") if c in "\n\t" or not _is_unreadable(c))
    return typed_text.free("".join(characters))


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
    file: ReceivedFile,
    errors: Errors,
    *,
    now: datetime,
) -> Outcome:
    """Add the paper that came, if one did."""
    if file.was_lost:
        return Outcome(event="file_lost")
    if not file.name:
        if request.POST.get("do") == "add":
            errors["paper"] = "none_chosen"
        return Outcome()
    code = _trouble(file)
    if not code:
        limits.take(PAPERS, network_key(request), now=now)
        try:
            name, original = file.name, file.content
            key = _key(question)
            paper = actions.add(application.pk, key, name=name, original=original, now=now)
            return Outcome(paper=paper)
        except Obstacle as obstacle:
            code = obstacle.code
        if code in {"not_found", "not_possible_now"}:
            raise Obstacle(code)
    errors["paper"] = code
    return Outcome()


def _trouble(file: ReceivedFile) -> str:
    if file.is_too_large:
        return "too_large"
    return "" if file.is_whole else "interrupted"


def _remove(request: HttpRequest, application: Application, *, now: datetime) -> str:
    """Remove the paper whose button was pressed; others' are as good as unknown."""
    key = request.POST.get("remove", "")
    if not key:
        return ""
    try:
        actions.remove(application.pk, int(key) if key.isdecimal() else 0, now=now)
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
    document_question = pages.question(queries.answer(application, question), language, now=now)
    # What is too long to be kept stays in its field.
    sent_words = cleaned_words(request.POST.get("words", ""))
    words = sent_words if "words" in errors else document_question.words
    context = {
        "question": document_question,
        "here": page_of(request, question),
        "deed": "add_paper" if question else "offer",
        "typed": words,
        "errors": errors,
        "event_sentence": "" if errors else pages.event_sentence(request, say),
        "has_error": request.GET.get("said") == "refused",
    }
    return pages.show(request, application, "answer", context, 422 if errors else 200)


def _closed(request: HttpRequest, application: Application) -> HttpResponse:
    """Say that nothing can be added any more, and show what was written, to be copied."""
    context = {"words": cleaned_words(request.POST.get("words", ""))}
    return pages.show(request, application, "closed", context, 409)


def again(request: HttpRequest, question: DocumentRequest | None, event: str) -> HttpResponse:
    """Lead to the page of a question, which says what has just happened."""
    query = f"?said={event}" if event else ""
    return HttpResponseRedirect(page_of(request, question) + query)


def page_of(request: HttpRequest, question: DocumentRequest | None) -> str:
    """Return the address of the page of a question, or of what is offered."""
    if question is None:
        return address_in(request, "applications:offer")
    return address_in(request, "applications:add_paper", question=question.pk)


def _key(question: DocumentRequest | None) -> int | None:
    return question.pk if question else None
