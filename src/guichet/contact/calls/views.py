"""The telephone now: who waits, who speaks, and whom nobody answered."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.contact.call_backs.numbers import masked
from guichet.contact.call_backs.pages.words import TOPIC, clock_of, name_of, says
from guichet.contact.calls import queries, rules
from guichet.contact.calls.models import TelephoneCall
from guichet.kernel import clock
from guichet.staff.door.entry import may
from guichet.staff.frame import pages
from guichet.web.languages import of

MOST = 100
_OF_A_CALL_BACK = {
    "offered": "offered",
    "asked": "agreed",
    "agreed": "agreed",
    "taken": "taken",
    "done": "done",
}


@require_safe
@may("see_contacts")
def telephone_calls(request: HttpRequest) -> HttpResponse:
    """Show the calls that go on, and today's that nobody answered; numbers by their end alone."""
    language, now = of(request), clock.now()
    going_on = list(queries.going_on()[:MOST])
    is_waiting = {call.pk: not call.answered_at or bool(call.handed_on_at) for call in going_on}
    context = {
        "says": says(language),
        "waiting": [_row(call, language, now=now) for call in going_on if is_waiting[call.pk]],
        "talking": [_row(call, language, now=now) for call in going_on if not is_waiting[call.pk]],
        "missed": [_missed(call, language) for call in queries.missed(now=now)[:MOST]],
        "minutes": queries.wait_minutes(now=now),
        "is_attached": queries.is_attached(),
    }
    return pages.show(request, f"{TOPIC}/calls.html", context)


def _row(call: TelephoneCall, language: str, *, now: datetime) -> dict[str, Any]:
    since = call.handed_on_at or call.answered_at or call.heard_at
    return {
        "number": masked(call.number),
        "language": name_of(call.language) if call.language else "",
        "menu": call.menu,
        "agent": call.agent.get_username() if call.agent else "",
        "handed_on_to": call.handed_on_to,
        "since": clock_of(since, language),
        "minutes": rules.minutes(max(now - since, now - now)),
    }


def _missed(call: TelephoneCall, language: str) -> dict[str, Any]:
    back = call.call_back
    return {
        "number": masked(call.number),
        "language": name_of(call.language) if call.language else "",
        "menu": call.menu,
        "at": clock_of(call.heard_at, language),
        "call_back": _OF_A_CALL_BACK.get(back.state, "over") if back else "no_number",
    }
