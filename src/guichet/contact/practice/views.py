"""Practice: choose a story, take step after step, read the score. No case is ever looked at."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.contact.practice import actions, queries
from guichet.contact.practice.forms import PromiseForm, SetForm
from guichet.contact.practice.models import PracticeRun
from guichet.contact.practice.page import (
    STEP,
    agent_of,
    reader_of,
    run_context,
    says_for,
    scores_of,
    sees_all,
    show,
    stories,
    today,
)
from guichet.contact.practice.pressing import step_of
from guichet.contact.practice.stories.playing import Step
from guichet.contact.practice.stories.shelf import Book, shelf
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.staff.door.entry import may
from guichet.web.addresses.paths import address
from guichet.web.forms import marks
from guichet.web.forms.base import switching_language
from guichet.web.languages import DEFAULT, of


@require_safe
@may("see_contacts")
def practice(request: HttpRequest) -> HttpResponse:
    """List the stories, and what one has practised."""
    runs = queries.ended(agent_of(request))[:20]
    return show(request, "stories", {"stories": list(stories(request)), "runs": runs})


@require_POST
@may("answer")
def begin_practice(request: HttpRequest, story: str) -> HttpResponse:
    """Begin a story, or go on with it."""
    book = shelf().get(story)
    if book is None:
        raise Http404
    run = actions.begin(book.story, agent=agent_of(request), now=clock.now())
    return _to(run)


@require_safe
@may("see_contacts")
def practice_scores(request: HttpRequest) -> HttpResponse:
    """Show the scores of the runs that have ended: one's own, or those of all agents."""
    agent = None if sees_all(request) else agent_of(request)
    reader = reader_of(request)
    runs = [
        {"run": run, "title": _title(run, reader.language), "parts": scores_of(run, reader)}
        for run in queries.ended(agent)[: queries.MOST]
    ]
    return show(request, "scores", {"runs": runs})


@require_http_methods(["GET", "HEAD", "POST"])
@may("see_contacts")
def practice_run(request: HttpRequest, run: int) -> HttpResponse:
    """Show a run with what may be done next, and take what is pressed."""
    if request.method == "POST":
        return _pressed(request, run)
    row, book = _run(request, run)
    if book is None:
        return _changed(request, row)
    return show(request, "run", run_context(request, row, book))


@may("answer")
def _pressed(request: HttpRequest, run: int) -> HttpResponse:
    row, book = _run(request, run)
    return _press(request, row, book) if book else _changed(request, row, status=409)


def _run(request: HttpRequest, pk: int) -> tuple[PracticeRun, Book | None]:
    """Return a run that may be read, with its story; None where that reads differently now."""
    run = queries.run_of(pk, agent_of(request), sees_all=sees_all(request))
    if run is None:
        raise Http404
    book = shelf().get(run.story)
    return run, book if book and book.story.digest == run.digest else None


def _changed(request: HttpRequest, run: PracticeRun, *, status: int = 200) -> HttpResponse:
    context = {"run": run, "parts": scores_of(run, reader_of(request))}
    return show(request, "changed", context, status)


def _press(request: HttpRequest, run: PracticeRun, book: Book) -> HttpResponse:
    """Read what was pressed; what is wrong with it stands beside its field."""
    set_form = SetForm(request.POST, says=says_for(request), language=of(request))
    promise = PromiseForm(request.POST, says=says_for(request), today=today())
    if switching_language(request):
        return show(request, "run", run_context(request, run, book, set_form=set_form.unchecked()))
    kind = request.POST.get("step", "")
    if kind == "check" and not set_form.is_valid():
        return show(request, "run", run_context(request, run, book, set_form=set_form), 422)
    if kind == "promise" and not promise.is_valid():
        return show(request, "run", run_context(request, run, book, promise_form=promise), 422)
    if marks.meant(request, STEP, [run]) is None:
        return _again(request, run, book, "not_this")
    try:
        step = step_of(request.POST, run, book, set_form=set_form, promise_form=promise)
    except Obstacle as obstacle:
        return _again(request, run, book, obstacle.code, status=422)
    return _take(request, run, book, step)


def _take(request: HttpRequest, run: PracticeRun, book: Book, step: Step) -> HttpResponse:
    after, agent = request.POST.get("after", ""), agent_of(request)
    try:
        number = int(after) if after.isascii() and after.isdigit() else -1
        actions.take(run.pk, book.story, step, after=number, agent=agent, now=clock.now())
    except Obstacle as obstacle:
        return _again(request, run, book, obstacle.code)
    return _to(run)


def _again(
    request: HttpRequest, run: PracticeRun, book: Book, problem: str, *, status: int = 409
) -> HttpResponse:
    """Show a run as it stands, with why what was pressed was not taken."""
    run.refresh_from_db()
    context = {**run_context(request, run, book), "problem": problem}
    return show(request, "run", context, status)


def _to(run: PracticeRun) -> HttpResponse:
    path = address("staff:practice_run", DEFAULT, run=run.pk)
    return HttpResponseRedirect(f"{path}#now", status=HTTPStatus.SEE_OTHER)


def _title(run: PracticeRun, language: str) -> str:
    book = shelf().get(run.story)
    return book.staff_words.get("title", language).text if book else run.story
