"""Answer what an officer asks for: see it, add papers, explain, hand in."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from guichet.applications.access.pages import go
from guichet.applications.access.whose import with_application
from guichet.applications.models import Application
from guichet.applications.papers import actions, answering, pages, queries, serving
from guichet.applications.papers import looking as looking_page
from guichet.applications.papers.receiving import ReceivedFile, with_paper
from guichet.eligibility.programme import written_language
from guichet.kernel.obstacles import Obstacle
from guichet.web.words import speaker


@require_safe
@with_application
def papers(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """List what is asked for, and what is there so far."""
    return _list(request, application, now=now)


@require_http_methods(["GET", "HEAD", "POST"])
@with_paper
def add_paper(
    request: HttpRequest, application: Application, now: datetime, file: ReceivedFile, question: int
) -> HttpResponse:
    """Answer a question with papers and words."""
    try:
        document_request = queries.question(application, question)
    except Obstacle:
        raise Http404 from None
    return answering.answer(request, application, document_request, file, now=now)


@require_http_methods(["GET", "HEAD", "POST"])
@with_paper
def offer(
    request: HttpRequest, application: Application, now: datetime, file: ReceivedFile
) -> HttpResponse:
    """Add what nobody asked for."""
    return answering.answer(request, application, None, file, now=now)


@require_safe
@with_application
def looking(
    request: HttpRequest, application: Application, now: datetime, paper: int
) -> HttpResponse:
    """Say that a paper is being looked at; lead on once that is done."""
    try:
        added_paper = queries.added_paper(application, paper)
    except Obstacle:
        raise Http404 from None
    return looking_page.answer(request, application, added_paper, now=now)


@require_http_methods(["GET", "HEAD", "POST"])
@with_application
def hand_in(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Hand in every answer that is ready."""
    if request.method != "POST":
        return go(request, "papers")
    try:
        actions.hand_in(application.pk, now=now)
    except Obstacle as obstacle:
        if obstacle.code == "nothing_to_hand_in" and queries.was_just_handed_in(application, now):
            return go(request, "papers_received", query="said=handed_in")  # pressed twice
        return _list(request, application, now=now, error=obstacle.code)
    return go(request, "papers_received", query="said=handed_in")


@require_safe
@with_application
def received(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Confirm what was handed in, and when; say what is still open."""
    language = written_language(request)
    questions = pages.questions(application, language, now=now)
    answers = pages.handed_in_answers(application, language)
    context = {
        "answers": answers,
        "is_checking": pages.wait(row for answer in answers for row in answer.rows),
        "waiting": [question for question in questions if question.request],
        "event_sentence": pages.event_sentence(request, speaker(language, pages.TOPIC)),
    }
    return pages.show(request, application, "received", context)


@require_safe
@with_application
def paper(
    request: HttpRequest, application: Application, now: datetime, paper: int
) -> HttpResponse:
    """Show a client their own paper, as it is kept."""
    try:
        return serving.whole(queries.clean_paper(application, paper))
    except Obstacle:
        raise Http404 from None


@require_safe
@with_application
def paper_picture(
    request: HttpRequest, application: Application, now: datetime, paper: int
) -> HttpResponse:
    """Show a client a small picture of their own paper."""
    try:
        return serving.picture(queries.clean_paper(application, paper))
    except Obstacle:
        raise Http404 from None


def _list(
    request: HttpRequest, application: Application, *, now: datetime, error: str = ""
) -> HttpResponse:
    language = written_language(request)
    say = speaker(language, pages.TOPIC)
    questions = pages.questions(application, language, now=now)
    requests = [question for question in questions if question.request]
    context = {
        "questions": requests,
        "offered": questions[-1],
        "ready": [question for question in questions if question.readiness == "ready"],
        "still_open": [question for question in requests if question.readiness != "ready"],
        "waits": any(question.readiness == "waits" for question in questions),
        "is_checking": pages.wait(row for question in questions for row in question.rows),
        "has_received": queries.answered_requests(application).exists(),
        "event_sentence": "" if error else pages.event_sentence(request, say),
        "error": error,
        "why": pages.obstacle(error, say),
    }
    return pages.show(request, application, "list", context, 422 if error else 200)
