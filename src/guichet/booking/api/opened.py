"""One appointment for a program that has its number and PIN: see, move, cancel, print."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from guichet.booking import actions, queries, rules
from guichet.booking.api import bodies, schemas, shapes
from guichet.booking.api.credentials import NumberAndPin, OpenAppointment
from guichet.booking.api.schemas import NoPlaceOut, StatusOut
from guichet.booking.guarding import prices
from guichet.booking.models import Appointment
from guichet.booking.notice import render
from guichet.booking.notice.appointment import AppointmentNotice
from guichet.booking.notice.gather import notice_of, spoken_on_notices
from guichet.booking.notice.page import page_of
from guichet.kernel import clock
from guichet.kernel.guarding.network import ladder_of
from guichet.kernel.guarding.proofs import Proof
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs import idempotency
from guichet.kernel.programs.problems import answer
from guichet.kernel.programs.shapes import NothingIn, ProblemOut, fitting, takes
from guichet.post import file_names
from guichet.web.languages import ALL, wished
from guichet.web.pages.render import environment

router = Router(tags=["One appointment"], auth=NumberAndPin())

REFUSED = {401: ProblemOut, 422: ProblemOut, 429: ProblemOut}
CHANGED = {
    200: StatusOut,
    **REFUSED,
    404: ProblemOut,
    409: NoPlaceOut,
    413: ProblemOut,
    415: ProblemOut,
}
PAGE_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)


@router.get(
    "/{number}",
    response={200: StatusOut, **REFUSED, 405: ProblemOut},  # "lost" is a path of its own
    summary="See an appointment",
    operation_id="show",
)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Words come in Accept-Language, or else in the language of the booking."""
    return _status(request, open_appointment(request).appointment)


@router.post(
    "/{number}/move",
    response=CHANGED,
    summary="Move an appointment to another slot",
    operation_id="move",
    openapi_extra=takes(schemas.SlotIn, has_price=True),
)
def move(request: HttpRequest, number: str) -> HttpResponse:
    """The confirmation number and the PIN stay; the old place becomes free some minutes later."""
    now, appointment = clock.now(), open_appointment(request).appointment
    body = fitting(request, schemas.SlotIn, may_be_empty=False)
    slot = bodies.slot_number(body["slot"])

    networks = ladder_of(request)

    def moved(proof: Proof) -> int:
        moved = actions.move(appointment, slot, now=now, networks=networks, proof=proof)
        return moved.appointment.pk

    def once(proof: Proof) -> int:
        return idempotency.once(request, body, lambda: moved(proof), status=200, now=now)

    with _trying("move", appointment, now=now):
        record = prices.paying(request, once, body=body)
    return _status(request, queries.appointment(record))


@router.post(
    "/{number}/cancel",
    response=CHANGED,
    summary="Cancel an appointment",
    operation_id="cancel",
    openapi_extra=takes(NothingIn, required=False),
)
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Cancelling twice is no fault. Send no body, or an empty object."""
    now, appointment = clock.now(), open_appointment(request).appointment
    body = fitting(request, NothingIn, may_be_empty=True)

    def write() -> int:
        actions.cancel(appointment, now=now)
        return appointment.pk

    with _trying("cancel", appointment, now=now):
        record = idempotency.once(request, body, write, status=200, now=now)
    return _status(request, queries.appointment(record))


@contextmanager
def _trying(deed: str, appointment: Appointment, *, now: datetime) -> Iterator[None]:
    """Have whatever stands in the way told in words that fit the deed."""
    try:
        yield
    except Obstacle as obstacle:
        starts_at = appointment.slot.starts_at
        is_over = rules.is_over(appointment.status, starts_at=starts_at, now=now)
        obstacle.facts["words"] = rules.words_for(deed, obstacle.code, is_over=is_over)
        raise


@router.get(
    "/{number}/notice.pdf",
    response=REFUSED,
    summary="Print the notice (PDF/UA)",
    operation_id="notice_pdf",
    openapi_extra={"responses": {"200": {"content": {"application/pdf": {}}}}},
)
def notice_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """In Accept-Language, or else in the language of the booking."""
    notice = _notice(request)
    return _file(render.pdf(notice), "application/pdf", of=notice.language, ending="pdf")


@router.get(
    "/{number}/notice.ics",
    response=REFUSED,
    summary="Put the appointment in a calendar (RFC 5545)",
    operation_id="notice_ics",
    openapi_extra={"responses": {"200": {"content": {"text/calendar": {}}}}},
)
def notice_ics(request: HttpRequest, number: str) -> HttpResponse:
    """In Accept-Language, or else in the language of the booking."""
    notice = _notice(request)
    sequence = queries.changes_of(open_appointment(request).appointment)
    content = render.ics(notice, now=clock.now(), sequence=sequence)
    kind = "text/calendar; charset=utf-8"
    return _file(content, kind, of=notice.language, ending="ics")


@router.get(
    "/{number}/notice",
    response=REFUSED,
    summary="Show the notice (HTML)",
    operation_id="notice",
    openapi_extra={"responses": {"200": {"content": {"text/html": {}}}}},
)
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """In Accept-Language, or else in the language of the booking."""
    notice_page = page_of(_notice(request))
    language = ALL[notice_page.notice.language]
    template = environment(language.code).get_template("booking/notice_alone.html")
    page = template.render(shown=notice_page, lang=language.code, dir=language.direction)
    headers = {"Content-Language": language.code, "Content-Security-Policy": PAGE_CSP}
    return HttpResponse(page, headers=headers)


def open_appointment(request: HttpRequest) -> OpenAppointment:
    """Return what the credentials of the call have opened."""
    call: Any = request
    assert isinstance(call.auth, OpenAppointment)
    return call.auth


def _status(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    language = spoken_on_notices(_wished(request) or appointment.language)
    shape = shapes.status_shape(appointment, language=language)
    return answer(shape, language=language)


def _notice(request: HttpRequest) -> AppointmentNotice:
    with_pin = open_appointment(request)
    return notice_of(with_pin.appointment, with_pin.pin, language=_wished(request) or "")


def _wished(request: HttpRequest) -> str | None:
    return wished(request.headers.get("Accept-Language", ""))


def _file(content: bytes, kind: str, *, of: str, ending: str) -> HttpResponse:
    name = file_names.kept_as(f"{file_names.appointment(of)}.{ending}", is_shown=True)
    headers = {"Content-Disposition": name, "Content-Language": of}
    return HttpResponse(content, content_type=kind, headers=headers)
