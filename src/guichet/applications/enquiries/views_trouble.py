"""Something does not work: one page that knows where the application stands, and mends it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from guichet.applications import numbers, states
from guichet.applications.access import before
from guichet.applications.access.handles import visit_of
from guichet.applications.access.number_and_pin import open_by_keys
from guichet.applications.access.pages import go, masked, whole
from guichet.applications.access.whose import switcher
from guichet.applications.enquiries import rules, situation
from guichet.applications.enquiries.pages import show
from guichet.applications.enquiries.situation import CaseSituation
from guichet.applications.form.questions import words
from guichet.applications.letters.arrivals import SentLetter
from guichet.applications.letters.names import kind_of_letter
from guichet.applications.models import Application
from guichet.eligibility.programme import written_language
from guichet.kernel import clock, references
from guichet.kernel.reading.days import authority_zone
from guichet.web.forms.base import switching_language
from guichet.web.words import speaker

# What mends each kind of trouble, where the state of the application allows it.
MENDS = {
    "no_mail": ("letters", "address"),
    "payment": ("pay", "receipt"),
    "session": ("go_on",),
    "error": ("go_on",),
    "paper": ("papers", "go_on"),
    "code": ("lost", "letters"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def trouble(request: HttpRequest, handle: str = "") -> HttpResponse:
    """Ask what does not work, and show what helps."""
    now = clock.now()
    visit = visit_of(request, now=now)
    if request.method == "POST" and not switching_language(request):
        outcome = open_by_keys(request, now=now, handle=handle)
        if isinstance(outcome, HttpResponse):
            return outcome
        if isinstance(outcome, str):
            return _page(request, None, now=now, wrong=outcome)
        return visit.keep(go(request, "trouble", query=request.META.get("QUERY_STRING", "")))
    application = visit.at(handle)
    if application is None and visit.openings and "about" in request.GET:
        return switcher(request, visit, closed=bool(handle))
    if application:
        visit.turn_to(application)
    return visit.keep(_page(request, application, now=now))


def _page(
    request: HttpRequest, application: Application | None, *, now: datetime, wrong: str = ""
) -> HttpResponse:
    about, visit = request.GET.get("about", ""), visit_of(request, now=now)
    case = situation.of(application, now=now) if application else None
    reference, language = reference_in(request), written_language(request)
    context = {
        **_trouble(about, reference),
        "number_typed": request.POST.get("number", ""),
        "here": request.get_full_path(),
        "wrong": wrong,
        "asks_before": before.asks(request, visit),
        "before": before.choice(request),
        "to_papers": speaker(language, "changes")("step.papers"),
        "case": _facts_of(case, language) if case else None,
        "mends": _mends(case, about) if about in MENDS else [],
    }
    return show(request, "trouble", context, 422 if wrong else 200)


def reference_in(request: HttpRequest) -> str:
    """Return the reference of an error that the address names, if it is one."""
    reference = references.read_number(request.GET.get("reference", "")[:20])
    return reference if references.is_error_reference(reference) else ""


def _query(about: str, reference: str) -> str:
    """Return what the page of enquiries is told; codes only."""
    values = {"about": about if about in rules.TROUBLES else "", "reference": reference}
    return "&".join(f"{key}={value}" for key, value in values.items() if value)


def _trouble(about: str, reference: str) -> dict[str, object]:
    return {
        "about": about if about in rules.TROUBLES else "",
        "kinds": rules.TROUBLES,
        "reference": whole(references.for_people(reference)) if reference else "",
        "query": _query(about, reference),
    }


def _facts_of(case: CaseSituation, language: str) -> dict[str, object]:
    """Return what is known of a case in words, times in the zone of the authority."""
    application = case.application
    draft = application.state == "draft"
    return {
        "number": numbers.for_people(application.number),
        "status": case.status,
        "saved_at": application.saved_at.astimezone(authority_zone()) if draft else None,
        "step": words().section(case.step, language) if case.step else None,
        "payment": case.payment,
        "refund_due": case.refund_due and case.payment != "refund",
        "address": masked(application.email) if application.email else "",
        "pending": case.address == "to_be_proven",
        "letters": [_letter(letter, language) for letter in case.letters],
    }


def _letter(delivery: SentLetter, language: str) -> dict[str, object]:
    return {
        "name": kind_of_letter(delivery.letter.kind, language),
        "at": (delivery.left_at or delivery.letter.at).astimezone(authority_zone()),
        "arrival": delivery.arrival,
        "to": masked(delivery.address) if delivery.address else "",
    }


def _mends(case: CaseSituation | None, about: str) -> list[str]:
    """Return the steps that help, the first of them first; nobody is led to pay twice."""
    if case is None:
        return ["lost"] if about in ("session", "code") else []
    state, is_paid = case.application.state, case.payment == "paid"
    possible = {
        "letters": bool(case.letters),
        "address": True,
        "pay": state == "submitted_unpaid" and not is_paid,
        "receipt": is_paid,
        "go_on": state in states.UNSENT or about != "paper",
        "papers": state in states.OPEN,
        "lost": True,
    }
    return [name for name in MENDS[about] if possible[name]]
