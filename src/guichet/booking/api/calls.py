"""Free times, holds and appointments for programs: the same actions as on the pages."""

from datetime import datetime
from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from ninja import Router

from guichet.booking import actions, contacts, queries
from guichet.booking.api import availability, bodies, schemas, shapes
from guichet.booking.api.schemas import NoPlaceOut
from guichet.booking.clients import coming_back
from guichet.booking.contacts import Vouch
from guichet.booking.guarding import knowing, prices
from guichet.booking.models import Appointment
from guichet.booking.sentences import say
from guichet.kernel import clock
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.network import Ladder, ladder_of
from guichet.kernel.guarding.proofs import Proof
from guichet.kernel.guarding.table import BOOKINGS, HOLDS, LOST_NOTICES
from guichet.kernel.programs import idempotency
from guichet.kernel.programs.problems import answer
from guichet.kernel.programs.shapes import ProblemOut, fitting, takes
from guichet.offices.api import parameter

times = Router(tags=["Free times"])
router = Router(tags=["Appointments"])


SERVICE = parameter("service", "The code of a service of the office.", required=True)
FROM_TO = [
    *parameter("from", "The first day.", format="date"),
    *parameter("to", "The last day; at most 62 days in all.", format="date"),
]


@times.get(
    "/{code}/days",
    response={200: schemas.DaysOut, 404: ProblemOut, 422: ProblemOut},
    summary="Count the free places of days",
    operation_id="list_days",
    openapi_extra={"parameters": [*SERVICE, *FROM_TO]},
)
def list_days(request: HttpRequest, code: str) -> HttpResponse:
    """Every date asked for, zeros included; 28 days from today at the office by default."""
    search = bodies.days_search(request, code)

    return _json(availability.days_json(search, now=clock.now()))


@times.get(
    "/{code}/slots",
    response={200: schemas.SlotsOut, 404: ProblemOut, 422: ProblemOut},
    summary="List the times of a day, or of several",
    operation_id="list_slots",
    openapi_extra={
        "parameters": [*SERVICE, *parameter("date", "One day.", format="date"), *FROM_TO]
    },
)
def list_slots(request: HttpRequest, code: str) -> HttpResponse:
    """Give either `date`, or `from` or `to` or both. Times that are full have `free` 0."""
    search = bodies.slots_search(request, code)

    return _json(availability.slots_json(search, now=clock.now()))


@router.post(
    "/holds",
    response={
        201: schemas.HoldOut,
        404: ProblemOut,
        409: NoPlaceOut,
        413: ProblemOut,
        415: ProblemOut,
        422: ProblemOut,
        429: ProblemOut,
    },
    summary="Keep a place while somebody types",
    operation_id="hold",
    openapi_extra=takes(schemas.SlotIn, has_price=True),
)
def hold(request: HttpRequest) -> HttpResponse:
    """The place is kept until `expires_at`; book it with `hold`.

    429 `proof_needed`: the network has claimed much. Send the same again after `Retry-After`, or at
    once with the header `Guichet-Proof`: the solved `challenge`, as base64 of its JSON.
    """
    now, networks = clock.now(), ladder_of(request)
    body = fitting(request, schemas.SlotIn, may_be_empty=False)
    slot = bodies.slot_number(body["slot"])
    limits.take(HOLDS, networks.nearest, now=now)

    fresh: list[int] = []

    def keep(proof: Proof) -> int:
        claim = actions.hold(slot, visitor=None, networks=networks, now=now, proof=proof)
        fresh.append(claim.pk)
        return claim.pk

    def once(proof: Proof) -> int:
        return idempotency.once(request, body, lambda: keep(proof), status=201, now=now)

    claim = prices.paying(request, once, body=body)
    held_at = now if fresh else queries.appointment(claim).held_at
    return answer(shapes.hold_shape(claim, held_at=held_at), status=201)


@router.post(
    "/appointments",
    response={
        201: schemas.BookedOut,
        404: ProblemOut,
        409: NoPlaceOut,
        413: ProblemOut,
        415: ProblemOut,
        422: ProblemOut,
        429: ProblemOut,
    },
    summary="Book an appointment",
    operation_id="book",
    openapi_extra=takes(schemas.AppointmentIn, has_price=True),
)
def book(request: HttpRequest) -> HttpResponse:
    """Give exactly one of `slot` and `hold`. The PIN is told here and never again.

    One person in two spellings is one person: 409 `already_booked`. Where only accents or the order
    of the words make the two one, it has `other_spelling`, and `somebody_else` goes on. For a phone
    or an address with many appointments a code is asked for: 409 `too_many_for_contact`, and
    `contact_code` goes on. 429 `proof_needed` as for a hold.
    """
    now, networks = clock.now(), ladder_of(request)
    booking = bodies.booking(request, now=now)
    limits.take(BOOKINGS, networks.nearest, now=now)

    fresh: dict[int, Appointment] = {}

    def once(proof: Proof, vouch: Vouch) -> int:
        return idempotency.once(
            request,
            booking.body,
            lambda: _book(booking, networks, now, fresh, proof=proof, vouch=vouch),
            status=201,
            now=now,
            before_telling=lambda obstacle: knowing.pay(obstacle, networks.nearest, now=now),
        )

    record = contacts.vouched(
        request,
        booking.details,
        lambda vouch: prices.paying(request, lambda proof: once(proof, vouch), body=booking.body),
        contact_code=booking.contact_code,
        language=booking.language,
        now=now,
    )
    booked = fresh.get(record) or queries.appointment(record)
    return answer(shapes.booked_shape(booked), status=201)


@router.post(
    "/appointments/lost",
    response={
        202: schemas.AcceptedOut,
        413: ProblemOut,
        415: ProblemOut,
        422: ProblemOut,
        409: ProblemOut,
        429: ProblemOut,
    },
    summary="Ask for a lost notice",
    operation_id="lose",
    openapi_extra=takes(schemas.LostIn),
)
def lose(request: HttpRequest) -> HttpResponse:
    """Always the same answer. A one-time code goes only to the e-mail or phone on file."""
    now = clock.now()
    lost = bodies.lost(request, now=now)
    limits.take_on_ladder(LOST_NOTICES, ladder_of(request), now=now)

    idempotency.once(request, lost.body, lambda: _ask_for_code(lost, now=now), status=202, now=now)
    return answer({"detail": say("lost_accepted", lost.language)}, status=202)


def _book(
    booking: bodies.Booking,
    networks: Ladder,
    now: datetime,
    fresh: dict[int, Appointment],
    *,
    proof: Proof,
    vouch: Vouch,
) -> int:
    """Book, note the appointment, and return its record; a repeated call finds it by that."""
    terms = _Terms(
        language=booking.language,
        now=now,
        somebody_else=booking.somebody_else,
        also_then=booking.also_then,
        vouch=vouch,
    )
    if open_hold := booking.open_hold:
        booked = actions.book(open_hold.pk, booking.details, open_hold=open_hold, **terms)
    else:
        booked = actions.book_slot(
            booking.slot, booking.details, networks=networks, proof=proof, **terms
        )
    fresh[booked.appointment.pk] = booked.appointment
    return booked.appointment.pk


class _Terms(TypedDict):
    """What a call says of a booking, whether it names a slot or a hold."""

    language: str
    now: datetime
    somebody_else: bool
    also_then: bool
    vouch: Vouch


def _ask_for_code(lost: bodies.LostNotice, *, now: datetime) -> int:
    coming_back.ask_for_code(lost.candidates, language=lost.language, now=now)
    return 0


def _json(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/json")
