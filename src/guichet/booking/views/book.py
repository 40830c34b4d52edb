"""Hold a place, say who comes, review, book."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from guichet.booking import actions, contacts, places, queries, upkeep
from guichet.booking.finding import answers
from guichet.booking.forms import about, kept_place
from guichet.booking.forms.client import (
    ClientForm,
    details_of,
    draft_of,
    typed_details,
)
from guichet.booking.forms.manage import SignInForm
from guichet.booking.guarding import knowing, prices
from guichet.booking.models import Appointment, Slot
from guichet.booking.notice.public_state import closure_of
from guichet.booking.sentences import say
from guichet.booking.telling import relocations
from guichet.booking.views import contact_code, proof, same_time, times
from guichet.booking.views.visit import open_for, with_claim
from guichet.booking.views.ways import go
from guichet.kernel import clock, references
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.network import ladder_of, network_key
from guichet.kernel.guarding.table import BOOKINGS
from guichet.kernel.obstacles import Obstacle
from guichet.web import visits
from guichet.web.forms.base import switching_language, typed_again
from guichet.web.languages import of
from guichet.web.pages.errors import WAITS, wait
from guichet.web.pages.render import page

KEYS_ARE_WRONG = ("wrong_credentials", "mistyped_number")  # of the other appointment


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, slot: int) -> HttpResponse:
    """Keep a place for this visit; a second press keeps the same."""
    place, now = proof.released_slot(slot), clock.now()
    choices = answers.read(place.service_id, request.POST)
    if request.method != "POST" or switching_language(request):
        return _typed_so_far(request, now=now) or _to_times(request, place, choices)
    response = go(request, "booking:details")
    visitor = visits.ensure_visitor(request, response)
    try:
        _pay_and_hold(request, place, visitor=visitor, choices=choices, now=now)
    except Obstacle as obstacle:
        return _not_held(request, place, obstacle, choices=choices, now=now)
    shown_again = _typed_so_far(request, now=now)
    if shown_again:
        shown_again.cookies.update(response.cookies)
    return shown_again or response


def _to_times(request: HttpRequest, slot: Slot, choices: answers.Answers) -> HttpResponse:
    place = {"office": slot.office_id, "service": slot.service_id}
    query = answers.query(choices, day=str(slot.local_day))[1:]
    return go(request, "booking:times", query=query, **place)


def _pay_and_hold(
    request: HttpRequest, slot: Slot, *, visitor: str, choices: answers.Answers, now: datetime
) -> None:
    networks, answered = ladder_of(request), dict[str, object](choices)
    prices.paying(
        request,
        lambda proof: actions.hold(
            slot.pk, visitor=visitor, networks=networks, now=now, proof=proof, answers=answered
        ),
    )


def _typed_so_far(request: HttpRequest, *, now: datetime) -> HttpResponse | None:
    """Return the form with what was typed for another place and never kept, if anything was."""
    claim = queries.live_hold(visits.visitor_of(request), now=now)
    if claim is None or not typed_details(request.POST):
        return None
    return _form_page(request, claim, _form(request, claim, now=now).unchecked(), now=now)


def _not_held(
    request: HttpRequest,
    slot: Slot,
    obstacle: Obstacle,
    *,
    choices: answers.Answers,
    now: datetime,
) -> HttpResponse:
    if obstacle.code in {"slot_full", "slot_closed"}:
        return times.just_taken(request, slot, choices=choices)
    if obstacle.code == "proof_needed":
        return proof.ask(request, obstacle, slot=slot, choices=choices, now=now)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@with_claim
def extend(request: HttpRequest, claim: Appointment, now: datetime) -> HttpResponse:
    """Keep the place longer, once. What was typed meanwhile comes along."""
    if request.method != "POST":
        return go(request, "booking:details")
    if not _is_alive(claim, now):
        switching_language(request)
        return _expired(request, claim, now=now)
    if not switching_language(request):
        actions.extend(visits.visitor_of(request) or "", now=now)
        claim = queries.appointment(claim.pk)
    if "name" not in request.POST:
        return go(request, "booking:review")
    return _form_page(request, claim, _form(request, claim, now=now).unchecked(), now=now)


@require_POST
@with_claim
def give_up(request: HttpRequest, claim: Appointment, now: datetime) -> HttpResponse:
    """Give the place back and forget what was typed."""
    actions.give_up(visits.visitor_of(request) or "", now=now)
    place = kept_place.place_of(claim, language=of(request), now=now)
    return HttpResponseRedirect(f"{place.times_url}&given_back")


@require_http_methods(["GET", "HEAD", "POST"])
@with_claim
def details(request: HttpRequest, claim: Appointment, now: datetime) -> HttpResponse:
    """Ask who comes; keep it with the place, whatever happens next."""
    form = _form(request, claim, now=now)
    if switching_language(request):
        return _form_page(request, claim, form.unchecked(), now=now)
    if not form.is_bound:
        return (
            _form_page(request, claim, form, now=now)
            if _is_alive(claim, now)
            else _expired(request, claim, now=now)
        )
    if not form.is_valid() or form.details is None:
        return _form_page(request, claim, form, now=now)
    actions.keep_details(claim.pk, form.details, language=of(request))
    return go(request, "booking:review")


@require_http_methods(["GET", "HEAD", "POST"])
@with_claim
def review(request: HttpRequest, claim: Appointment, now: datetime) -> HttpResponse:
    """Show everything on one page before it is booked."""
    switching_language(request)
    if not _is_alive(claim, now):
        return _expired(request, claim, now=now)
    if details_of(claim) is None:
        return go(request, "booking:details")
    return _review_page(request, claim, now=now)


@require_http_methods(["GET", "HEAD", "POST"])
@with_claim
def book(request: HttpRequest, claim: Appointment, now: datetime) -> HttpResponse:
    """Book the place that is kept, once, however often the button is pressed."""
    client = details_of(claim)
    if request.method != "POST" or switching_language(request) or client is None:
        return go(request, "booking:review")
    if not about.is_as_seen(request, about.CLAIM, claim):
        return _review_page(request, claim, now=now, changed=True)
    relocations.see(claim, now=now)
    network = network_key(request)
    try:
        limits.take(BOOKINGS, network, now=now)
        booked = _book(request, claim, client, now=now)
    except Obstacle as obstacle:
        return _not_booked(request, claim, obstacle, network=network, now=now)
    return open_for(request, booked.appointment, now=now, why="booked")


def _book(
    request: HttpRequest, claim: Appointment, client: places.Details, *, now: datetime
) -> actions.BookedAppointment:
    return contacts.vouched(
        request,
        client,
        lambda vouch: same_time.book(request, claim, client, vouch=vouch, now=now),
        contact_code=request.POST.get("contact_code", "").strip(),
        language=of(request),
        now=now,
    )


def _not_booked(
    request: HttpRequest, claim: Appointment, obstacle: Obstacle, *, network: bytes, now: datetime
) -> HttpResponse:
    if obstacle.code in WAITS:
        return contact_code.wait(request, obstacle, now=now)
    if obstacle.code in KEYS_ARE_WRONG:
        return _review_page(request, claim, now=now, obstacle=obstacle)
    claim = queries.appointment(claim.pk)
    if claim.confirmation_number:  # The same button, pressed twice, was faster elsewhere.
        return open_for(request, claim, now=now, why="booked")
    if obstacle.code in contact_code.ASKED:
        return contact_code.ask(request, claim, obstacle)
    if obstacle.code not in knowing.TELLS:
        return _expired(request, claim, now=now)
    try:
        knowing.pay(obstacle, network, now=now)
    except Obstacle as flood:
        return wait(request, flood)
    return _review_page(request, claim, now=now, obstacle=obstacle)


def _is_alive(claim: Appointment, now: datetime) -> bool:
    return claim.state == Appointment.State.HELD and bool(claim.until_at and claim.until_at > now)


def _form(request: HttpRequest, claim: Appointment, *, now: datetime) -> ClientForm:
    office = claim.slot.office
    return ClientForm(
        request.POST if request.method == "POST" else None,
        initial=draft_of(claim),
        regions=queries.phone_regions(office, country=answers.country_of(claim.answers)),
        language=of(request),
        today=now.astimezone(ZoneInfo(office.time_zone)).date(),
    )


def _form_page(
    request: HttpRequest, claim: Appointment, form: ClientForm, *, now: datetime
) -> HttpResponse:
    context = {
        "form": form,
        "about": about.fields(about.CLAIM, claim),
        "place": kept_place.place_of(claim, language=of(request), now=now),
        "days_kept": upkeep.APPOINTMENTS_KEPT.days,
    }
    return page(request, "booking/details.html", context, 422 if form.errors else 200)


def _review_page(
    request: HttpRequest,
    claim: Appointment,
    *,
    now: datetime,
    obstacle: Obstacle | None = None,
    changed: bool = False,
) -> HttpResponse:
    context = {
        **kept_place.with_client(claim, language=of(request), now=now),
        "case_number": references.case_for_people(claim.case_number),
        "changed": changed,
        "obstacle": say(obstacle.code, of(request)) if obstacle else "",
        "other_spelling": bool(obstacle and obstacle.facts.get("other_spelling")),
        "same_time": _asks_for_both(request, claim, obstacle, now=now),
        "told_before": same_time.told_before(request),
    }
    return page(request, "booking/review.html", context, 409 if obstacle or changed else 200)


def _asks_for_both(
    request: HttpRequest, claim: Appointment, obstacle: Obstacle | None, *, now: datetime
) -> dict[str, object] | None:
    """Return what the question "both, or instead of the other?" needs, where it is to be asked."""
    client = details_of(claim)
    if obstacle is None or client is None or obstacle.code not in {"same_time", *KEYS_ARE_WRONG}:
        return None
    needs_keys = same_time.needs_keys(request, claim, client, now=now)
    return {"needs_keys": needs_keys, "form": SignInForm(initial=typed_again(request))}


def _expired(request: HttpRequest, claim: Appointment, *, now: datetime) -> HttpResponse:
    """Say that the time is up; offer the same place again if it is free, else the nearest."""
    closed = claim.slot.closed or closure_of(claim) is not None
    context = {
        "place": kept_place.place_of(claim, language=of(request), now=now),
        "closed": closed,
        "free": not closed and queries.is_free(claim.slot, now=now),
        "nearest": times.nearest(claim.slot),
        "kept": bool(claim.name or request.POST.get("name")),
        "typed": typed_details(request.POST),
    }
    return page(request, "booking/expired.html", context, 409)
