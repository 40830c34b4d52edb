"""Offices, free days and free times as programs get them."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guichet.booking.api.tests.calls import Clock, Program, program, refused, standing, wrong
from guichet.booking.models import Appointment
from guichet.booking.testing import NOW, make_hold, make_open_slot
from guichet.offices.models import Office, Service
from guichet.offices.testing import make_hours, make_jurisdiction, make_office, make_service

__all__ = ["program", "standing"]
pytestmark = pytest.mark.django_db

TODAY = NOW.date()


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def service() -> Service:
    return make_service()


def test_it_finds_the_office_of_a_zip_code(
    program: Program, office: Office, service: Service
) -> None:
    make_hours(office, service)
    make_jurisdiction(office, postal_code="10001")
    offices = program.get("offices?postal_code=10001-1234").json()
    assert offices == {
        "offices": [
            {
                "code": "TST",
                "name": "Test Field Office",
                "address": {
                    "lines": ["1 Main Street"],
                    "city": "Springfield",
                    "subdivision": "NY",
                    "postal_code": "10001",
                    "country": "US",
                },
                "time_zone": "America/New_York",
                "services": [{"code": "case_question", "name": "Case", "duration_minutes": 20}],
            }
        ],
        "ask": None,
    }


def test_it_names_an_office_in_the_language_of_the_reader(program: Program, office: Office) -> None:
    office.names = {"en": "Test", "ar": "اختبار"}
    office.save()
    make_jurisdiction(office, postal_code="10001")
    answer = program.get("offices?postal_code=10001", Accept_Language="ar")
    assert answer.json()["offices"][0]["name"] == "اختبار"
    assert answer["Content-Language"] == "ar"


def test_it_asks_for_what_is_missing(program: Program, office: Office) -> None:
    make_jurisdiction(None, postal_code="09001")
    assert program.get("offices?postal_code=09001").json() == {"offices": [], "ask": "country"}
    make_jurisdiction(office, country="MX")
    make_jurisdiction(office, country="MX", subdivision="MX-JAL")
    assert program.get("offices?country=MX").json() == {"offices": [], "ask": "subdivision"}
    answer = program.get("offices?country=MX&subdivision=MX-JAL").json()
    assert [entry["code"] for entry in answer["offices"]] == ["TST"]


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("", {"postal_code": "exactly_one_place"}),
        ("postal_code=10001&country=MX", {"postal_code": "exactly_one_place"}),
        ("postal_code=99999", {"postal_code": "unknown_postal_code"}),
        ("postal_code=abc", {"postal_code": "malformed"}),
        ("postal_code=%00", {"postal_code": "malformed"}),
        ("country=ZZ", {"country": "unknown_country"}),
        ("zip=10001", {"zip": "unknown_field"}),
    ],
)
def test_it_refuses_places_it_does_not_know(
    program: Program, query: str, errors: dict[str, str]
) -> None:
    assert wrong(program.get(f"offices?{query}")) == errors


def test_it_lists_every_day_zeros_included(program: Program) -> None:
    make_open_slot(capacity=3)
    answer = program.get("offices/TST/days?service=case_question").json()
    days = {day["date"]: day["free"] for day in answer["days"]}
    assert list(days) == [f"{TODAY + timedelta(days=ahead)}" for ahead in range(28)]
    assert {day: free for day, free in days.items() if free} == {"2026-11-30": 3}


def test_it_begins_with_today_at_the_office(program: Program, standing: Clock) -> None:
    make_office(code="GUM", zone="Pacific/Guam")
    make_service()
    standing.now = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # the 24th in Guam
    answer = program.get("offices/GUM/days?service=case_question").json()
    assert answer["days"][0]["date"] == "2026-11-24"


def test_it_announces_the_start_of_the_next_window(
    program: Program, office: Office, service: Service
) -> None:
    make_hours(office, service)
    answer = program.get("offices/TST/days?service=case_question").json()
    assert answer["next_release_at"] == "2026-11-24T14:00:00Z"


def test_it_announces_no_release_where_there_is_none(
    program: Program, office: Office, service: Service
) -> None:
    assert program.get("offices/TST/days?service=case_question").json()["next_release_at"] is None


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("", {"service": "required"}),
        ("service=nonsense", {"service": "unknown_service"}),
        ("service=%00", {"service": "malformed"}),
        ("service=case_question&from=tomorrow", {"from": "malformed"}),
        ("service=case_question&from=2026-02-30", {"from": "malformed"}),
        ("service=case_question&from=2026-12-02&to=2026-12-01", {"to": "out_of_range"}),
        ("service=case_question&from=2026-12-01&to=2027-02-01", {"to": "out_of_range"}),
        ("service=case_question&to=9999-12-31", {"to": "out_of_range"}),
        ("service=case_question&from=9999-12-31", {"from": "out_of_range"}),
        ("service=case_question&until=2026-12-01", {"until": "unknown_field"}),
    ],
)
@pytest.mark.parametrize("call", ["days", "slots"])
def test_it_refuses_days_that_make_no_sense(
    program: Program,
    office: Office,
    service: Service,
    call: str,
    query: str,
    errors: dict[str, str],
) -> None:
    if call == "slots" and "to" not in query and "from" not in query:
        query += "&date=2026-12-01"
    assert wrong(program.get(f"offices/TST/{call}?{query}")) == errors


@pytest.mark.parametrize("from_on", ["0001-01-01", "9999-12-31"])
def test_it_lists_days_at_the_ends_of_the_calendar(
    program: Program, office: Office, service: Service, from_on: str
) -> None:
    query = f"service=case_question&from={from_on}&to={from_on}"
    days = program.get(f"offices/TST/days?{query}").json()["days"]
    assert days == [{"date": from_on, "free": 0}]
    assert program.get(f"offices/TST/slots?{query}").json() == {"slots": []}


def test_it_takes_62_days_at_most(program: Program, office: Office, service: Service) -> None:
    query = "service=case_question&from=2026-12-01&to=2027-01-31"
    assert len(program.get(f"offices/TST/days?{query}").json()["days"]) == 62


@pytest.mark.parametrize("code", ["ZZZ", "%00", "tst", "x" * 300])
def test_it_does_not_know_other_offices(program: Program, service: Service, code: str) -> None:
    answer = program.get(f"offices/{code}/days?service=case_question")
    assert refused(answer) == (404, "not_found")


def test_it_lists_times_with_the_offset_of_the_office(program: Program) -> None:
    slot = make_open_slot(capacity=2)
    answer = program.get("offices/TST/slots?service=case_question&date=2026-11-30").json()
    assert answer == {
        "slots": [
            {
                "id": str(slot.pk),
                "starts_at": "2026-11-30T10:00:00-05:00",
                "ends_at": "2026-11-30T10:20:00-05:00",
                "free": 2,
            }
        ]
    }


def test_it_shows_full_times_and_hides_unreleased_past_and_closed_ones(program: Program) -> None:
    full = make_open_slot()
    make_hold(full)
    hours = [timedelta(days=7, hours=number) for number in range(1, 4)]
    make_open_slot(starts_at=NOW + hours[0], opens_at=NOW + timedelta(minutes=1))
    make_open_slot(starts_at=NOW - hours[0])
    closed = make_open_slot(starts_at=NOW + hours[1])
    closed.closed = True
    closed.save()
    query = "service=case_question&from=2026-11-10&to=2026-12-10"
    answer = program.get(f"offices/TST/slots?{query}").json()
    assert [(time["id"], time["free"]) for time in answer["slots"]] == [(str(full.pk), 0)]


def test_it_counts_a_hold_that_is_over_as_free(program: Program, standing: Clock) -> None:
    slot = make_open_slot()
    make_hold(slot)
    standing.now = NOW + timedelta(minutes=11)
    query = "service=case_question&date=2026-11-30"
    assert program.get(f"offices/TST/slots?{query}").json()["slots"][0]["free"] == 1
    assert Appointment.objects.get().state == "held"


def test_it_takes_a_day_or_a_stretch_of_days_but_not_both(program: Program) -> None:
    make_open_slot()
    day = "service=case_question&date=2026-11-30"
    assert wrong(program.get(f"offices/TST/slots?{day}&to=2026-11-30")) == {"date": "one_of"}
    assert wrong(program.get("offices/TST/slots?service=case_question")) == {"date": "required"}


def test_it_answers_four_weeks_in_one_statement(program: Program) -> None:
    make_open_slot()
    query = f"service=case_question&from={TODAY}&to={TODAY + timedelta(days=27)}"
    program.get("offices/TST/days?service=case_question")  # remembers the next release
    for call in ("slots", "days"):
        with CaptureQueriesContext(connection) as statements:
            assert program.get(f"offices/TST/{call}?{query}").status_code == 200
        assert len(statements) == 1


def test_it_keeps_the_offset_through_both_changes_of_the_clock(program: Program) -> None:
    for starts_at in (
        datetime(2026, 10, 31, 15, tzinfo=UTC),
        datetime(2026, 11, 2, 15, tzinfo=UTC),
    ):
        make_open_slot(starts_at=starts_at, opens_at=NOW - timedelta(days=90))
    clock_of = Clock()
    clock_of.now = datetime(2026, 10, 30, tzinfo=UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("guichet.kernel.clock.now", clock_of)
        query = "service=case_question&from=2026-10-31&to=2026-11-02"
        slots = program.get(f"offices/TST/slots?{query}").json()["slots"]
    assert [slot["starts_at"] for slot in slots] == [
        "2026-10-31T11:00:00-04:00",
        "2026-11-02T10:00:00-05:00",
    ]


def test_it_packs_what_is_long(program: Program) -> None:
    for number in range(30):
        make_open_slot(starts_at=NOW + timedelta(days=7, minutes=number))
    query = "offices/TST/slots?service=case_question&date=2026-11-30"
    packed = program.get(query, Accept_Encoding="gzip, br")
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.content) == program.get(query).content


def test_it_answers_head_without_a_body(program: Program) -> None:
    answer = program._client.head("/health/live")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Content-Length"] == str(len(program._client.get("/health/live").content))


def test_it_sets_no_cookie_and_lets_nobody_keep_the_answer(program: Program) -> None:
    make_open_slot()
    answer = program.get("offices/TST/days?service=case_question")
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
