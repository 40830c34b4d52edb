"""Ask to look again after a refusal; end an application that is not wanted any more."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from guichet.applications import queries, states
from guichet.applications.access.number_and_pin import with_typed_kept
from guichet.applications.access.pages import go
from guichet.applications.access.whose import with_application
from guichet.applications.changes import actions as changes
from guichet.applications.changes.pages import own_words, show
from guichet.applications.decisions import reconsiderations
from guichet.applications.models import Application, Reconsideration
from guichet.applications.status.pages import shown_reasons
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_zone
from guichet.web.forms.base import switching_language

ERASED = "erased"


@require_http_methods(["GET", "HEAD", "POST"])
@with_typed_kept
def look_again(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Take a request to look again at a refusal, and show what became of it."""
    if request.method != "POST" or switching_language(request):
        return _look_again_page(request, application)
    text, fault = own_words(request, "new_facts")
    if fault and application.state == "refused":
        return _look_again_page(request, application, fault=fault)
    try:
        reconsiderations.request_reconsideration(application.pk, text, now=now)
    except Obstacle:
        return _look_again_page(request, queries.application(application.pk), status=409)
    return go(request, "look_again", query="sent")


def _look_again_page(
    request: HttpRequest, application: Application, *, fault: str = "", status: int = 200
) -> HttpResponse:
    last, refusal = _last_request(application), queries.last_decision(application, "refused")
    waits = bool(last and last.decided_at is None)
    is_refused, zone = application.state == "refused" and refusal is not None, authority_zone()
    context = {
        "reasons": shown_reasons(refusal.public_reasons) if is_refused and refusal else (),
        "answer": shown_reasons(last.public_reasons) if last else (),
        "last": last,
        "asked_at": last.asked_at.astimezone(zone) if last else None,
        "answered_at": last.decided_at.astimezone(zone) if last and last.decided_at else None,
        "waits": waits,
        "may_ask": is_refused and not waits,
        "may_add": is_refused and waits,
        "typed": own_words(request, "new_facts")[0],
        "fault": fault,
    }
    return show(request, "look_again", context, 422 if fault else status)


def _last_request(application: Application) -> Reconsideration | None:
    requests = Reconsideration.objects.filter(decision__application=application)
    return requests.order_by("-pk").first()


@require_http_methods(["GET", "HEAD", "POST"])
@with_application
def withdraw(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Say what it means to end an application, and end it; a draft is erased."""
    if request.method != "POST" or switching_language(request):
        return _withdraw_page(request, application)
    ends = _end_of(application)
    if request.POST.get("ends") != ends:  # it was sent off meanwhile: that ends otherwise
        return _withdraw_page(request, application, status=409)
    try:
        (changes.erase_draft if ends == ERASED else changes.withdraw)(application.pk, now=now)
    except Obstacle:
        return go(request, "withdraw")
    return go(request, "withdraw", query="done")


def _withdraw_page(
    request: HttpRequest, application: Application, *, status: int = 200
) -> HttpResponse:
    context = {
        "ends": _end_of(application),
        "unsent": application.state in states.UNSENT,
        "open": states.is_possible("withdraw", application.state),
        "state": application.state,
        "done": "done" in request.GET,
        "moved": status == 409,
    }
    return show(request, "withdraw", context, status)


def _end_of(application: Application) -> str:
    """Return which of two ends the page speaks of: a draft is erased, what was sent withdrawn."""
    erased = application.state in states.UNSENT or not application.answers
    return ERASED if erased else "withdrawn"
