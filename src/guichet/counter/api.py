"""The queue as programs see it: how long it is, and where one ticket stands. Counts only."""

from datetime import UTC, datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from guichet.counter.models import Ticket
from guichet.counter.queue import public
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.problems import answer
from guichet.kernel.programs.shapes import ProblemOut
from guichet.offices import queries as offices

SHARED_FOR = "public, max-age=15"  # many ask the same, and nobody is named
waiting = Router(tags=["Offices"])
tickets = Router(tags=["Tickets"])


class WaitingOut(Schema):
    """How the queue of an office stands."""

    open: bool
    walk_ins: Literal["taken", "not_taken", "full"] = Field(
        description="Whether people without an appointment are taken; `full`: not before closing."
    )
    waiting: int
    estimate_minutes: int | None = Field(description="For somebody who comes now.")
    as_of: datetime


class TicketOut(Schema):
    """Where a ticket stands."""

    number: int
    state: Literal[tuple(Ticket.State.values)]  # type: ignore[valid-type]
    ahead: int
    estimate_minutes: int | None
    desk: str | None = Field(description="Where to go, or where they are served.")


@waiting.get(
    "/{code}/waiting",
    response={200: WaitingOut, 404: ProblemOut},
    summary="See how long people wait at an office",
    operation_id="see_waiting",
)
def see_waiting(request: HttpRequest, code: str) -> HttpResponse:
    """The estimate is for somebody who comes now, without an appointment."""
    office = offices.office(code)
    if office is None:
        raise Obstacle("not_found")
    standing = public.waiting_at(office, now=clock.now())
    response = answer(
        {
            "open": standing.is_open,
            "walk_ins": standing.walk_ins,
            "waiting": standing.waiting,
            "estimate_minutes": standing.estimate,
            "as_of": f"{standing.as_of.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }
    )
    response["Cache-Control"] = SHARED_FOR
    return response


@tickets.get(
    "/{token}",
    response={200: TicketOut, 404: ProblemOut},
    summary="See where a ticket stands",
    operation_id="see_ticket",
)
def see_ticket(request: HttpRequest, token: str) -> HttpResponse:
    """A token is good until the end of its opening day."""
    standing = public.followed(token, now=clock.now())
    return answer(
        {
            "number": standing.ticket.number,
            "state": standing.ticket.state,
            "ahead": standing.ahead,
            "estimate_minutes": standing.estimate,
            "desk": standing.ticket.desk or None,
        }
    )
