"""Ask to look again after a refusal; end an application that is not wanted any more."""

from collections.abc import Callable, Mapping, Sequence
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
from guichet.applications.models import Application, Decision, Reconsideration
from guichet.applications.reasons.facts import Fact
from guichet.applications.status.explained import explained, words_of
from guichet.applications.status.pages import shown_reasons
from guichet.eligibility.programme import written_language
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_zone
from guichet.web.forms.base import switching_language

ERASED = "erased"
# What else ends with an application, in words; a room above hands in what does.
ALSO_ENDS: list[Callable[[Application, str], str]] = []
BOX = "fact_"  # before the field of a fact, in the names of boxes


@require_http_methods(["GET", "HEAD", "POST"])
@with_typed_kept
def look_again(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Take a request to look again at a refusal, and show what became of it."""
    if request.method != "POST" or switching_language(request):
        return _look_again_page(request, application)
    facts = _facts_of(request, application)
    text, faults = own_words(request, "new_facts")[0], _faults(request, facts)
    if faults and application.state == "refused":
        return _look_again_page(request, application, faults=faults)
    about = {fact.key: _about(request, fact)[0] for fact in facts}
    try:
        reconsiderations.request_reconsideration(application.pk, text, about=about, now=now)
    except Obstacle:
        return _look_again_page(request, queries.application(application.pk), status=409)
    return go(request, "look_again", query="sent")


def _about(request: HttpRequest, fact: Fact) -> tuple[str, str]:
    """Return what somebody wrote about one fact, and what is wrong with it; nothing is not."""
    text, fault = own_words(request, f"{BOX}{fact.key}")
    return text, "" if fault == "required" else fault


def _facts_of(request: HttpRequest, application: Application) -> list[Fact]:
    """Return the facts on which the refusal rests, in the language of the page."""
    refusal = queries.last_decision(application, "refused")
    explanation = explained(refusal, written_language(request))
    return explanation.facts if explanation else []


def _faults(request: HttpRequest, facts: Sequence[Fact]) -> dict[str, str]:
    """Return what is wrong, by field; to write nothing at all is wrong, an empty box is not."""
    faults = {f"{BOX}{fact.key}": _about(request, fact)[1] for fact in facts}
    faults["new_facts"] = own_words(request, "new_facts")[1]
    if faults["new_facts"] == "required" and any(_about(request, fact)[0] for fact in facts):
        faults["new_facts"] = ""
    return {field: fault for field, fault in faults.items() if fault}


def _look_again_page(
    request: HttpRequest,
    application: Application,
    *,
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    last, refusal = _last_request(application), queries.last_decision(application, "refused")
    waits = bool(last and last.decided_at is None)
    is_refused = application.state == "refused" and refusal is not None
    context = {
        **(_of_request(request, last) if last else {"last": None, "answered_at": None}),
        **(_of_refusal(request, refusal) if is_refused and refusal else {"boxes": []}),
        "waits": waits,
        "may_ask": is_refused and not waits,
        "may_add": is_refused and waits,
        "typed": own_words(request, "new_facts")[0],
        "faults": faults or {},
    }
    return show(request, "look_again", context, 422 if faults else status)


def _of_request(request: HttpRequest, last: Reconsideration) -> dict[str, object]:
    """Return what was asked last, about which facts, and the answer if there is one."""
    explanation, zone = explained(last.decision, written_language(request)), authority_zone()
    facts = {fact.key: fact for fact in explanation.facts} if explanation else {}
    return {
        "last": last,
        "asked_at": last.asked_at.astimezone(zone),
        "answered_at": last.decided_at.astimezone(zone) if last.decided_at else None,
        "answer": shown_reasons(last.public_reasons),
        "answer_words": words_of(last, written_language(request)) if last.words else None,
        "about_facts": [(facts[key], words) for key, words in last.about_facts.items()],
    }


def _of_refusal(request: HttpRequest, refusal: Decision) -> dict[str, object]:
    """Return why it was refused, and a box for each fact on which that rests."""
    explanation = explained(refusal, written_language(request))
    facts = explanation.facts if explanation else []
    boxes = [(f"{BOX}{fact.key}", fact, _about(request, fact)[0]) for fact in facts]
    reasons = shown_reasons(refusal.public_reasons)
    return {"reasons": reasons, "explained": explanation, "boxes": boxes}


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
    language = written_language(request)
    context = {
        "ends": _end_of(application),
        "also": [words for ends in ALSO_ENDS if (words := ends(application, language))],
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
