"""The telephone now: who waits, who speaks, and whom nobody answered."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.contact.call_backs.pages.words import TOPIC, says
from guichet.contact.calls import queries, rows
from guichet.kernel import clock
from guichet.staff.door.entry import may
from guichet.staff.frame import pages
from guichet.web.languages import of

MOST = 100


@require_safe
@may("see_contacts")
def telephone_calls(request: HttpRequest) -> HttpResponse:
    """Show the calls that go on, and today's that nobody answered; numbers by their end alone."""
    language, now = of(request), clock.now()
    going_on = list(queries.going_on()[:MOST])
    waiting = [call for call in going_on if rows.is_waiting(call)]
    talking = [call for call in going_on if not rows.is_waiting(call)]
    context = {
        "says": says(language),
        "waiting": [rows.row(call, language, now=now) for call in waiting],
        "talking": [rows.row(call, language, now=now) for call in talking],
        "missed": [rows.missed_row(call, language) for call in queries.missed(now=now)[:MOST]],
        "minutes": queries.wait_minutes(now=now),
        "is_attached": queries.is_attached(),
    }
    return pages.show(request, f"{TOPIC}/calls.html", context)
