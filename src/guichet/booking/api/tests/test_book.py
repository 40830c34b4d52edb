"""Holds and bookings by programs: what they get, and every way in which they are refused."""

from datetime import timedelta

import pytest

from guichet.booking.api.tests.calls import ADA, Clock, Program, program, refused, standing, wrong
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment
from guichet.booking.testing import NOW, make_open_slot
from guichet.kernel.models import Dispatch
from guichet.offices.testing import make_service

__all__ = ["program", "standing"]
pytestmark = pytest.mark.django_db


def test_it_holds_a_place_for_ten_minutes(program: Program) -> None:
    slot = make_open_slot()
    answer = program.post("holds", {"slot": str(slot.pk)})
    assert answer.status_code == 201
    assert answer.json()["expires_at"] == "2026-11-23T15:10:00Z"
    assert tokens.claim_of(answer.json()["hold"]) == Appointment.objects.get().pk


def test_it_books_what_it_holds(program: Program) -> None:
    slot = make_open_slot()
    hold = program.post("holds", {"slot": str(slot.pk)}).json()["hold"]
    answer = program.post("appointments", {"hold": hold, "service": "case_question", **ADA})
    assert answer.status_code == 201
    assert Appointment.objects.get().state == "booked"


def test_it_books_a_slot_in_one_call(program: Program) -> None:
    slot = make_open_slot()
    answer, _ = program.booked(slot, language="fr", case_number="msc 1234567890")
    number = answer["confirmation_number"]
    appointment = Appointment.objects.get(confirmation_number=number.replace("-", ""))
    assert (appointment.language, appointment.case_number) == ("fr", "MSC1234567890")
    assert answer["pin"] == tokens.pin_of(appointment)
    assert answer["starts_at"] == "2026-11-30T10:00:00-05:00"
    assert answer["office"]["code"] == "TST"
    assert answer["service"] == {"code": "case_question", "name": "Case"}
    assert all(line["text"] for line in answer["documents"])
    notice = f"http://127.0.0.1:8000/api/v1/appointments/{number}/notice"
    assert answer["notice"] == {"html": notice, "pdf": f"{notice}.pdf", "ics": f"{notice}.ics"}


def test_it_writes_to_whoever_gave_an_address(program: Program) -> None:
    program.booked(make_open_slot(capacity=2), email="ada@example.org")
    program.booked(make_open_slot(starts_at=NOW + timedelta(days=8)), name="Grace Hopper")
    assert list(Dispatch.objects.values_list("kind", flat=True)) == ["appointment_confirmed"]


def test_it_says_slot_full_with_the_three_nearest_times(program: Program) -> None:
    days = [7, 6, 9, 20, 8]
    slots = [make_open_slot(starts_at=NOW + timedelta(days=day)) for day in days]
    program.booked(slots[0])
    nearest = [str(slots[number].pk) for number in (1, 4, 2)]
    for answer in (
        program.post("holds", {"slot": str(slots[0].pk)}),
        program.book(slots[0], name="Grace Hopper"),
    ):
        assert refused(answer) == (409, "slot_full")
        assert [time["id"] for time in answer.json()["alternatives"]] == nearest
        assert answer.json()["alternatives"][0]["starts_at"] == "2026-11-29T10:00:00-05:00"


@pytest.mark.parametrize("days", [-1, 0])
def test_it_refuses_times_that_are_over(program: Program, days: int) -> None:
    slot = make_open_slot(starts_at=NOW + timedelta(days=days))
    assert refused(program.post("holds", {"slot": str(slot.pk)})) == (409, "slot_closed")
    assert refused(program.book(slot)) == (409, "slot_closed")


def test_it_refuses_times_the_office_has_closed(program: Program) -> None:
    slot = make_open_slot()
    slot.closed = True
    slot.save()
    assert refused(program.book(slot)) == (409, "slot_closed")


def test_it_knows_nothing_of_times_that_are_not_released(program: Program) -> None:
    slot = make_open_slot(opens_at=NOW + timedelta(seconds=1))
    assert refused(program.post("holds", {"slot": str(slot.pk)})) == (404, "not_found")
    assert refused(program.book(slot)) == (404, "not_found")


@pytest.mark.parametrize("slot", ["0", "999999", "-1", "1.5", "١", "x", "", "9" * 18, "9" * 200])
def test_it_knows_nothing_of_forged_slots(program: Program, slot: str) -> None:
    make_open_slot()
    assert refused(program.post("holds", {"slot": slot})) == (404, "not_found")
    assert refused(program.post("appointments", {"slot": slot, **ADA})) == (404, "not_found")


def test_it_knows_nothing_of_forged_holds(program: Program) -> None:
    slot = make_open_slot()
    hold = program.post("holds", {"slot": str(slot.pk)}).json()["hold"]
    claim = hold.partition("-")[0]
    for forged in (claim, f"{claim}-", f"{claim}-{'0' * 32}", f"1{hold}", hold.upper(), "ü-1"):
        answer = program.post("appointments", {"hold": forged, **ADA})
        assert refused(answer) == (404, "not_found"), forged


def test_it_says_when_a_hold_is_over(program: Program, standing: Clock) -> None:
    slot = make_open_slot()
    hold = program.post("holds", {"slot": str(slot.pk)}).json()["hold"]
    standing.now = NOW + timedelta(minutes=10, seconds=1)
    answer = program.post("appointments", {"hold": hold, **ADA})
    assert refused(answer) == (409, "hold_expired")
    assert program.book(slot).status_code == 201


def test_it_books_a_hold_once(program: Program) -> None:
    hold = program.post("holds", {"slot": str(make_open_slot().pk)}).json()["hold"]
    assert program.post("appointments", {"hold": hold, **ADA}).status_code == 201
    again = program.post("appointments", {"hold": hold, **ADA, "name": "Grace Hopper"})
    assert refused(again) == (409, "hold_expired")


def test_it_gives_one_person_one_appointment_a_service(program: Program) -> None:
    program.booked(make_open_slot())
    later = make_open_slot(starts_at=NOW + timedelta(days=9))
    other = make_open_slot(starts_at=NOW + timedelta(days=9), service=make_service(code="other"))
    answer = program.book(later, name="ADA  LOVELACE", email="another@example.org")
    assert refused(answer) == (409, "already_booked")
    assert set(answer.json()) == {"type", "title", "status", "detail", "code"}
    later.refresh_from_db()
    assert later.taken == 0
    assert program.book(other).status_code == 201


def test_it_costs_as_much_as_on_a_page_to_learn_that_somebody_is_booked(program: Program) -> None:
    program.booked(make_open_slot())
    later = make_open_slot(starts_at=NOW + timedelta(days=9))
    answers = [refused(program.book(later)) for _ in range(6)]
    assert answers == [(409, "already_booked")] * 5 + [(429, "too_many")]
    assert refused(Program("192.0.2.2").book(later)) == (409, "already_booked")


def test_it_tells_nothing_for_nothing_under_a_key(program: Program) -> None:
    program.booked(make_open_slot())
    later = make_open_slot(starts_at=NOW + timedelta(days=9))
    body = {"slot": str(later.pk), **ADA}
    answers = [
        refused(program.post("appointments", body, Idempotency_Key=f"key-{number}"))
        for number in (1, 2, 3, 4, 5, 6, 6, 1)
    ]
    conflict, flood = (409, "already_booked"), (429, "too_many")
    assert answers == [conflict] * 5 + [flood] * 2 + [conflict]  # the last one is a repeated call


def test_it_takes_either_a_slot_or_a_hold(program: Program) -> None:
    slot = make_open_slot()
    hold = program.post("holds", {"slot": str(slot.pk)}).json()["hold"]
    both = program.post("appointments", {"slot": str(slot.pk), "hold": hold, **ADA})
    assert wrong(both) == {"hold": "one_of"}
    assert wrong(program.post("appointments", ADA)) == {"slot": "required"}


def test_it_wants_the_service_of_the_slot(program: Program) -> None:
    slot = make_open_slot()
    make_service(code="other")
    assert wrong(program.book(slot, service="other")) == {"service": "mismatch"}
    assert program.book(slot, service="case_question").status_code == 201


@pytest.mark.parametrize(
    ("raw", "kind", "expected"),
    [
        (b"{}", "text/plain", (415, "wrong_content_type")),
        (b"slot=1", "application/x-www-form-urlencoded", (415, "wrong_content_type")),
        (b"", "application/json", (422, "invalid")),
        (b"{", "application/json", (422, "invalid")),
        (b"[]", "application/json", (422, "invalid")),
        (b"null", "application/json", (422, "invalid")),
        (b'{"slot": NaN}', "application/json", (422, "invalid")),
        (b'{"slot": "\xff"}', "application/json", (422, "invalid")),
        (b"[" * 60_000, "application/json", (422, "invalid")),
        (b'{"slot": ' + b"1" * 60_000 + b"}", "application/json", (422, "invalid")),
        (b'{"slot": "' + b"1" * 70_000 + b'"}', "application/json", (413, "too_large")),
        (b" " * 300_000, "application/json", (413, "too_large")),
    ],
)
@pytest.mark.parametrize("call", ["holds", "appointments", "appointments/lost"])
def test_it_refuses_bodies_it_cannot_read(
    program: Program, call: str, raw: bytes, kind: str, expected: tuple[int, str]
) -> None:
    assert refused(program.post(call, raw=raw, kind=kind)) == expected


def test_it_tells_of_unknown_fields_whatever_they_are_called(program: Program) -> None:
    body = {"slot": "1", **{f"\ud800{number}{'x' * 300}": 1 for number in range(50)}}
    answer = program.post("holds", body)
    assert refused(answer) == (422, "invalid")
    assert len(answer.json()["errors"]) == 20


def test_it_tells_what_is_wrong_in_the_language_of_the_reader(program: Program) -> None:
    answer = program.post("holds", {}, Accept_Language="fr-CA, en;q=0.5")
    assert answer["Content-Language"] == "fr"
    assert wrong(answer) == {"slot": "required"}
