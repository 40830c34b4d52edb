"""A client's place in line: see it, ask for time, be fetched, leave. Nothing personal is on it."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from guichet.counter.queue import public
from guichet.counter.queue.public import TicketStanding
from guichet.counter.tickets import forms
from guichet.counter.tickets import paper as sheets
from guichet.counter.tickets.page import page_of
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.web import visits
from guichet.web.addresses.paths import address
from guichet.web.forms.base import switching_language
from guichet.web.languages import of
from guichet.web.pages.render import page
from guichet.web.words import speaker, texts

TOPIC = "tickets"
RELOADED = 25  # seconds, where no script asks
Inner = Callable[[HttpRequest, TicketStanding, str, datetime], HttpResponse]
View = Callable[..., HttpResponse]


def with_ticket(view: Inner) -> View:
    """Give a view the ticket of its address, or say that it is not there: wrong and over alike."""

    @wraps(view)
    def of_address(request: HttpRequest, token: str) -> HttpResponse:
        now = clock.now()
        try:
            standing = public.standing_of(token, now=now)
        except Obstacle:
            return _answer(request, "no_ticket", {}, 404)
        return view(request, standing, token, now)

    return of_address


@require_http_methods(["GET", "HEAD", "POST"])
@with_ticket
def ticket(
    request: HttpRequest, standing: TicketStanding, token: str, now: datetime
) -> HttpResponse:
    """Show where a ticket stands, and do what its client asks for."""
    if request.method != "POST" or switching_language(request):
        return _page(request, standing, token, now=now)
    return _do(request, standing, token, deed=forms.deed_of(request), now=now)


@require_http_methods(["GET", "HEAD", "POST"])
@with_ticket
def leave(
    request: HttpRequest, standing: TicketStanding, token: str, now: datetime
) -> HttpResponse:
    """Ask first; leave the line only when the button is pressed."""
    if request.method == "POST" and not switching_language(request):
        return _do(request, standing, token, deed="leave", now=now)
    facts = page_of(standing, language=of(request), now=now)
    if "leave" not in facts.deeds:
        return _go(request, token)
    context = {"facts": facts, "seen": forms.field(standing.ticket), "token": token}
    return _answer(request, "leave_line", context)


@require_safe
@with_ticket
def paper(
    request: HttpRequest, standing: TicketStanding, token: str, now: datetime
) -> HttpResponse:
    """Show a ticket as it is printed."""
    back = address("counter:ticket", of(request), token=token)
    return sheets.show(request, standing, language=of(request), back=back, now=now)


def _do(
    request: HttpRequest, standing: TicketStanding, token: str, *, deed: str, now: datetime
) -> HttpResponse:
    ticket = standing.ticket
    if not deed:
        return _go(request, token)
    if not forms.is_as_seen(request, ticket):
        if forms.is_done(deed, ticket):  # the button was pressed twice
            return _go(request, token)
        return _stands_in_the_way(request, token, "changed", now=now)
    try:
        forms.DEEDS[deed](ticket, now=now)
    except Obstacle as obstacle:
        code = obstacle.code if f"obstacle.{obstacle.code}" in texts(TOPIC) else "changed"
        return _stands_in_the_way(request, token, code, now=now)
    return _go(request, token)


def _stands_in_the_way(
    request: HttpRequest, token: str, code: str, *, now: datetime
) -> HttpResponse:
    """Show the ticket as it stands now, under the sentence on why nothing was done."""
    standing = public.standing_of(token, now=now)
    was_called = code == "changed" and standing.ticket.state == "called"
    key = f"obstacle.{'called' if was_called else code}"
    return _page(request, standing, token, now=now, obstacle=key)


def _page(
    request: HttpRequest,
    standing: TicketStanding,
    token: str,
    *,
    now: datetime,
    obstacle: str = "",
) -> HttpResponse:
    context = {
        "facts": page_of(standing, language=of(request), now=now),
        "seen": forms.field(standing.ticket),
        "mark": forms.mark(standing.ticket),
        "token": token,
        "obstacle": obstacle,
        "reloaded": 0 if "still" in request.GET else RELOADED,
    }
    return _answer(request, "ticket", context, 409 if obstacle else 200)


def _answer(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    speak = speaker(of(request), TOPIC)
    complete = texts(TOPIC).languages()
    response = page(
        request, f"tickets/{template}.html", {**context, "speak": speak}, status, complete=complete
    )
    visits.make_private(response)
    return response


def _go(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponseRedirect(address("counter:ticket", of(request), token=token))
