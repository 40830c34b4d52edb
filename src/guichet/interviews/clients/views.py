"""Answer an invitation: choose a time, move once, say that none is possible, take it along."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from guichet.applications.access import pages as access
from guichet.applications.access.number_and_pin import with_typed_kept
from guichet.applications.access.whose import with_application
from guichet.applications.changes.pages import own_words
from guichet.applications.models import Application
from guichet.booking.clients import coming_back
from guichet.eligibility.programme import written_language
from guichet.interviews import actions, invitation, queries
from guichet.interviews.clients import mark, pages
from guichet.interviews.models import Interview
from guichet.interviews.sentences import TOPIC
from guichet.interviews.telling import calendar_entry
from guichet.kernel.obstacles import Obstacle
from guichet.post import file_names
from guichet.web import visits
from guichet.web.forms.base import switching_language, typed_line
from guichet.web.pages.errors import WAITS, wait
from guichet.web.wire.opened_before import guesser_of

_DIGITS = 12  # of a second since 1970
# The page was older than what holds by now: nothing is done, and what holds is shown.
STALE = frozenset(
    {
        *("replaced_meanwhile", "set_meanwhile", "changed_meanwhile", "moved_meanwhile"),
        *("interview_over", "declined_already"),
    }
)
# What the page says after a deed, and the stage at which that is still so.
SAID_AT = {"chosen": "chosen", "moved": "chosen", "booked": "chosen", "declined": "declined"}
_WRONG = {"wrong_credentials", "mistyped_number"}


@require_http_methods(["GET", "HEAD", "POST"])
@with_typed_kept
def interview(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Show the newest invitation, and take the answer to it."""
    last = queries.last(application)
    if last is None:  # one of before offers no times: words answer it
        return HttpResponseRedirect(access.address_in(request, "applications:papers"))
    if request.method != "POST" or switching_language(request):
        return _page(request, application, now=now)
    # The Enter key names no button.
    usual = "book" if last.way == Interview.Way.OFFICE else "choose"
    answer = ANSWERS.get(request.POST.get("do", ""), ANSWERS[usual])
    return answer(request, application, now=now)


@require_safe
@with_application
def calendar(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """Give the time that was chosen to a calendar, or strike it out there."""
    last = queries.last(application)
    value = invitation.of(last) if last else None
    if value is None or not pages.has_calendar(value, now=now):
        return _go(request)
    language = written_language(request)
    entry = calendar_entry.ics(value, language=language, now=now)
    answer = HttpResponse(entry, content_type="text/calendar; charset=utf-8")
    name = file_names.kept_as(calendar_entry.file_name(language))
    answer["Content-Disposition"] = name
    visits.make_private(answer)
    return answer


def _choose(request: HttpRequest, application: Application, *, now: datetime) -> HttpResponse:
    time, showing = _time(request, "time"), mark.showing_of(request)
    if time is None:
        return _page(request, application, now=now, faults={"time": "required"})
    reply, fault = _reply(request)
    if fault:
        return _page(request, application, now=now, faults={"reply": fault})
    try:
        actions.choose(application.pk, time, reply=reply, showing=showing, now=now)
    except Obstacle as obstacle:
        return _page(request, application, now=now, faults={"time": obstacle.code})
    return _go(request, query="said=moved" if showing.chosen else "said=chosen")


def _name_appointment(
    request: HttpRequest, application: Application, *, now: datetime
) -> HttpResponse:
    """Take the appointment that stands for the interview, by its number and its PIN."""
    number, pin = typed_line(request, "confirmation_number"), typed_line(request, "appointment_pin")
    if not (number and pin):
        return _page(request, application, now=now, faults={"confirmation_number": "pair_required"})
    reply, fault = _reply(request)
    if fault:
        return _page(request, application, now=now, faults={"reply": fault})
    try:
        appointment = coming_back.sign_in(number, pin, guesser=guesser_of(request), now=now)
        confirmed, showing = appointment.confirmation_number or "", mark.showing_of(request)
        actions.name_appointment(application.pk, confirmed, reply=reply, showing=showing, now=now)
    except Obstacle as obstacle:
        if obstacle.code in WAITS:
            return wait(request, obstacle)
        code = "wrong_pair" if obstacle.code in _WRONG else obstacle.code
        return _page(request, application, now=now, faults={"confirmation_number": code})
    return _go(request, query="said=booked")


def _decline(request: HttpRequest, application: Application, *, now: datetime) -> HttpResponse:
    reply, fault = _reply(request)
    if fault:
        return _page(request, application, now=now, faults={"reply": fault})
    try:
        actions.decline(application.pk, reply, showing=mark.showing_of(request), now=now)
    except Obstacle as obstacle:
        return _page(request, application, now=now, faults={"reply": obstacle.code})
    return _go(request, query="said=declined")


ANSWERS = {"choose": _choose, "book": _name_appointment, "decline": _decline}


def _reply(request: HttpRequest) -> tuple[str, str]:
    """Return what the person wrote, whichever button they press, and what is wrong with it."""
    reply, fault = own_words(request, "reply")
    return reply, "" if fault == "required" else fault


def _time(request: HttpRequest, name: str) -> datetime | None:
    """Return the time that a form sends; None for whatever is none."""
    text = typed_line(request, name)
    if not (text.isascii() and text.isdecimal() and len(text) < _DIGITS):
        return None
    return datetime.fromtimestamp(int(text), UTC)


def _go(request: HttpRequest, *, query: str = "") -> HttpResponse:
    target = access.address_in(request, "interviews:interview")
    return HttpResponseRedirect(f"{target}?{query}" if query else target)


def _page(
    request: HttpRequest,
    application: Application,
    *,
    now: datetime,
    faults: Mapping[str, str] | None = None,
) -> HttpResponse:
    last = queries.last(application)
    assert last
    context = dict(pages.context(last, written_language(request), now=now))
    if not context["times"] and faults == {"time": "time_taken"}:
        faults = {"time": "last_time_taken"}
    news = _news(request, faults or {}, stage=str(context["stage"]), moves=last.moves)
    context |= {**_typed(request), **news}
    status = 409 if context["stale"] else 422 if faults else 200
    return access.show(request, "interview", context, status, topic=TOPIC, room="interviews")


def _news(
    request: HttpRequest, faults: Mapping[str, str], *, stage: str, moves: int
) -> dict[str, object]:
    """Return what stands above the page: what was done, what is wrong, or that it was older.

    An address is opened again later: what was done is said as long as it holds.
    """
    event = request.GET.get("said", "")
    if event == "moved" and not moves:  # in an invitation of before
        event = "chosen"
    is_so = SAID_AT.get(event) == stage and not faults
    stale = next((code for code in faults.values() if code in STALE), "")
    news: dict[str, object] = {
        "faults": {} if stale else faults,
        "stale": stale,
        "event": f"said.{event}" if is_so else "",
    }
    # The same hour may be at another place now: it is chosen again, and not by a press alone.
    return news | ({"typed_time": ""} if stale == "replaced_meanwhile" else {})


def _typed(request: HttpRequest) -> dict[str, str]:
    """Return what was chosen and written, to be shown again; never a PIN."""
    return {
        "typed_time": typed_line(request, "time"),
        "typed_reply": own_words(request, "reply")[0],
        "typed_number": typed_line(request, "confirmation_number"),
    }
