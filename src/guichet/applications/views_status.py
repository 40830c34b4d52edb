"""Where does it stand? For everybody who knows the passport, and for who has it open."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from guichet.applications import numbers, queries, status, typed
from guichet.applications.changes import expiry_file, next_steps
from guichet.applications.changes.pages import TOPIC, shown_reasons
from guichet.applications.fields_readers import Field
from guichet.applications.law import EASTERN
from guichet.applications.models import Application
from guichet.applications.of_visit import go, show, with_application
from guichet.applications.step_page import options_of, words
from guichet.applications.words import speaker, written_language
from guichet.kernel import clock
from guichet.kernel.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.web import visits
from guichet.web.errors import wait
from guichet.web.forms import switching_language, typed_line

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
    return _status_page(request, found, now=now)


@require_safe
@with_application
def standing(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Show the status of the application that number and PIN have opened."""
    return _status_page(request, status.of(application, now=now), owned=application, now=now)


@require_safe
@with_application
def expiry(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Give the last day of an authorization to a calendar."""
    found = status.of(application, now=now)
    if found.status.code != "approved" or found.valid_until is None:
        return go(request, "standing")
    language = written_language(request)
    made = expiry_file.ics(application.pk, last_day=found.valid_until, language=language, now=now)
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="eta.ics"'
    visits.make_private(answer)
    return answer


def _form_page(request: HttpRequest, *, wrong: str = "", incomplete: bool = False) -> HttpResponse:
    language, sent = written_language(request), request.POST
    options, others = options_of(_ISSUER, language)
    context = {
        "typed": {key: typed_line(request, key) for key in TEXTS},
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
    sent = {key: typed_line(request, key) for key in TEXTS}
    known = {key: day for key, day in days.items() if isinstance(day, date)}
    return status.Asked(
        number=sent["number"],
        passport_number=sent["passport_number"],
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


def _status_page(
    request: HttpRequest, found: status.Found, *, now: datetime, owned: Application | None = None
) -> HttpResponse:
    step = next_steps.next_step(found, is_owner=owned is not None)
    context = {
        **_shown(found, now=now),
        **(_of_owner(owned, found, step) if owned else _of_anybody(found)),
        "ahead": speaker(written_language(request), TOPIC),
        "step": step,
        "own_words": next_steps.own_words(found),
        "route": next_steps.route,
        "is_owner": owned is not None,
        "result": next_steps.result(found, state=owned.state if owned else ""),
    }
    return show(request, "status", context)


def _of_owner(application: Application, found: status.Found, step: str) -> dict[str, object]:
    """Return what is told only to who has number and PIN."""
    payment = queries.payment_of(application)
    return {
        "authorization": numbers.shown(found.authorization) if found.authorization else "",
        "reasons": shown_reasons(found.reasons),
        "menu": next_steps.menu(_stage(application), besides=step),
        "has_family": bool(application.answers),
        "paid": bool(payment and payment.counts),
        "email": application.email,
    }


def _of_anybody(found: status.Found) -> dict[str, object]:
    return {
        "authorization": status.masked(found.authorization) if found.authorization else "",
        "reasons": (),
        "menu": next_steps.NOT_FOUND if found.status.code == "not_found" else [],
        "has_family": False,
        "paid": False,
        "email": "",
    }


def _stage(application: Application) -> str:
    """Return the state, or that an application was erased before anybody had read it."""
    erased = application.state == "abandoned" and application.submitted_at is None
    return "erased" if erased else application.state


def _shown(found: status.Found, *, now: datetime) -> dict[str, object]:
    due = found.due_at.astimezone(EASTERN) if found.due_at else None
    code, next_step = found.status.code, found.status.next_step
    has_clock = code in {"in_progress", "late"} and next_step != "wait_for_interview"
    left = int((found.due_at - now).total_seconds()) // 60 if found.due_at else 0
    return {
        "code": code,
        "next_step": next_step,
        "found": found,
        "number": numbers.shown(found.number) if found.number else "",
        "submitted_at": found.submitted_at.astimezone(EASTERN) if found.submitted_at else None,
        "ended_at": found.ended_at.astimezone(EASTERN) if found.ended_at else None,
        "due_at": due if has_clock else None,
        "minutes_left": left if has_clock and code == "in_progress" else 0,
    }
