"""Where does it stand? For everybody who knows the passport, and for who has it open."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from guichet.applications import numbers, queries, status, typed
from guichet.applications.fields_readers import Field
from guichet.applications.law import EASTERN
from guichet.applications.models import Application, Payment
from guichet.applications.of_visit import show, wait, with_application
from guichet.applications.step_page import options_of, words
from guichet.applications.words import written_language
from guichet.kernel import clock
from guichet.kernel.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.web.forms import switching_language

DATES = ("birth_date", "issue_date", "expiry_date")
TEXTS = ("number", "passport_number", "issuer")
_ISSUER = Field("issuer", "issuer", "", "")


@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Look an application up; unknown and wrong are one answer."""
    if request.method != "POST" or switching_language(request):
        return _form_page(request)
    now, days = clock.now(), {key: _day(request, key) for key in DATES}
    if None in days.values():
        wrong = next(key for key, day in days.items() if day is None)
        return _form_page(request, wrong=wrong)
    try:
        found = status.look_up(_asked(request, days), network=network_key(request), now=now)
    except Obstacle as obstacle:
        if obstacle.code == "too_many":
            return wait(request, obstacle)
        return _form_page(request, incomplete=True)
    return show(request, "status", _shown(found, now=now))


@require_safe
@with_application
def standing(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Show the status of the application that number and PIN have opened."""
    payment = queries.payment_of(application)
    context = {
        **_shown(status.of(application, now=now), now=now),
        "is_owner": True,
        "paid": bool(payment and payment.state == Payment.State.PAID),
        "email": application.email,
    }
    return show(request, "status", context)


def _form_page(request: HttpRequest, *, wrong: str = "", incomplete: bool = False) -> HttpResponse:
    language, sent = written_language(request), request.POST
    options, others = options_of(_ISSUER, language)
    context = {
        "typed": {key: str(sent.get(key, "")) for key in TEXTS},
        "days": {key: typed.day_of(typed.read_day(sent, key)) for key in DATES},
        "labels": {key: words().help(key, language).label for key in ("passport_number", *DATES)},
        "options": options,
        "others": others,
        "wrong": wrong,
        "wrong_day": words().error("no_such_day", language) if wrong else "",
        "incomplete": incomplete,
    }
    return show(request, "status_form", context, 422 if wrong or incomplete else 200)


def _asked(request: HttpRequest, days: dict[str, date | str | None]) -> status.Asked:
    sent = {key: str(request.POST.get(key, ""))[:100].replace("\x00", "") for key in TEXTS}
    known = {key: day for key, day in days.items() if isinstance(day, date)}
    return status.Asked(
        number=sent["number"].strip(),
        passport_number=sent["passport_number"].strip(),
        issuer=sent["issuer"],
        born_on=known.get("birth_date"),
        issued_on=known.get("issue_date"),
        expires_on=known.get("expiry_date"),
    )


def _day(request: HttpRequest, key: str) -> date | str | None:
    """Return a day, "" where none was typed, None where it does not exist."""
    text = typed.read_day(request.POST, key)
    if not text:
        return ""
    try:
        return date(*(int(part) for part in text.split("-")))
    except (ValueError, OverflowError):
        return None


def _shown(found: status.Found, *, now: datetime) -> dict[str, object]:
    due = found.due_at.astimezone(EASTERN) if found.due_at else None
    code = found.status.code
    left = int((found.due_at - now).total_seconds()) // 60 if found.due_at else 0
    return {
        "code": code,
        "next_step": found.status.next_step,
        "found": found,
        "number": numbers.shown(found.number) if found.number else "",
        "submitted_at": found.submitted_at.astimezone(EASTERN) if found.submitted_at else None,
        "ended_at": found.ended_at.astimezone(EASTERN) if found.ended_at else None,
        "due_at": due if code in {"in_progress", "late"} else None,
        "minutes_left": left if code == "in_progress" else 0,
        "is_owner": False,
        "paid": False,
        "email": "",
    }
