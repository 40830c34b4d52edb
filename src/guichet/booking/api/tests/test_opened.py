"""One appointment by number and PIN: who may open it, and what can be done with it."""

import time
from datetime import timedelta
from io import BytesIO

import icalendar
import pytest
from pypdf import PdfReader

from guichet.booking.api.tests.calls import (
    ADA,
    Clock,
    Program,
    headers_of,
    program,
    refused,
    standing,
    wrong,
)
from guichet.booking.clients import coming_back
from guichet.booking.models import Appointment
from guichet.booking.testing import NOW, make_open_slot
from guichet.kernel import references

__all__ = ["program", "standing"]
pytestmark = pytest.mark.django_db

NOBODYS = "234-567-89Q"


@pytest.fixture
def booked(program: Program) -> tuple[str, tuple[str, str]]:
    """Return the path and the credentials of a booked appointment."""
    _, basic = program.booked(make_open_slot())
    return f"appointments/{basic[0]}", basic


def test_it_shows_what_was_booked_without_the_pin(program: Program) -> None:
    appointment, basic = program.booked(make_open_slot())
    answer = program.get(f"appointments/{basic[0]}", basic=basic)
    assert answer.status_code == 200
    assert appointment.pop("pin") == basic[1]
    stands = {
        "status": "booked",
        "state": "booked",
        "next_step": "come",
        "headline": None,
        "instruction": None,
        "reason": None,
        "change_url": "http://127.0.0.1:8000/en/appointments/manage/",
    }
    assert answer.json() == {**appointment, **stands}


@pytest.mark.parametrize("change", [str.lower, lambda text: text.replace("-", " "), list])
def test_it_ignores_spaces_hyphens_and_case(
    program: Program, booked: tuple[str, tuple[str, str]], change: object
) -> None:
    _, (number, pin) = booked
    text = " ".join(change(number)) if change is list else change(number)  # type: ignore[operator]
    assert program.get(f"appointments/{text}", basic=(number, pin)).status_code == 200
    spaced = f"{pin[:3]} {pin[3:]}"
    assert program.get(f"appointments/{number}", basic=(text, spaced)).status_code == 200


def test_it_reads_the_digits_of_every_script(
    program: Program, booked: tuple[str, tuple[str, str]]
) -> None:
    path, (number, pin) = booked
    arabic = pin.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert program.get(path, basic=(number, arabic)).status_code == 200


def test_it_answers_every_wrong_pair_alike(
    program: Program, booked: tuple[str, tuple[str, str]]
) -> None:
    path, (number, pin) = booked
    other = f"{(int(pin) + 1) % 1_000_000:06d}"
    answers = [
        program.get(path),
        program.get(path, basic=(number, other)),
        program.get(path, basic=(NOBODYS, pin)),
        program.get(f"appointments/{NOBODYS}", basic=(NOBODYS, pin)),
        program.get(f"appointments/{NOBODYS}", basic=(number, pin)),
        program.get("appointments/%00", basic=(number, pin)),
        program.get("appointments/" + "9" * 3000, basic=(number, pin)),
        program.get(path, Authorization="Basic !"),
        program.get(path, Authorization="Basic /w=="),
        program.get(path, Authorization="Basic bm9jb2xvbg=="),
        program.get(path, Authorization="Bearer x"),
    ]
    for answer in answers:
        assert refused(answer) == (401, "wrong_credentials")
        assert answer.content == answers[0].content
        assert answer["WWW-Authenticate"].startswith('Basic realm="')
        assert headers_of(answer) == headers_of(answers[0])


@pytest.mark.parametrize(
    ("method", "call"),
    [("get", ""), ("get", "/notice"), ("get", "/notice.pdf"), ("get", "/notice.ics"),
     ("post", "/move"), ("post", "/cancel")],
)  # fmt: skip
def test_it_opens_nothing_without_the_pin(
    program: Program, booked: tuple[str, tuple[str, str]], method: str, call: str
) -> None:
    path, (number, _) = booked
    answer = getattr(program, method)(path + call, basic=(number, "000000x"))
    assert refused(answer) == (401, "wrong_credentials")
    assert Appointment.objects.get().state == "booked"


def test_it_refuses_the_sixth_try_even_with_the_right_pin(
    program: Program, booked: tuple[str, tuple[str, str]], standing: Clock
) -> None:
    path, basic = booked
    for _ in range(5):
        assert program.get(path, basic=(basic[0], "wrong")).status_code == 401
    for pin in (basic[1], "wrong"):
        answer = program.get(path, basic=(basic[0], pin))
        assert refused(answer) == (429, "too_many")
        assert answer["Retry-After"] == "3600"
        assert "1 hour" in answer.json()["detail"]
    assert Program("192.0.2.2").get(path, basic=basic).status_code == 200
    standing.now = NOW + timedelta(hours=1, seconds=1)
    assert program.get(path, basic=basic).status_code == 200


def test_it_counts_other_spellings_of_a_number_as_the_same(
    program: Program, booked: tuple[str, tuple[str, str]]
) -> None:
    _, (number, pin) = booked
    spellings = [number, number.lower(), number.replace("-", ""), number.replace("-", " "), number]
    for spelling in spellings:
        assert program.get(f"appointments/{spelling}", basic=(spelling, "wrong")).status_code == 401
    assert program.get(f"appointments/{number}", basic=(number, pin)).status_code == 429


def test_it_counts_tries_at_unknown_numbers_alike(program: Program) -> None:
    codes = [
        program.get(f"appointments/{NOBODYS}", basic=(NOBODYS, "123456")).status_code
        for _ in range(6)
    ]
    assert codes == [401] * 5 + [429]


def test_it_counts_neither_right_pairs_nor_calls_without_one(
    program: Program, booked: tuple[str, tuple[str, str]]
) -> None:
    path, basic = booked
    for _ in range(8):
        assert program.get(path).status_code == 401
        assert program.get(path, basic=basic).status_code == 200


def test_it_counts_one_network_of_the_sixth_version_as_one(
    booked: tuple[str, tuple[str, str]],
) -> None:
    path, basic = booked
    for number in range(5):
        assert Program(f"2001:db8::{number}").get(path, basic=(basic[0], "x")).status_code == 401
    assert Program("2001:db8::ffff").get(path, basic=basic).status_code == 429
    assert Program("2001:db8:0:1::1").get(path, basic=basic).status_code == 200


def test_it_takes_as_long_for_an_unknown_number_as_for_a_wrong_pin(
    booked: tuple[str, tuple[str, str]],
) -> None:
    _, (number, _) = booked

    times: dict[str, list[float]] = {NOBODYS: [], number: []}

    for network in range(1, 60):  # by turns, so that a busy machine slows both alike
        for of, seconds in times.items():
            began = time.perf_counter()
            Program(f"192.0.2.{network}").get(f"appointments/{of}", basic=(of, "000000"))
            seconds.append(time.perf_counter() - began)

    unknown, wrong = (sorted(seconds)[len(seconds) // 4] for seconds in times.values())
    assert unknown == pytest.approx(wrong, rel=0.5)


def test_it_shows_the_pin_that_was_used_and_no_fresh_one(
    program: Program, booked: tuple[str, tuple[str, str]]
) -> None:
    path, basic = booked
    coming_back.fresh_pin(Appointment.objects.get(), now=NOW, actor="test")
    page = program.get(f"{path}/notice", basic=basic).content.decode()
    assert f"{basic[1][:3]} {basic[1][3:]}" in page


def test_it_moves_and_keeps_the_number_and_the_pin(
    program: Program, booked: tuple[str, tuple[str, str]]
) -> None:
    path, basic = booked
    later = make_open_slot(starts_at=NOW + timedelta(days=9))
    answer = program.post(f"{path}/move", {"slot": str(later.pk)}, basic=basic)
    assert answer.status_code == 200
    assert answer.json()["confirmation_number"] == basic[0]
    assert answer.json()["starts_at"] == "2026-12-02T10:00:00-05:00"
    assert program.get(path, basic=basic).json() == answer.json()


def test_it_says_why_an_appointment_cannot_be_moved(
    program: Program, booked: tuple[str, tuple[str, str]], standing: Clock
) -> None:
    path, basic = booked
    full = make_open_slot(starts_at=NOW + timedelta(days=9))
    free = make_open_slot(starts_at=NOW + timedelta(days=10))
    Program().booked(full, name="Grace Hopper")
    answer = program.post(f"{path}/move", {"slot": str(full.pk)}, basic=basic)
    assert refused(answer) == (409, "slot_full")
    assert [other["id"] for other in answer.json()["alternatives"]] == [str(free.pk)]
    assert refused(program.post(f"{path}/move", {"slot": "7x"}, basic=basic)) == (404, "not_found")
    assert wrong(program.post(f"{path}/move", {}, basic=basic)) == {"slot": "required"}
    standing.now = NOW + timedelta(days=8)
    answer = program.post(f"{path}/move", {"slot": str(free.pk)}, basic=basic)
    assert refused(answer) == (409, "slot_closed")


def test_it_cancels_and_a_second_time_is_no_fault(
    program: Program, booked: tuple[str, tuple[str, str]]
) -> None:
    path, basic = booked
    first = program.post(f"{path}/cancel", basic=basic)
    assert (first.status_code, first.json()["status"]) == (200, "cancelled")
    second = program.post(f"{path}/cancel", {}, basic=basic)
    assert (second.status_code, second.json()) == (200, first.json())
    free = make_open_slot(starts_at=NOW + timedelta(days=10))
    moved = program.post(f"{path}/move", {"slot": str(free.pk)}, basic=basic)
    assert refused(moved) == (409, "already_cancelled")


def test_it_cancels_nothing_on_a_get(program: Program, booked: tuple[str, tuple[str, str]]) -> None:
    path, basic = booked
    answer = program.get(f"{path}/cancel", basic=basic)
    assert refused(answer) == (405, "not_allowed")
    assert answer["Allow"] == "POST"
    assert Appointment.objects.get().state == "booked"


def test_it_takes_no_fields_to_cancel(
    program: Program, booked: tuple[str, tuple[str, str]]
) -> None:
    path, basic = booked
    answer = program.post(f"{path}/cancel", {"reason": "x"}, basic=basic)
    assert wrong(answer) == {"reason": "unknown_field"}


def test_it_cancels_nothing_that_has_taken_place(
    program: Program, booked: tuple[str, tuple[str, str]]
) -> None:
    path, basic = booked
    Appointment.objects.update(state="ended", ended_as="completed")
    assert refused(program.post(f"{path}/cancel", basic=basic)) == (409, "slot_closed")
    assert program.get(path, basic=basic).json()["status"] == "completed"


@pytest.mark.parametrize(
    ("accept", "language"), [("", "ar"), ("ko", "ko"), ("da", "ar"), ("de", "en"), ("pt-BR", "pt")]
)
def test_it_gives_the_notice_in_the_language_asked_for_or_booked(
    program: Program, accept: str, language: str
) -> None:
    _, basic = program.booked(make_open_slot(), language="ar")
    path = f"appointments/{basic[0]}"
    for call in ("", "/notice", "/notice.ics", "/notice.pdf"):
        answer = program.get(path + call, basic=basic, Accept_Language=accept)
        assert (answer.status_code, answer["Content-Language"]) == (200, language)
        assert answer["Cache-Control"] == "no-store"


def test_it_prints_the_notice_in_three_forms(
    program: Program, booked: tuple[str, tuple[str, str]]
) -> None:
    path, basic = booked
    printed = PdfReader(BytesIO(program.get(f"{path}/notice.pdf", basic=basic).content))
    assert basic[0] in printed.pages[0].extract_text()
    calendar = icalendar.Calendar.from_ical(program.get(f"{path}/notice.ics", basic=basic).content)
    assert str(calendar.walk("VEVENT")[0]["DTSTART"].dt) == "2026-11-30 10:00:00-05:00"
    page = program.get(f"{path}/notice", basic=basic)
    assert ADA["name"] in page.content.decode()
    assert basic[0] in page.content.decode()
    assert "script" not in page["Content-Security-Policy"]
    assert "<script" not in page.content.decode()


def test_it_has_nothing_personal_in_what_it_logs(
    program: Program, booked: tuple[str, tuple[str, str]], caplog: pytest.LogCaptureFixture
) -> None:
    path, basic = booked
    program.get(path, basic=(basic[0], "x"))
    program.book(make_open_slot(starts_at=NOW + timedelta(days=9)))
    assert references.read_number(basic[0]) not in caplog.text.replace("-", "")
    assert ADA["name"] not in caplog.text
