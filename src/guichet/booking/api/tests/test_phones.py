"""Phone numbers of programs: where they are read, and what is asked back."""

from datetime import timedelta

import pytest

from guichet.booking.api.tests.calls import Program, program, refused, standing, wrong
from guichet.booking.models import Appointment, LostCode
from guichet.booking.testing import NOW, make_open_slot
from guichet.offices.models import Jurisdiction, Office
from guichet.offices.testing import make_office, make_service

__all__ = ["program", "standing"]
pytestmark = pytest.mark.django_db

PARIS = "06 12 34 56 78"


@pytest.fixture(autouse=True)
def rome() -> None:
    office, _ = make_office(), make_service()
    Office.objects.update(country="IT", subdivision="")
    for country in ("IT", "FR", "MT"):
        Jurisdiction.objects.create(country=country, office=office, overridden=False)


def test_it_answers_with_the_choices_where_a_number_is_one_of_two(program: Program) -> None:
    slot = make_open_slot()
    for more in ({}, {"country": "FR"}, {"country": "fr"}):
        answer = program.book(slot, phone=PARIS, **more)
        assert refused(answer) == (422, "ambiguous")
        problem = answer.json()
        assert problem["choices"] == ["+33612345678", "+390612345678"]
        assert problem["errors"][0]["field"] == "phone"
        assert problem["errors"][0]["choices"] == problem["choices"]
        assert "more than one country" in problem["detail"]
    program.booked(slot, phone=problem["choices"][0])
    assert Appointment.objects.get().phone == "+33612345678"


def test_it_names_the_choices_beside_what_else_is_wrong(program: Program) -> None:
    answer = program.book(make_open_slot(), phone=PARIS, email="x")
    assert wrong(answer) == {"phone": "ambiguous", "email": "malformed"}


@pytest.mark.parametrize(
    ("fields", "phone"),
    [
        ({"phone": "2123 4567", "country": "MT"}, "+35621234567"),
        ({"phone": PARIS, "country": "IT"}, "+390612345678"),
        ({"phone": "21234567"}, "+35621234567"),
        ({"phone": "+52 1 55 1234 5678", "country": None}, "+525512345678"),
    ],
)
def test_it_reads_a_bare_number_where_the_person_is(
    program: Program, fields: dict[str, object], phone: str
) -> None:
    program.booked(make_open_slot(), **fields)
    assert Appointment.objects.get().phone == phone


def test_it_keeps_an_extension_beside_the_number(program: Program) -> None:
    program.booked(make_open_slot(), phone="+1 212 555 0142 ext. 12")
    appointment = Appointment.objects.get()
    assert (appointment.phone, appointment.phone_extension) == ("+12125550142", "12")
    again = program.book(make_open_slot(starts_at=appointment.slot.ends_at), phone="+12125550142")
    assert refused(again) == (409, "already_booked")


@pytest.mark.parametrize("phone", ["+1 123 123 12321", "+1 1 212 555 0142"])
def test_it_refuses_a_doubled_country_code(program: Program, phone: str) -> None:
    answer = program.book(make_open_slot(), phone=phone)
    assert wrong(answer) == {"phone": "malformed"}
    assert "stands twice" in answer.json()["errors"][0]["detail"]


def test_it_does_not_know_every_country(program: Program) -> None:
    answer = program.book(make_open_slot(), country="XX")
    assert wrong(answer) == {"country": "unknown_country"}


def test_it_takes_a_bare_number_for_a_lost_notice_without_asking(program: Program) -> None:
    identity = {"name": "Ada Lovelace", "date_of_birth": "1985-05-17", "phone": PARIS}
    assert program.post("appointments/lost", identity).status_code == 202
    assert len(LostCode.objects.get().sought) > 1


def test_it_takes_null_for_an_optional_field_that_was_left_out(program: Program) -> None:
    nothing = dict.fromkeys(
        ("email", "country", "case_number", "access_needs", "interpreter", "hold", "service")
    )
    program.booked(make_open_slot(), **nothing)
    assert wrong(program.book(make_open_slot(starts_at=NOW + timedelta(days=9)), name=None)) == {
        "name": "required"
    }
    identity = {"name": "Ada Lovelace", "date_of_birth": "1985-05-17", "phone": "+12125550142"}
    lost = {**identity, "email": None, "language": None}
    assert program.post("appointments/lost", lost).status_code == 202
    application = program.post("eta/applications", {"language": None, "answers": None})
    assert application.status_code == 201
