"""A lost notice, asked for by a program: the answer never tells."""

import pytest

from guichet.booking.api.tests.calls import (
    ADA,
    Program,
    headers_of,
    program,
    refused,
    standing,
    wrong,
)
from guichet.booking.models import LostCode
from guichet.booking.testing import make_open_slot
from guichet.kernel.models import Dispatch

__all__ = ["program", "standing"]
pytestmark = pytest.mark.django_db

IDENTITY = {name: ADA[name] for name in ("name", "date_of_birth", "phone")}


def test_it_answers_alike_whether_there_is_an_appointment_or_not(program: Program) -> None:
    program.booked(make_open_slot(), email="ada@example.org")
    on_file = program.post("appointments/lost", IDENTITY)
    unknown = program.post("appointments/lost", {**IDENTITY, "name": "Grace Hopper"})
    assert on_file.status_code == unknown.status_code == 202
    assert on_file.content == unknown.content
    assert headers_of(on_file) == headers_of(unknown)
    kinds = list(Dispatch.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["appointment_confirmed", "lost_code", "lost_code"]


def test_it_writes_in_the_language_asked_for(program: Program) -> None:
    program.post("appointments/lost", IDENTITY, Accept_Language="ru")
    program.post("appointments/lost", {**IDENTITY, "language": "tl"})
    languages = list(Dispatch.objects.order_by("pk").values_list("language", flat=True))
    assert languages == ["ru", "fil"]


def test_it_refuses_what_is_malformed(program: Program) -> None:
    assert wrong(program.post("appointments/lost", {"name": "Ada", "pin": "1"})) == {
        "date_of_birth": "required",
        "phone": "required",
        "pin": "unknown_field",
    }
    answer = program.post("appointments/lost", {**IDENTITY, "email": "x", "language": "tlh"})
    assert wrong(answer) == {"email": "malformed", "language": "unknown_language"}
    assert not LostCode.objects.exists()


def test_it_stops_a_flood(program: Program) -> None:
    answers = [program.post("appointments/lost", IDENTITY) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429]
    assert refused(answers[5]) == (429, "too_many")
    assert answers[5]["Retry-After"] == "300"
    assert Program("192.0.2.2").post("appointments/lost", IDENTITY).status_code == 202
