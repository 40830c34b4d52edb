"""Applications by programs: begin, answer, send, see, ask."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from guichet.applications.models import Application
from guichet.applications.testing import NOW, make_paid, person
from guichet.kernel import clock

pytestmark = pytest.mark.django_db
PREFIX = "/api/v1/eta/"
Pair = tuple[str, str]


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock at the world of testing.py."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


def call(
    method: str, path: str, body: object = None, *, basic: Pair | None = None, **headers: str
) -> Any:
    content = b"" if body is None else json.dumps(body).encode()
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    if basic:
        names["Authorization"] = f"Basic {base64.b64encode(':'.join(basic).encode()).decode()}"
    return Client(REMOTE_ADDR="192.0.2.9").generic(
        method, PREFIX + path, content, content_type="application/json", headers=names
    )


def start(**body: object) -> Pair:
    answer = call("POST", "applications", body or None)
    assert answer.status_code == 201, answer.content
    return answer.json()["number"], answer.json()["pin"]


def answer_for(
    pair: Pair, method: str = "GET", rest: str = "", body: object = None, **more: Any
) -> Any:
    return call(method, f"applications/{pair[0]}{rest}", body, basic=pair, **more)


def wrong(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.content
    assert all(error["detail"] for error in answer.json()["errors"])
    return {error["field"]: error["code"] for error in answer.json()["errors"]}


def ask(application: Application, **changes: object) -> Any:
    question = {
        "number": application.number,
        "passport_number": "PA0000000",
        "issuer": "IRL",
        "birth_date": "1985-05-17",
    }
    body = {k: v for k, v in {**question, **changes}.items() if v is not None}
    return call("POST", "status", body)


def test_it_goes_from_nothing_to_an_authorization() -> None:
    pair = start()
    assert answer_for(pair).json()["status"] == "not_finished"

    saved = answer_for(pair, "PUT", body={"answers": person()})
    assert (saved.status_code, saved.json()["version"]) == (200, 1)

    unpaid = answer_for(pair, "POST", "/submit").json()
    assert (unpaid["status"], unpaid["next_step"]) == ("not_finished", "pay")
    assert (unpaid["payment"]["amount"], unpaid["payment"]["state"]) == ("7.00", "started")

    standing = answer_for(pair, "POST", "/submit", {"payment_token": "paid"}).json()
    assert (standing["status"], standing["payment"]["state"]) == ("approved", "paid")
    assert standing["authorization"]["number"].startswith("J")
    assert standing["authorization"]["valid_until"] == "2031-11-23"


def test_it_is_paid_again_after_it_was_declined() -> None:
    pair = start(answers=person())
    declined = answer_for(pair, "POST", "/submit", {"payment_token": "declined"}).json()
    assert (declined["status"], declined["payment"]["state"]) == ("not_finished", "failed")
    assert (
        answer_for(pair, "POST", "/submit", {"payment_token": "paid"}).json()["status"]
        == "approved"
    )


def test_it_lists_for_an_officer_what_needs_an_eye() -> None:
    pair = start(answers=person(offence="yes", offence_details="Cork, 2011"))
    standing = answer_for(pair, "POST", "/submit", {"payment_token": "paid"}).json()
    assert (standing["status"], standing["next_step"]) == ("in_progress", "wait")
    assert standing["decision_due_at"] == "2026-11-26T15:00:00Z"


def test_it_opens_only_with_its_own_number_and_pin() -> None:
    pair, other = start(), start()
    bodies = set()
    for basic in (None, (pair[0], "000000"), other):
        answer = call("GET", f"applications/{pair[0]}", basic=basic)
        assert answer.status_code == 401
        assert "WWW-Authenticate" in answer
        bodies.add(answer.content)
    assert len(bodies) == 1


def test_it_stops_guessing() -> None:
    pair = start()
    for _ in range(5):
        assert answer_for((pair[0], "000000")).status_code == 401
    stopped = answer_for(pair)
    assert stopped.status_code == 429
    assert stopped["Retry-After"]


def test_it_begins_once_for_one_key() -> None:
    answers = [
        call("POST", "applications", {"language": "ko"}, Idempotency_Key="k").json()
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"language": "tlh"}, {"language": "unknown_language"}),
        ({"color": "red"}, {"color": "unknown_field"}),
        ({"answers": {"shoe_size": "38"}}, {"shoe_size": "unknown_field"}),
        ({"answers": {"passport_number": "ABC?"}}, {"passport_number": "number_characters"}),
        ({"answers": {"surname": "a\x00"}}, {"surname": "malformed"}),
        ({"answers": {"surname": {"a": "b"}}}, {"answers": "malformed"}),
        ({"answers": 3}, {"answers": "malformed"}),
    ],
)
def test_it_refuses_what_does_not_fit(body: object, expected: dict[str, str]) -> None:
    assert wrong(call("POST", "applications", body)) == expected
    assert not Application.objects.exists()


def test_it_names_what_is_missing_in_the_readers_language() -> None:
    pair = start(answers=person(signature="", issue_date=""))
    answer = answer_for(pair, "POST", "/submit", Accept_Language="fr")
    assert wrong(answer) == {"signature": "required", "issue_date": "required"}
    assert answer["Content-Language"] == "fr"


def test_it_notices_two_programs_at_once() -> None:
    pair = start(answers=person())
    body = {"answers": person(birth_city="Cork"), "version": 0}
    assert answer_for(pair, "PUT", body=body).status_code == 200
    answer = answer_for(pair, "PUT", body=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_elsewhere")
    assert answer.json()["version"] == 1


def test_it_changes_nothing_after_it_was_sent() -> None:
    pair = start(answers=person())
    answer_for(pair, "POST", "/submit")
    answer = answer_for(pair, "PUT", body={"answers": person()})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_possible_now")


def test_it_tells_where_an_application_stands() -> None:
    standing = ask(make_paid()).json()
    assert (standing["status"], standing["next_step"]) == ("approved", "travel_with_this_passport")
    assert standing["authorization"]["number"].startswith("J••••••")
    assert standing["passport_ends_in"] == "000"
    assert "answers" not in standing


def test_it_tells_it_without_the_number() -> None:
    application = make_paid()
    assert ask(application, number=None, expiry_date="2034-01-31").json()["status"] == "approved"


@pytest.mark.parametrize("number", ["nonsense", "V000000000", "J000000003"])
def test_it_tells_a_mistyped_number_in_the_words_of_the_reader(number: str) -> None:
    application = make_paid()
    for _ in range(7):
        answer = ask(application, number=number)
        assert (answer.status_code, answer.json()["code"]) == (422, "mistyped_number")
    assert ask(application).json()["status"] == "approved"


def test_it_tells_a_mistyped_number_to_who_opens_an_application() -> None:
    number, pin = start()
    mistyped = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    answer = answer_for((mistyped, pin), Accept_Language="fr")
    assert (answer.status_code, answer.json()["code"]) == (422, "mistyped_number")
    assert "mal saisi" in answer.json()["detail"]
    assert "WWW-Authenticate" not in answer
    assert answer_for((number, pin)).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "V000000009"},
        {"passport_number": "PA0000009"},
        {"issuer": "FRA"},
        {"birth_date": "1985-05-18"},
    ],
)
def test_it_says_the_same_of_unknown_and_wrong(changes: dict[str, str]) -> None:
    answer = ask(make_paid(), **changes)
    assert answer.status_code == 200
    standing = answer.json()
    assert (standing.pop("status"), standing.pop("next_step"), standing.pop("reasons")) == (
        "not_found",
        "check_typing",
        [],
    )
    assert set(standing.values()) == {None}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"birth_date": None}, {"birth_date": "required", "expiry_date": "required"}),
        ({"number": None}, {"expiry_date": "required"}),
        ({"birth_date": "17 May"}, {"birth_date": "malformed"}),
        ({"passport_number": None}, {"passport_number": "required"}),
    ],
)
def test_it_says_what_it_must_know(changes: dict[str, None], expected: dict[str, str]) -> None:
    assert wrong(ask(make_paid(), **changes)) == expected


def test_it_asks_before_a_valid_authorization_is_replaced() -> None:
    make_paid(0)
    pair = start(answers=person())
    refusal = answer_for(pair, "POST", "/submit", {"payment_token": "paid"})
    problem = refusal.json()
    assert (refusal.status_code, problem["code"]) == (409, "authorization_valid")
    assert problem["valid_until"] == "2031-11-23"
    assert "already has a valid eTA" in problem["detail"]
    assert answer_for(pair).json()["status"] == "not_finished"

    answer = answer_for(pair, "POST", "/submit", {"payment_token": "paid", "again": True})
    assert (answer.status_code, answer.json()["payment"]["state"]) == (200, "paid")
    assert (
        answer_for(pair, "POST", "/submit").status_code == 200
    )  # sent off already: nothing to ask


def test_it_says_what_is_missing_before_it_asks_about_another_authorization() -> None:
    make_paid(0)
    pair = start(answers=person(signature=None))
    assert wrong(answer_for(pair, "POST", "/submit")) == {"signature": "required"}


@pytest.mark.parametrize(
    ("text", "code", "detail"),
    [
        ("19850-05-17", "year_four_digits", "Type the year with four digits."),
        ("1985-13-17", "no_such_day", "There is no such month."),
        ("1985-13", "no_such_day", "There is no such month."),
        ("1985-02-30", "no_such_day", "There is no such day."),
    ],
)
def test_it_tells_programs_which_part_of_a_day_is_wrong(text: str, code: str, detail: str) -> None:
    answer = ask(make_paid(), birth_date=text)
    assert wrong(answer) == {"birth_date": code}
    assert answer.json()["errors"][0]["detail"].startswith(detail)
