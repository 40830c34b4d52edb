"""Free times, holds and appointments for programs: the same actions as on the pages."""

import contextlib
from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from ninja import Router

from guichet.booking import actions, asked, availability, coming_back, queries, schemas, shapes
from guichet.booking.models import Appointment
from guichet.booking.schemas import NoPlaceOut
from guichet.booking.sentences import say
from guichet.kernel import clock, idempotency, limits
from guichet.kernel.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.problems import answer
from guichet.kernel.shapes import fitting, takes
from guichet.offices.api import parameter
from guichet.offices.schemas import ProblemOut

times = Router(tags=["Free times"])
router = Router(tags=["Appointments"])


class Tokens(TypedDict):
    """How many calls a network may make at once, and how many seconds bring one more."""

    burst: int
    seconds: float


HOLDS: Tokens = {"burst": 60, "seconds": 5.0}
BOOKINGS: Tokens = {"burst": 60, "seconds": 5.0}
LOST: Tokens = {"burst": 5, "seconds": 600.0}

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
    wanted = asked.days_wanted(request, code)

    return _json(availability.days_json(wanted, now=clock.now()))


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
    wanted = asked.slots_wanted(request, code)

    return _json(availability.slots_json(wanted, now=clock.now()))


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
    openapi_extra=takes(schemas.SlotIn),
)
def hold(request: HttpRequest) -> HttpResponse:
    """The place is kept until `expires_at`; book it with `hold`."""
    now, network = clock.now(), network_key(request)
    body = fitting(request, schemas.SlotIn, may_be_empty=False)
    slot = asked.slot_number(body["slot"])
    limits.take_token("hold", network, now=now, **HOLDS)

    fresh: list[int] = []

    def keep() -> int:
        fresh.append(actions.hold(slot, visitor=None, network=network, now=now, proven=True).pk)
        return fresh[0]

    claim = idempotency.once(request, body, keep, status=201, now=now)
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
    openapi_extra=takes(schemas.AppointmentIn),
)
def book(request: HttpRequest) -> HttpResponse:
    """Give exactly one of `slot` and `hold`. The PIN is told here and never again.

    One person in two spellings is one person: 409 `already_booked`. Where only accents or the order
    of the words make the two one, it has `other_spelling`, and `somebody_else` goes on.
    """
    now, network = clock.now(), network_key(request)
    wanted = asked.booking(request, now=now)
    limits.take_token("book", network, now=now, **BOOKINGS)

    fresh: dict[int, Appointment] = {}
    try:
        record = idempotency.once(
            request, wanted.body, lambda: _book(wanted, network, now, fresh), status=201, now=now
        )
    except Obstacle as obstacle:
        _pay_for_knowing(obstacle, network, now)
        raise
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
    now, network = clock.now(), network_key(request)
    wanted = asked.lost(request, now=now)
    limits.take_token("lost", network, now=now, **LOST)

    idempotency.once(
        request, wanted.body, lambda: _ask_for_code(wanted, now=now), status=202, now=now
    )
    return answer({"detail": say("lost_accepted", wanted.language)}, status=202)


def alternatives(slot: int, *, now: datetime) -> list[dict[str, object]]:
    """Return the nearest free times of the same office and service."""
    full = queries.slot(slot)
    if full is None:
        return []
    zone = ZoneInfo(full.office.time_zone)
    return shapes.slot_shapes(queries.nearest_free(full, now=now), zone=zone)


def _book(
    wanted: asked.Booking, network: bytes, now: datetime, fresh: dict[int, Appointment]
) -> int:
    """Book, note the appointment, and return its record; a repeated call finds it by that."""
    if held := wanted.held:
        booked = actions.book(
            held.pk,
            wanted.details,
            language=wanted.language,
            now=now,
            held=held,
            somebody_else=wanted.somebody_else,
            also_then=wanted.also_then,
        )
    else:
        booked = actions.book_slot(
            wanted.slot,
            wanted.details,
            network=network,
            language=wanted.language,
            now=now,
            somebody_else=wanted.somebody_else,
            also_then=wanted.also_then,
        )
    fresh[booked.appointment.pk] = booked.appointment
    return booked.appointment.pk


def _ask_for_code(wanted: asked.Lost, *, now: datetime) -> int:
    coming_back.ask_for_code(wanted.candidates, language=wanted.language, now=now)
    return 0


def _pay_for_knowing(obstacle: Obstacle, network: bytes, now: datetime) -> None:
    """Take another token from whoever learned that somebody has an appointment."""
    if obstacle.code in {"already_booked", "same_time"}:
        with contextlib.suppress(Obstacle):
            limits.take_token("book", network, now=now, **BOOKINGS)


def _json(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/json")
