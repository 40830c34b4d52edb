"""Check every answer and sign, take it back, begin with the next person."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from guichet.applications import queries
from guichet.applications.access.handles import visit_of
from guichet.applications.access.number_and_pin import with_typed_kept
from guichet.applications.access.pages import go, show
from guichet.applications.access.whose import with_application
from guichet.applications.apply import actions, starting, steps
from guichet.applications.apply.beginning import begin_from_page
from guichet.applications.form import in_words, questions
from guichet.applications.models import Application
from guichet.applications.status import views
from guichet.eligibility.programme import written_language
from guichet.kernel import clock
from guichet.kernel.guarding.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.web.forms.base import switching_language
from guichet.web.languages import of
from guichet.web.words import speaker


@require_http_methods(["GET", "HEAD", "POST"])
@with_typed_kept
def review(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Show every answer, take the signature, and send the application off to be paid for."""
    if application.state != "draft":
        return steps.next_page(request, application, now=now)
    query = request.POST if request.method == "POST" else None
    step = steps.step_of(application, steps.REVIEW, now=now, query=query)
    if step is None:
        raise Http404
    if query is None or switching_language(request):
        return _review_page(request, step, with_faults=False)
    return _send_off(request, step, now=now)


def _send_off(request: HttpRequest, step: steps.Step, *, now: datetime) -> HttpResponse:
    to = steps.page_pressed(request, step)
    try:
        steps.save(request, step, send=to is None, now=now)
    except Obstacle as obstacle:
        if obstacle.code in ("invalid", "authorization_valid"):
            return _not_sent(request, step, obstacle, now=now)
        return steps.conflict_page(request, step, obstacle, now=now)
    return to or go(request, "pay")


def _not_sent(
    request: HttpRequest, step: steps.Step, obstacle: Obstacle, *, now: datetime
) -> HttpResponse:
    """Say what keeps it from being sent; show a valid authorization to who wants to keep that."""
    if obstacle.code == "authorization_valid" and request.POST.get("again") == "keep":
        valid = queries.valid_for_same(step.application, now=now)
        if valid:
            return views.shown_to_anybody(request, valid.application, now=now)
    return _review_page(request, step, with_faults=True, version=obstacle.facts["version"])


def _review_page(
    request: HttpRequest, step: steps.Step, *, with_faults: bool, version: object = None
) -> HttpResponse:
    valid = queries.valid_for_same(step.application, now=clock.now())
    again = request.POST.get("again", "")
    language = written_language(request)
    context = {
        **_answers(step, language),
        "questions": questions.questions(
            step.section, step.reading.raw, language, part=step.part if with_faults else None
        ),
        "valid_until": valid.valid_until if valid else None,
        "again": again,
        "again_missing": bool(with_faults and valid and again not in {"keep", "apply"}),
        "version": step.application.version if version is None else version,
    }
    return show(request, "apply/review", context, 422 if with_faults else 200)


def _answers(step: steps.Step, language: str) -> dict[str, object]:
    """Return every answer in words, how far the journey is, and which of its steps are wrong."""
    sections, words = step.reading.sections, questions.words()
    return {
        "parts": in_words.parts(step.reading, language),
        "journey": questions.journey(sections, language),
        "reached": questions.steps_reached(sections, step.application.steps),
        "faults": [(key, words.section(key, language)) for key in steps.faulty_steps(step.reading)],
        "fields": speaker(language, "fields"),
        "title": words.section(steps.REVIEW, language),
    }


@require_POST
@with_application
def revise(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Take the application back to change it, as long as it is not paid for."""
    try:
        actions.revise(application.pk, now=now)
    except Obstacle:
        return go(request, "go_on")
    return go(request, "review")


@require_POST
@with_application
def next_person(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Begin an application for the next person of a family, with what they have in common."""
    return begin_from_page(
        request,
        lambda: starting.start_beside(
            application.pk,
            language=of(request),
            network=network_key(request),
            once=request.POST.get("once", ""),
            drafts=visit_of(request, now=now).applications(),
            now=now,
        ),
        now=now,
    )
