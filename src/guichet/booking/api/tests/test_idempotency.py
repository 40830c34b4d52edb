"""The same call twice is one call: with an Idempotency-Key, whatever the network does to it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from secrets import token_urlsafe
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from guichet.booking.api.tests.calls import ADA, Clock, Program, program, refused, standing, wrong
from guichet.booking.clients import coming_back
from guichet.booking.models import Appointment, LostCode
from guichet.booking.testing import NOW, make_open_slot
from guichet.kernel.models import IdempotentAnswer

__all__ = ["program", "standing"]
pytestmark = pytest.mark.django_db

KEY = {"Idempotency_Key": "1c9d36a0"}


def test_it_books_once_and_answers_the_same_with_the_same_pin(program: Program) -> None:
    body = {"slot": str(make_open_slot(capacity=3).pk), **ADA}
    first = program.post("appointments", body, **KEY)
    again = program.post("appointments", dict(reversed(body.items())), **KEY)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert Appointment.objects.count() == 1


def test_it_answers_with_the_first_pin_when_another_was_offered_since(program: Program) -> None:
    body = {"slot": str(make_open_slot().pk), **ADA}
    first = program.post("appointments", body, **KEY)
    coming_back.fresh_pin(Appointment.objects.get(), now=NOW, actor="test")
    assert program.post("appointments", body, **KEY).json() == first.json()


def test_it_keeps_neither_the_pin_nor_a_word_of_the_client(program: Program) -> None:
    body = {"slot": str(make_open_slot().pk), **ADA}
    pin = program.post("appointments", body, **KEY).json()["pin"]
    rows = repr(list(IdempotentAnswer.objects.values()))
    for secret in (pin, ADA["name"], ADA["phone"], KEY["Idempotency_Key"]):
        assert secret not in rows


def test_it_holds_once_and_answers_the_same_even_after_the_booking(program: Program) -> None:
    body = {"slot": str(make_open_slot(capacity=2).pk)}
    first = program.post("holds", body, **KEY).json()
    assert program.post("holds", body, **KEY).json() == first
    assert program.post("appointments", {"hold": first["hold"], **ADA}).status_code == 201
    again = program.post("holds", body, **KEY)
    assert (again.status_code, again.json()) == (201, first)
    assert Appointment.objects.count() == 1


def test_it_refuses_another_body_with_the_same_key(program: Program) -> None:
    slots = [make_open_slot(starts_at=NOW + timedelta(days=day)) for day in (7, 8)]
    assert program.post("holds", {"slot": str(slots[0].pk)}, **KEY).status_code == 201
    answer = program.post("holds", {"slot": str(slots[1].pk)}, **KEY)
    assert refused(answer) == (409, "idempotency_key_reused")
    assert Appointment.objects.count() == 1


def test_it_gives_nobody_the_hold_of_a_stranger_who_used_the_same_short_key() -> None:
    slots = [make_open_slot(starts_at=NOW + timedelta(days=day), capacity=2) for day in (7, 8)]
    here, there = Program("192.0.2.1"), Program("198.51.100.7")
    first = here.post("holds", {"slot": str(slots[0].pk)}, Idempotency_Key="1")
    theirs = there.post("holds", {"slot": str(slots[0].pk)}, Idempotency_Key="1")
    assert first.status_code == theirs.status_code == 201
    assert first.json()["hold"] != theirs.json()["hold"]
    assert (
        here.post("holds", {"slot": str(slots[0].pk)}, Idempotency_Key="1").json() == first.json()
    )
    elsewhere = Program("2001:db8:1:2::3")
    other = elsewhere.post("holds", {"slot": str(slots[1].pk)}, Idempotency_Key="1")
    assert other.status_code == 201  # nor does a stranger's key stand in anybody's way
    same = Program("2001:db8:1:2:ffff::9")  # the same /64
    assert (
        same.post("holds", {"slot": str(slots[1].pk)}, Idempotency_Key="1").json() == other.json()
    )


def test_it_answers_a_telephone_that_changes_its_network_while_it_tries_again() -> None:
    body = {"slot": str(make_open_slot(capacity=3).pk), **ADA}
    at_home, on_the_way = Program("192.0.2.1"), Program("2001:db8::1")
    for key in (str(uuid4()), token_urlsafe(16)):
        first = at_home.post("holds", {"slot": body["slot"]}, Idempotency_Key=key)
        again = on_the_way.post("holds", {"slot": body["slot"]}, Idempotency_Key=key)
        assert (again.status_code, again.json()) == (201, first.json())


def test_it_knows_a_short_key_by_the_credentials_from_another_network(program: Program) -> None:
    appointment, basic = program.booked(make_open_slot())
    path = f"appointments/{appointment['confirmation_number']}/cancel"
    first = program.post(path, basic=basic, Idempotency_Key="1")
    again = Program("198.51.100.7").post(path, basic=basic, Idempotency_Key="1")
    assert (again.status_code, again.json()) == (200, first.json())
    assert IdempotentAnswer.objects.count() == 1


def test_it_keeps_keys_by_path(program: Program) -> None:
    slot = make_open_slot(capacity=2)
    assert program.post("holds", {"slot": str(slot.pk)}, **KEY).status_code == 201
    answer = program.post("appointments", {"slot": str(slot.pk), **ADA}, **KEY)
    assert answer.status_code == 201


def test_it_repeats_a_conflict_even_when_it_is_over(program: Program) -> None:
    slot = make_open_slot()
    other = make_open_slot(starts_at=NOW + timedelta(days=8))
    appointment, basic = program.booked(slot, name="Grace Hopper")
    body = {"slot": str(slot.pk), **ADA}
    first = program.post("appointments", body, **KEY)
    assert refused(first) == (409, "slot_full")
    later = {"slot": str(other.pk)}
    program.post(f"appointments/{appointment['confirmation_number']}/move", later, basic=basic)
    again = program.post("appointments", body, **KEY)
    assert refused(again) == (409, "slot_full")
    assert again.json()["alternatives"] == []  # what is free is told as it is now


@pytest.mark.parametrize("code", ["already_booked", "hold_expired", "slot_closed"])
def test_it_repeats_every_kind_of_conflict(program: Program, standing: Clock, code: str) -> None:
    slot = make_open_slot(capacity=2)
    body: dict[str, object] = {"slot": str(slot.pk), **ADA}
    if code == "already_booked":
        program.booked(slot)
    elif code == "hold_expired":
        body = {"hold": program.post("holds", {"slot": str(slot.pk)}).json()["hold"], **ADA}
        standing.now += timedelta(minutes=20)
    else:
        slot.closed = True
        slot.save()
    for _ in range(2):
        assert refused(program.post("appointments", body, **KEY)) == (409, code)
    assert IdempotentAnswer.objects.get().code == code


def test_it_keeps_no_other_refusal(program: Program) -> None:
    slot = make_open_slot(opens_at=NOW + timedelta(hours=1))
    body = {"slot": str(slot.pk), **ADA}
    assert refused(program.post("appointments", body, **KEY)) == (404, "not_found")
    assert wrong(program.post("appointments", {**body, "phone": "1"}, **KEY))
    assert not IdempotentAnswer.objects.exists()
    slot.opens_at = NOW
    slot.save()
    assert program.post("appointments", body, **KEY).status_code == 201


def test_it_forgets_a_key_after_a_day(program: Program, standing: Clock) -> None:
    slots = [make_open_slot(starts_at=NOW + timedelta(days=day)) for day in (7, 8)]
    program.post("holds", {"slot": str(slots[0].pk)}, **KEY)
    standing.now = NOW + timedelta(hours=24)
    answer = program.post("holds", {"slot": str(slots[1].pk)}, **KEY)
    assert answer.status_code == 201


def test_it_moves_and_cancels_once(program: Program) -> None:
    appointment, basic = program.booked(make_open_slot())
    path = f"appointments/{appointment['confirmation_number']}"
    later = {"slot": str(make_open_slot(starts_at=NOW + timedelta(days=9)).pk)}
    moved = program.post(f"{path}/move", later, basic=basic, **KEY)
    assert program.post(f"{path}/move", later, basic=basic, **KEY).json() == moved.json()
    cancelled = program.post(f"{path}/cancel", basic=basic, **KEY)
    again = program.post(f"{path}/cancel", basic=basic, **KEY)
    assert (again.status_code, again.json()) == (200, cancelled.json())


def test_it_wants_the_pin_before_it_repeats_an_answer(program: Program) -> None:
    appointment, basic = program.booked(make_open_slot())
    path = f"appointments/{appointment['confirmation_number']}/cancel"
    assert program.post(path, basic=basic, **KEY).status_code == 200
    assert refused(program.post(path, **KEY)) == (401, "wrong_credentials")


def test_it_sends_one_code_for_a_lost_notice(program: Program) -> None:
    codes = [program.post("appointments/lost", ADA, **KEY).status_code for _ in range(3)]
    assert codes == [202] * 3
    assert LostCode.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "ü", "a\tb"])
def test_it_refuses_keys_that_are_none(program: Program, key: str) -> None:
    answer = program.post("holds", {"slot": str(make_open_slot().pk)}, Idempotency_Key=key)
    assert wrong(answer) == {"Idempotency-Key": "malformed"}


@pytest.mark.django_db(transaction=True)
def test_it_lets_a_second_call_wait_for_the_first() -> None:
    body = {"slot": str(make_open_slot(capacity=9).pk), **ADA}
    together, key = Barrier(6), str(uuid4())

    def call(network: int) -> Any:
        together.wait()
        try:
            caller = Program(f"192.0.2.{network}")
            return caller.post("appointments", body, Idempotency_Key=key)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(call, range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Appointment.objects.count() == 1
