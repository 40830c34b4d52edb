"""The same person at the same minute for two services: both, or this one instead of the other."""

from datetime import datetime

from django.http import HttpRequest

from guichet.booking import actions, queries
from guichet.booking.actions import BookedAppointment
from guichet.booking.clients import coming_back
from guichet.booking.contacts import Vouch
from guichet.booking.models import Appointment
from guichet.booking.places import Details
from guichet.booking.views.visit import open_appointment
from guichet.kernel.guarding import guesses
from guichet.kernel.obstacles import Obstacle
from guichet.web import visits
from guichet.web.languages import of
from guichet.web.wire.opened_before import guesser_of

CHOICE, BOTH, REPLACE = "same_time", "both", "replace"
SOMEBODY_ELSE = "somebody_else"  # the answer to the other question about a booking


def book(
    request: HttpRequest, claim: Appointment, client: Details, *, vouch: Vouch, now: datetime
) -> BookedAppointment:
    """Book the place as the person chose, or raise Obstacle; at first nothing was chosen."""
    choice = request.POST.get(CHOICE, "")
    if choice == REPLACE:
        return _book_instead(request, claim, client, vouch=vouch, now=now)
    return actions.book(
        claim.pk,
        client,
        language=of(request),
        now=now,
        open_hold=claim,
        also_then=choice == BOTH,
        somebody_else=SOMEBODY_ELSE in request.POST,
        vouch=vouch,
    )


def _book_instead(
    request: HttpRequest, claim: Appointment, client: Details, *, vouch: Vouch, now: datetime
) -> BookedAppointment:
    return actions.book_instead(
        claim.pk,
        client,
        other=_other(request, claim, client, now=now),
        language=of(request),
        now=now,
        somebody_else=SOMEBODY_ELSE in request.POST,
        vouch=vouch,
    )


def told_before(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the answers to earlier questions about this booking, for the next one to carry."""
    pairs = [(CHOICE, BOTH)] if request.POST.get(CHOICE) == BOTH else []
    return pairs + ([(SOMEBODY_ELSE, "yes")] if SOMEBODY_ELSE in request.POST else [])


def needs_keys(request: HttpRequest, claim: Appointment, client: Details, *, now: datetime) -> bool:
    """Tell whether number and PIN are needed to cancel the other one: it is not open here."""
    return _open_here(request, claim, client, now=now) is None


def _other(
    request: HttpRequest, claim: Appointment, client: Details, *, now: datetime
) -> Appointment:
    other = _open_here(request, claim, client, now=now)
    if other is None:
        keys = request.POST.get("number", ""), request.POST.get("pin", "")
        other = coming_back.sign_in(*keys, guesser=guesser_of(request), now=now)
        guesses.note_opened(request, str(other.confirmation_number))
    if not _is_at_that_minute(other, claim, client):
        raise Obstacle("wrong_credentials")
    return other


def _open_here(
    request: HttpRequest, claim: Appointment, client: Details, *, now: datetime
) -> Appointment | None:
    """Return the other one where number and PIN have opened it, or this visit has booked it."""
    mine = [open_appointment(request, now=now), *queries.claims_of(visits.visitor_of(request))]
    fits = (other for other in mine if other and _is_at_that_minute(other, claim, client))
    return next(fits, None)


def _is_at_that_minute(other: Appointment, claim: Appointment, client: Details) -> bool:
    return (
        other.status == "booked"
        and other.pk != claim.pk
        and _is_one_person(other, client)
        and other.slot.starts_at == claim.slot.starts_at
    )


def _is_one_person(other: Appointment, client: Details) -> bool:
    keys = client.keys
    pairs = [
        (other.identity, keys.identity),
        (other.letters, keys.letters),
        (other.words, keys.words),
    ]
    return any(own is not None and bytes(own) == key for own, key in pairs)
