"""What the next place costs a program whose network has claimed many."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from guichet.booking.api.tests.calls import ADA, Clock, Program, program, refused, standing
from guichet.booking.models import Appointment, Slot
from guichet.booking.rules import FREE_CLAIMS
from guichet.booking.testing import NOW, make_open_slot
from guichet.booking.tests.working import quick, solved

pytestmark = pytest.mark.django_db
__all__ = ["program", "quick", "standing"]


@pytest.fixture
def office_slot() -> Slot:
    """A time with more room than anybody needs."""
    return make_open_slot(capacity=200)


def body(slot: Slot, number: int) -> dict[str, Any]:
    """Return a booking of one more person."""
    name = "Ada " + "".join(chr(ord("a") + int(digit)) for digit in str(number))
    return {"slot": str(slot.pk), **ADA, "name": name, "phone": f"+1212555{1000 + number}"}


def fill(program: Program, slot: Slot, *, first: int = 0, count: int = FREE_CLAIMS) -> None:
    for number in range(first, first + count):
        assert program.post("appointments", body(slot, number)).status_code == 201


def test_it_asks_for_proof_where_one_network_has_booked_many(
    program: Program, office_slot: Slot
) -> None:
    fill(program, office_slot)
    answer = program.post("appointments", body(office_slot, 90))
    assert refused(answer) == (429, "proof_needed")
    assert answer["Retry-After"] == "30"
    assert answer.json()["challenge"]["parameters"]["algorithm"] == "PBKDF2/SHA-256"
    assert "30" not in answer.json()["detail"]  # words, not seconds
    assert Program("192.0.2.2").post("appointments", body(office_slot, 90)).status_code == 201


def test_it_takes_the_work_once_and_for_a_place_that_one_gets(
    program: Program, office_slot: Slot
) -> None:
    fill(program, office_slot)
    full = make_open_slot(starts_at=NOW + timedelta(days=9))
    Program("192.0.2.2").booked(full)
    challenge = program.post("appointments", body(office_slot, 90)).json()["challenge"]
    work = solved(challenge)
    conflict = program.post("appointments", body(full, 90), Guichet_Proof=work)
    assert refused(conflict) == (409, "slot_full")
    assert (
        program.post("holds", {"slot": str(office_slot.pk)}, Guichet_Proof=work).status_code == 201
    )
    second = program.post("appointments", body(office_slot, 90), Guichet_Proof=work)
    assert refused(second) == (429, "proof_needed")
    elsewhere = Program("192.0.2.3")
    fill(elsewhere, office_slot, first=20)
    other = program.post("appointments", body(office_slot, 90)).json()["challenge"]
    stolen = elsewhere.post("appointments", body(office_slot, 91), Guichet_Proof=solved(other))
    assert refused(stolen) == (429, "proof_needed")


@pytest.mark.parametrize("work", ["x", "e30=", "a,b,c,d", "9" * 9000])
def test_it_refuses_work_that_was_not_done(program: Program, office_slot: Slot, work: str) -> None:
    fill(program, office_slot)
    answer = program.post("holds", {"slot": str(office_slot.pk)}, Guichet_Proof=work)
    assert refused(answer) == (429, "proof_needed")


def test_it_lets_a_program_on_that_only_waits(
    program: Program, office_slot: Slot, standing: Clock
) -> None:
    fill(program, office_slot)
    first = program.post("appointments", body(office_slot, 90))
    standing.now += timedelta(seconds=int(first["Retry-After"]))
    beside = program.post("appointments", body(office_slot, 91))
    assert refused(beside) == (429, "proof_needed")  # each call waits for itself
    assert program.post("appointments", body(office_slot, 90)).status_code == 201


def test_it_compares_no_proof_and_asks_none_for_a_repeated_call(
    program: Program, office_slot: Slot
) -> None:
    fill(program, office_slot)
    key = str(uuid.uuid4())
    question = program.post("appointments", body(office_slot, 90), Idempotency_Key=key)
    work = solved(question.json()["challenge"])
    booked = program.post(
        "appointments", body(office_slot, 90), Idempotency_Key=key, Guichet_Proof=work
    )
    assert booked.status_code == 201
    again = program.post("appointments", body(office_slot, 90), Idempotency_Key=key)
    assert again.status_code == 201
    assert again.json() == booked.json()


def test_it_lets_one_that_waits_on_under_a_key(
    program: Program, office_slot: Slot, standing: Clock
) -> None:
    fill(program, office_slot)
    key = str(uuid.uuid4())
    question = program.post("appointments", body(office_slot, 90), Idempotency_Key=key)
    standing.now += timedelta(seconds=int(question["Retry-After"]))
    again = program.post("appointments", body(office_slot, 90), Idempotency_Key=key)
    assert again.status_code == 201


def test_the_price_doubles_without_an_end_and_is_forgotten_in_a_day(
    program: Program, office_slot: Slot, standing: Clock
) -> None:
    fill(program, office_slot)
    waits = []
    for number in range(10, 60):
        answer = program.post("appointments", body(office_slot, number))
        waits.append(int(answer["Retry-After"]))
        standing.now += timedelta(seconds=waits[-1])
        assert program.post("appointments", body(office_slot, number)).status_code == 201
    assert waits[0] == 30
    assert waits[10] == 60
    assert waits[40] == 480
    assert waits == sorted(waits)
    standing.now += timedelta(hours=24)
    assert program.post("appointments", body(office_slot, 99)).status_code == 201


def test_holds_that_are_never_booked_cost_more_each_time(
    program: Program, office_slot: Slot, standing: Clock
) -> None:
    for _ in range(FREE_CLAIMS):
        assert program.post("holds", {"slot": str(office_slot.pk)}).status_code == 201
        standing.now += timedelta(minutes=11)
    later = program.post("holds", {"slot": str(office_slot.pk)})
    assert refused(later) == (429, "proof_needed")


@pytest.mark.parametrize(
    ("shape", "free"),
    [
        ("2001:db8:1:ab{:02x}::1", FREE_CLAIMS * 2),  # a line at home: a /56
        ("2001:db8:1:{:02x}00::1", FREE_CLAIMS * 4),  # a company: a /48
    ],
)
def test_it_counts_the_wider_networks_of_ipv6(office_slot: Slot, shape: str, free: int) -> None:
    codes = [
        Program(shape.format(number)).post("appointments", body(office_slot, number)).status_code
        for number in range(free + 1)
    ]
    assert codes == [201] * free + [429]


def test_a_move_costs_what_a_hold_costs(program: Program, office_slot: Slot) -> None:
    slots = [make_open_slot(starts_at=NOW + timedelta(days=9, hours=n)) for n in range(14)]
    appointment, keys = program.booked(slots[0])
    path = f"appointments/{appointment['confirmation_number']}/move"
    moves = [{"slot": str(slot.pk)} for slot in slots[1:]]
    codes = [program.post(path, body, basic=keys).status_code for body in moves]
    assert 429 in codes
    first = codes.index(429)
    assert first >= 4  # a change of mind is free
    question = program.post(path, {"slot": str(slots[-1].pk)}, basic=keys)
    work = solved(question.json()["challenge"])
    change = program.post(path, {"slot": str(slots[-1].pk)}, basic=keys, Guichet_Proof=work)
    assert change.status_code == 200


def test_the_network_is_forgotten_after_a_week(program: Program, office_slot: Slot) -> None:
    from guichet.booking import upkeep

    fill(program, office_slot, count=1)
    assert Appointment.objects.exclude(site=None).count() == 1
    upkeep.purge(now=NOW + timedelta(days=6, hours=23))
    assert Appointment.objects.exclude(site=None).count() == 1
    upkeep.purge(now=NOW + timedelta(days=7, minutes=1))
    booked = Appointment.objects.get()
    assert (booked.network, booked.home, booked.site) == (None, None, None)
