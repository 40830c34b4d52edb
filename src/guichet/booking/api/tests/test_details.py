"""What programs send of a client: what is kept, and what is said of each field that is wrong."""

from datetime import UTC, datetime

import pytest

from guichet.booking.api.tests.calls import Clock, Program, program, standing, wrong
from guichet.booking.models import Appointment
from guichet.booking.testing import make_open_slot
from guichet.offices.testing import make_office

__all__ = ["program", "standing"]
pytestmark = pytest.mark.django_db


def test_it_tells_all_that_is_wrong_at_once(program: Program) -> None:
    body = {"name": "Ada 🙂", "date_of_birth": "2027-01-01", "email": "x", "age": 3, "slot": 7}
    assert wrong(program.post("appointments", body)) == {
        "name": "name_characters",
        "date_of_birth": "out_of_range",
        "phone": "required",
        "email": "malformed",
        "language": "required",
        "age": "unknown_field",
        "slot": "malformed",
    }
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "required"),
        ("name", None, "required"),
        ("name", "  ", "required"),
        ("name", 5, "malformed"),
        ("name", "x" * 201, "too_long"),
        ("name", "x" * 10_000, "too_long"),
        ("name", "Ada\x00", "malformed"),
        ("name", "\ud800", "malformed"),
        ("name", "Ada☃Lovelace", "name_characters"),
        ("name", "Ada\nLovelace", "name_characters"),
        ("name", "-'", "name_characters"),
        ("date_of_birth", "1985-02-30", "malformed"),
        ("date_of_birth", "17.5.1985", "malformed"),
        ("date_of_birth", "1985-05-17T00:00:00", "malformed"),
        ("date_of_birth", "١٩٨٥-٠٥-٣٢", "malformed"),
        ("date_of_birth", 0, "malformed"),
        ("date_of_birth", "2026-11-24", "out_of_range"),
        ("date_of_birth", "1899-01-01", "out_of_range"),
        ("phone", "12", "malformed"),
        ("phone", "+1 000 000 0000", "malformed"),
        ("phone", "not a number", "malformed"),
        ("phone", "+" * 3000, "too_long"),
        ("email", "ada@example", "malformed"),
        ("email", f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 63}.example", "too_long"),
        ("email", "ada@example.org\x00", "malformed"),
        ("case_number", "A" * 21, "too_long"),
        ("case_number", "A;B", "malformed"),
        ("access_needs", "x" * 501, "too_long"),
        ("access_needs", "\ue000", "malformed"),
        ("interpreter", "x" * 61, "too_long"),
        ("language", "tlh", "unknown_language"),
        ("language", "", "unknown_language"),
        ("language", None, "required"),
        ("service", "\x00", "malformed"),
    ],
)
def test_it_names_what_is_wrong_with_a_field(
    program: Program, field: str, value: object, code: str
) -> None:
    answer = program.book(make_open_slot(), **{field: value})
    assert wrong(answer) == {field: code}
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "content"),
    [
        ("name", " Jose\u0301  Nu\u0301n\u0303ez ", "José Núñez"),
        ("name", "李", "李"),
        ("name", "Kahanamoku Kaʻahumanu-O’Neil", "Kahanamoku Kaʻahumanu-O’Neil"),
        ("name", "𠮷田", "𠮷田"),
        ("phone", "(212) 555-0142", "+12125550142"),
        ("phone", "+44 20 7946 0958", "+442079460958"),
        ("email", None, ""),
        ("case_number", None, ""),
        ("access_needs", " a ramp,\nplease ", "a ramp,\nplease"),
        ("language", "zh-CN", "zh-Hans"),
        ("language", "TL", "fil"),
    ],
)
def test_it_keeps_what_is_right(program: Program, field: str, value: object, content: str) -> None:
    program.booked(make_open_slot(), **{field: value})
    assert getattr(Appointment.objects.get(), field) == content


def test_it_reads_a_number_without_a_country_as_one_of_the_office(program: Program) -> None:
    office = make_office(code="MEX", zone="America/Mexico_City")
    office.country = "MX"
    office.save()
    program.booked(make_open_slot(office=office), phone="55 1234 5678")
    assert Appointment.objects.get().phone == "+525512345678"


def test_it_knows_birthdays_by_the_calendar_of_the_office(
    program: Program, standing: Clock
) -> None:
    standing.now = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    guam = make_open_slot(office=make_office(code="GUM", zone="Pacific/Guam"))
    assert program.book(guam, date_of_birth="2026-11-24").status_code == 201
