"""A client's entry on the earlier-time list, and what is offered to them.

A link of a message opens a page; only a button of the page changes anything.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from guichet.booking.earlier import actions
from guichet.booking.earlier import queries as entries
from guichet.booking.earlier.rules import Chances, check_wish
from guichet.booking.forms.earlier import DaysForm, chosen
from guichet.booking.keys import tokens
from guichet.booking.models import Entry, Offer
from guichet.booking.views.earlier import add_error, answer, days_form, place_of, why_not
from guichet.booking.views.visit import open_for
from guichet.booking.views.ways import go
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.web.forms import marks
from guichet.web.forms.base import switching_language
from guichet.web.languages import of

ENTRY, OFFER = "entry", "offer"  # kinds of deeds, for the marks of the forms
CHANGE, STILL, LEAVE = "change", "still", "leave"
ACCEPT, DECLINE = "accept", "decline"


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, token: str) -> HttpResponse:
    """Show an entry of the list; change its days, take it up again or leave."""
    now = clock.now()
    try:
        record = entries.entry_of(token)
    except Obstacle:
        return answer(request, "no_link", {}, 404)
    own = entries.own_appointment(record, now=now)
    chances = entries.chances(record.office, record.service_id, own=own, now=now)
    form = days_form(request, record.office, chances, now=now, initial=chosen(record))
    hopeless = _hopeless(record, chances, language=of(request))
    if deed := _deed(request, ENTRY, record):
        if deed == CHANGE and not form.is_valid():
            return _entry_page(request, record, form, now=now, status=422)
        return _do(request, record, deed, form, token, now=now)
    return _entry_page(request, record, form, now=now, hopeless=hopeless)


def _hopeless(record: Entry, chances: Chances, *, language: str) -> str:
    """Return why nothing that is waited for can be offered any more; empty while it can."""
    days, lead = record.weekdays, record.lead_hours
    try:
        check_wish(chances, weekdays=days, lead_hours=lead, last_on=record.last_on)
    except Obstacle as obstacle:
        return why_not(obstacle, language) if record.state == Entry.State.WAITING else ""
    return ""


@require_safe
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether somebody wants to leave the list; the button of the page acts, no link does."""
    now = clock.now()
    try:
        record = entries.entry_of(token)
    except Obstacle:
        return answer(request, "no_link", {}, 404)
    if record.state not in entries.LIVE:
        return go(request, "booking:entry", token=token)
    context = {
        "about": marks.field(ENTRY, record),
        **_facts_of(record, language=of(request), now=now),
    }
    return answer(request, "leave", context)


def _do(
    request: HttpRequest, record: Entry, deed: str, form: DaysForm, token: str, *, now: datetime
) -> HttpResponse:
    deeds: dict[str, Callable[[], None]] = {
        CHANGE: lambda: actions.change(record, form.wish, now=now),
        STILL: lambda: actions.still(record, now=now),
        LEAVE: lambda: actions.leave(record, now=now),
    }
    try:
        deeds.get(deed, lambda: None)()
    except Obstacle as obstacle:
        record = entries.entry_of(token)
        if "field" in obstacle.facts:
            add_error(form, obstacle, of(request))
            return _entry_page(request, record, form, now=now, status=422)
        words = why_not(obstacle, of(request))
        return _entry_page(request, record, form, now=now, status=409, obstacle=words)
    return go(request, "booking:entry", query="changed" if deed == CHANGE else "", token=token)


def _deed(request: HttpRequest, kind: str, record: Entry | Offer) -> str:
    """Return what a button of this very page asks for; empty where none was pressed."""
    if request.method != "POST" or switching_language(request):
        return ""
    return request.POST.get("deed", "") if marks.meant(request, kind, [record]) else ""


def _entry_page(
    request: HttpRequest,
    record: Entry,
    form: DaysForm,
    *,
    now: datetime,
    status: int = 200,
    obstacle: str = "",
    hopeless: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "here": request.path,
        "about": marks.field(ENTRY, record),
        "changed": "changed" in request.GET,
        "obstacle": obstacle,
        "hopeless": hopeless,
        **_facts_of(record, language=of(request), now=now),
    }
    return answer(request, "entry", context, status)


def _facts_of(record: Entry, *, language: str, now: datetime) -> dict[str, object]:
    """Return for what somebody asked and when, and what is offered to them until when."""
    zone, offer = ZoneInfo(record.office.time_zone), entries.open_offer(record, now=now)
    return {
        "entry": record,
        "is_live": record.state in entries.LIVE,
        "token": tokens.entry_token(record.pk),
        "asked_on": record.asked_at.astimezone(zone).date(),
        "offer_token": tokens.offer_token(offer.pk) if offer else "",
        "until_at": offer.until_at.astimezone(zone) if offer else None,
        **place_of(record.office, record.service, language),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is offered to somebody, and take their answer."""
    now = clock.now()
    try:
        record = entries.offer_of(token)
    except Obstacle:
        return answer(request, "no_link", {}, 404)
    deed = _deed(request, OFFER, record)
    try:
        if deed == ACCEPT:
            return _accept(request, record, now=now)
        if deed == DECLINE:
            actions.decline(record, now=now)
            return go(request, "booking:offer", token=token)
    except Obstacle as obstacle:
        words = why_not(obstacle, of(request))
        return _offer_page(request, entries.offer_of(token), now=now, obstacle=words)
    return _offer_page(request, record, now=now)


def _accept(request: HttpRequest, record: Offer, *, now: datetime) -> HttpResponse:
    """Accept, and open the notice: the link went to the phone or the address on file."""
    had_one = entries.own_appointment(record.entry, now=now) is not None
    appointment = actions.accept(record, now=now)
    return open_for(request, appointment, now=now, why="moved" if had_one else "booked")


def _offer_page(
    request: HttpRequest, record: Offer, *, now: datetime, obstacle: str = ""
) -> HttpResponse:
    zone = ZoneInfo(record.slot.office.time_zone)
    own = entries.own_appointment(record.entry, now=now)
    state = _state(record, own_at=own.slot.starts_at if own else None, now=now)
    context = {
        "state": state,
        "is_open": state == Offer.State.OPEN,
        "starts_at": record.slot.starts_at.astimezone(zone),
        "until_at": record.until_at.astimezone(zone),
        "own_at": own.slot.starts_at.astimezone(zone) if own else None,
        "here": request.path,
        "about": marks.field(OFFER, record),
        "obstacle": obstacle,
        "is_live": record.entry.state in entries.LIVE,
        "entry_token": tokens.entry_token(record.entry_id),
        **place_of(record.slot.office, record.slot.service, of(request)),
    }
    return answer(request, "offer", context, 409 if obstacle else 200)


def _state(record: Offer, *, own_at: datetime | None, now: datetime) -> str:
    """Return how an offer stands now, as the page says it."""
    if record.state != Offer.State.OPEN:
        return str(record.state)
    if record.until_at <= now:
        return str(Offer.State.LAPSED)
    if record.slot.closed:
        return str(Offer.State.WITHDRAWN)
    return "own_is_nearer" if own_at and own_at <= record.slot.starts_at else str(record.state)
