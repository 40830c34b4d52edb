"""Where does it stand? For everybody who knows the passport, and for who has it open."""

from collections.abc import Mapping
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from guichet.applications import numbers, queries
from guichet.applications import public_status as status
from guichet.applications.access.pages import go, masked, show
from guichet.applications.access.whose import with_application
from guichet.applications.form import typed
from guichet.applications.form.questions import options_of, words
from guichet.applications.form.readers import Field
from guichet.applications.form.rules import FAMILY, shared_sections
from guichet.applications.form.time_zones import Moment, moment_in
from guichet.applications.models import Application
from guichet.applications.public_status import PublicStanding
from guichet.applications.rules import NOT_FOUND
from guichet.applications.status import calendar_entry, explained, next_steps, panels
from guichet.applications.status.pages import TOPIC, shown_reasons
from guichet.eligibility.content import today
from guichet.eligibility.programme import plain, written_language
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_zone
from guichet.post import file_names
from guichet.web import visits
from guichet.web.forms.base import switching_language, typed_line
from guichet.web.pages.errors import WAITS, wait
from guichet.web.wire.opened_before import guesser_of
from guichet.web.words import speaker

DATES = ("birth_date", "issue_date", "expiry_date")
TEXTS = ("number", "passport_number", "issuer")
ONE_DATE, MISTYPED = "one_date", "mistyped_number"
_ISSUER = Field("issuer", "issuer", "", "")


@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Look an application up; unknown and wrong are one answer."""
    if request.method != "POST" or switching_language(request):
        return _form_page(request)
    now, days = clock.now(), {key: _day(request, key) for key in DATES}
    question = _question(request, days)
    if errors := _errors(request, question, days):
        return _form_page(request, errors=errors)
    try:
        standing = status.look_up(question, guesser=guesser_of(request), now=now)
    except Obstacle as obstacle:
        if obstacle.code in WAITS:
            return wait(request, obstacle)
        field = "number" if obstacle.code == MISTYPED else "passport_number"
        return _form_page(request, errors={field: obstacle.code})
    if standing.status == NOT_FOUND:
        return _form_page(request, found_nothing=True)
    return _status_page(request, standing, now=now)


@require_safe
@with_application
def standing(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Show the status of the application that number and PIN have opened."""
    return _status_page(request, status.of(application, now=now), application=application, now=now)


@require_safe
@with_application
def expiry(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Give the last day of an authorization to a calendar."""
    standing = status.of(application, now=now)
    if standing.status.code != "approved" or standing.valid_until is None:
        return go(request, "standing")
    language = written_language(request)
    entry = calendar_entry.ics(
        application.pk,
        last_day=standing.valid_until,
        made_at=application.authorization.issued_at,
        language=language,
        now=now,
    )
    answer = HttpResponse(entry, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = file_names.kept_as(f"{file_names.authorization(language)}.ics")
    visits.make_private(answer)
    return answer


def _form_page(
    request: HttpRequest,
    *,
    errors: Mapping[str, str] | None = None,
    found_nothing: bool = False,
) -> HttpResponse:
    """Ask for what an application is found by; `errors` are codes of the form, by field."""
    language, fields = written_language(request), request.POST
    options, others = options_of(_ISSUER, language)
    context = {
        "typed": {key: typed_line(request, key) for key in TEXTS},
        "days": {key: typed.day_of(typed.read_day(fields, key)) for key in DATES},
        "labels": _labels(language),
        "options": options,
        "others": others,
        "errors": {key: _sentence(code, language) for key, code in (errors or {}).items()},
        "found_nothing": found_nothing,
        "ahead": speaker(language, TOPIC),
    }
    return show(request, "status/form", context, 422 if errors else 200)


def _labels(language: str) -> dict[str, object]:
    return {key: words().help(key, language).label for key in ("passport_number", *DATES)}


def _sentence(code: str, language: str) -> object:
    if code == ONE_DATE:
        return speaker(language, "apply")("look.one_date")
    if code == MISTYPED:
        return plain(f"problem.{code}", language)
    return words().error(code, language)


def _errors(
    request: HttpRequest, question: status.StatusQuestion, days: Mapping[str, date | str]
) -> dict[str, str]:
    """Return what is wrong or missing, a code by field; nothing where it can be looked up."""
    errors = {key: day for key, day in days.items() if day and isinstance(day, str)}
    errors |= {key: "required" for key in TEXTS[1:] if not typed_line(request, key)}
    if question.number and not any(days.values()):
        errors.setdefault("birth_date", ONE_DATE)
    if not question.number:
        missing = [key for key in ("birth_date", "expiry_date") if days[key] == ""]
        errors |= dict.fromkeys(missing, "required")
    return {key: errors[key] for key in (*TEXTS, *DATES) if key in errors}


def _question(request: HttpRequest, days: Mapping[str, date | str]) -> status.StatusQuestion:
    fields = {key: typed_line(request, key) for key in TEXTS}
    dates = {key: day for key, day in days.items() if isinstance(day, date)}
    return status.StatusQuestion(
        number=fields["number"],
        passport_number=fields["passport_number"],
        issuer=fields["issuer"],
        born_on=dates.get("birth_date"),
        issued_on=dates.get("issue_date"),
        expires_on=dates.get("expiry_date"),
    )


def _day(request: HttpRequest, key: str) -> date | str:
    """Return a day, "" where none was typed, the code of what is wrong where there is none."""
    text = typed.read_day(request.POST, key)
    if not text:
        return ""
    try:
        return typed.first_day(text) if key == "birth_date" else typed.whole_day(text)
    except Obstacle as obstacle:
        return obstacle.code


def shown_to_anybody(
    request: HttpRequest, application: Application, *, now: datetime
) -> HttpResponse:
    """Show where an application stands as the look-up does, to who could look it up."""
    return _status_page(request, status.of(application, now=now), now=now)


def _status_page(
    request: HttpRequest,
    standing: PublicStanding,
    *,
    now: datetime,
    application: Application | None = None,
) -> HttpResponse:
    step = next_steps.next_step_of_status(standing, is_owner=application is not None)
    language = written_language(request)
    part = _of_owner(application, standing, step, language, now) if application else None
    context = {
        **_shown(standing, now=now),
        "due_at": _due_at(standing, language, application, issuer=request.POST.get("issuer", "")),
        **(part or _of_anybody(standing)),
        "ahead": speaker(language, TOPIC),
        "step": step,
        "is_owner": application is not None,
        "result": next_steps.result(standing, state=application.state if application else ""),
    }
    return show(request, "status/status", context)


def _of_owner(
    application: Application, standing: PublicStanding, step: str, language: str, now: datetime
) -> dict[str, object]:
    """Return what is told only to who has number and PIN."""
    payment = queries.payment_of(application)
    return {
        "authorization": numbers.for_people(standing.authorization)
        if standing.authorization
        else "",
        "reasons": shown_reasons(standing.reasons),
        "explained": explained.of_standing(application, standing, language),
        "panels": panels.of(application, language, now=now),
        "menu": next_steps.menu(_stage(application), besides=step),
        "has_family": bool(application.answers),
        "is_family": shared_sections(application.answers) == FAMILY,
        "paid": bool(payment and payment.counts),
        "email": masked(application.email) if application.email else "",
    }


def _of_anybody(standing: PublicStanding) -> dict[str, object]:
    return {
        "whose": None,  # looked up: not the one that this visit has open
        "authorization": status.masked(standing.authorization) if standing.authorization else "",
        "reasons": (),
        "explained": None,
        "panels": [],
        "menu": [],
        "has_family": False,
        "is_family": False,
        "paid": False,
        "email": "",
    }


def _stage(application: Application) -> str:
    """Return the state, or that an application was erased before anybody had read it."""
    is_erased = application.state == "abandoned" and application.submitted_at is None
    return "erased" if is_erased else application.state


def _due_at(
    standing: PublicStanding, language: str, application: Application | None, *, issuer: str
) -> Moment | None:
    """Return when an answer is owed, by the clock of the authority and that of home.

    To who has not opened the application only what they typed is told: the issuer's country.
    """
    has_clock = standing.status.code in {"in_progress", "late"}
    if not has_clock or standing.owed_at is None:
        return None
    if application is None:
        return moment_in(issuer, standing.owed_at, language)
    home, zone = (application.answers.get(key) for key in ("home_country", "travel_time_zone"))
    return moment_in(home, standing.owed_at, language, zone=zone)


def _shown(standing: PublicStanding, *, now: datetime) -> dict[str, object]:
    minutes_left = int((standing.due_at - now).total_seconds()) // 60 if standing.due_at else 0
    has_clock = standing.status.next_step == "wait"
    return {
        "code": standing.status.code,
        "next_step": standing.status.next_step,
        "own_words": next_steps.own_words(standing),
        "route": next_steps.route,
        "standing": standing,
        "number": numbers.for_people(standing.number) if standing.number else "",
        "submitted_at": standing.submitted_at.astimezone(authority_zone())
        if standing.submitted_at
        else None,
        "ended_at": standing.ended_at.astimezone(authority_zone()) if standing.ended_at else None,
        "is_answer_late": standing.answer_by is not None and standing.answer_by < today(now),
        "minutes_left": minutes_left if has_clock and standing.status.code == "in_progress" else 0,
    }
