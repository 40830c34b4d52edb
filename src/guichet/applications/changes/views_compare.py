"""Hold the answers against the two lines of the passport: which ones were typed wrong?"""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from guichet.applications import states
from guichet.applications.access.number_and_pin import with_typed_kept
from guichet.applications.access.pages import go
from guichet.applications.apply import zone_page
from guichet.applications.changes import change_page
from guichet.applications.changes.pages import show
from guichet.applications.form import typed, zone_answers
from guichet.applications.form.answers import form
from guichet.applications.models import Application
from guichet.eligibility.content import today
from guichet.eligibility.programme import written_language
from guichet.passports import zone as mrz
from guichet.web.forms.base import switching_language
from guichet.web.words import speaker


@require_http_methods(["GET", "HEAD", "POST"])
@with_typed_kept
def compare(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Read the lines and show each answer that says something else than the passport."""
    if application.state in states.UNSENT:
        return go(request, "change")
    text, language = request.POST.get("lines", ""), written_language(request)
    is_press = request.method == "POST" and not switching_language(request)
    read = zone_page.read(text, language, today=today(now)) if is_press else zone_page.ZoneReading()
    zone = mrz.read(text if is_press else "", today=today(now))
    differing = zone_answers.differences(application.answers, zone)
    context = {
        "text": text,
        "read": read,
        "compared": is_press and bool(read.answers),
        "differing": [*differing],
        "kept": _as_typed(differing),
        "pairs": _pairs(application, differing, language),
        "field_words": speaker(language, "fields"),
    }
    return show(request, "compare", context, 422 if is_press and not read.answers else 200)


def _pairs(
    application: Application, differing: Mapping[str, str], language: str
) -> list[change_page.Pair]:
    answers = application.answers
    return [change_page.pair(key, answers, differing, language) for key in differing]


def _as_typed(answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return answers as the fields of a form send them: a day in its three parts."""
    fields: list[tuple[str, str]] = []
    for key, value in answers.items():
        if form().fields[key].is_day:
            names = (f"{key}_{part}" for part in typed.PARTS)
            fields += zip(names, typed.day_of(value), strict=True)
            fields += [(f"{key}_{typed.PARTLY}", "yes")] if len(value) < len("YYYY-MM-DD") else []
        else:
            fields.append((key, value))
    return fields
