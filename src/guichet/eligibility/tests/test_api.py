"""The call of programs. No test here may touch the database: an answer costs no query."""

import json
import time
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from guichet.eligibility.programme import ETA, plain
from guichet.eligibility.testing import answer_for, citizen_of, traveler

PATH = "/api/v1/eta/eligibility"


def ask(body: object, **headers: str) -> HttpResponse:
    text = body if isinstance(body, str) else json.dumps(body)
    return Client().post(PATH, text, content_type="application/json", headers=headers)


def faults(body: object) -> dict[str, str]:
    response = ask(body)
    problem: dict[str, Any] = response.json()
    assert response.status_code == problem["status"] == 422
    assert response["Content-Type"] == "application/problem+json"
    assert (problem["code"], bool(problem["detail"])) == ("invalid", True)
    assert all(error["detail"] for error in problem["errors"])
    return {error["field"]: error["code"] for error in problem["errors"]}


def test_it_answers_with_the_row_its_source_and_what_to_do() -> None:
    response = ask(traveler())
    assert response.status_code == 200
    answer = response.json()
    assert answer["answer"] == "eta_required"
    assert answer["row"] == 18
    assert answer["source"] == "IRPR s. 7.1(1)"
    assert answer["valid_from"] == "2018-06-05"
    assert answer["asks"] == []
    assert answer["hint"] is None
    assert answer["instruction"].startswith("Apply for the eTA")


def test_it_names_the_next_fact_when_nothing_is_known() -> None:
    answer = ask({}).json()
    assert answer.pop("asks") == ["status_ca"]
    assert set(answer.values()) == {None}


def test_it_answers_for_the_day_that_is_asked_for() -> None:
    qatari = citizen_of("QAT")
    assert ask({**qatari, "on": "2025-11-24"}).json()["row"] == 21
    later = ask({**qatari, "on": "2025-11-25"}).json()
    assert (later["row"], later["valid_from"]) == (18, "2025-11-25")


def test_it_tells_of_a_passport_that_would_do_better() -> None:
    answer = ask(citizen_of("IND", nationalities=["IND", "FRA"])).json()
    assert answer["row"] == 21
    assert answer["hint"]["nationality"] == "FRA"
    assert answer["hint"]["answer"] == "eta_required"
    assert "France" in answer["hint"]["detail"]


@pytest.mark.parametrize("language", ETA)
def test_it_speaks_the_language_that_is_asked_for(language: str) -> None:
    response = ask(traveler(), accept_language=language)
    assert response["Content-Language"] == language
    assert response.json()["instruction"] == plain("row.air.do", language)
    refusal = ask({"mode": "rocket"}, accept_language=language)
    assert refusal["Content-Language"] == language


def test_it_names_the_law_in_french_to_those_who_read_it() -> None:
    assert ask(traveler(), accept_language="fr-CA").json()["source"] == "RIPR, par. 7.1(1)"
    assert ask(traveler(), accept_language="pl").json()["source"] == "IRPR s. 7.1(1)"


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"colour": "red"}, "colour", "unknown_field"),
        ({"mode": "rocket"}, "mode", "unknown_value"),
        ({"mode": ["air"]}, "mode", "malformed"),
        ({"status_ca": 1}, "status_ca", "malformed"),
        ({"status_ca": ""}, "status_ca", "unknown_value"),
        ({"holds_valid_trv": "yes"}, "holds_valid_trv", "malformed"),
        ({"holds_valid_trv": 1}, "holds_valid_trv", "malformed"),
        ({"nationalities": "FRA"}, "nationalities", "malformed"),
        ({"nationalities": []}, "nationalities", "required"),
        ({"nationalities": [None]}, "nationalities", "malformed"),
        ({"nationalities": ["FR"]}, "nationalities", "unknown_value"),
        ({"nationalities": ["ZZZ"]}, "nationalities", "unknown_value"),
        ({"nationalities": ["US-LPR"]}, "nationalities", "unknown_value"),
        ({"nationalities": ["FRA", "ATA"]}, "nationalities", "not_a_nationality"),
        ({"nationalities": ["ESH"]}, "nationalities", "not_a_nationality"),
        ({"nationalities": ["FRA"] * 21}, "nationalities", "too_many_values"),
        ({"nationalities": ["FRA\x00"]}, "nationalities", "unknown_value"),
        ({"nationalities": ["\ud800"]}, "nationalities", "unknown_value"),
        ({"document": "passport"}, "document", "malformed"),
        ({"document": {"issuer": "ATA"}}, "document.issuer", "not_a_nationality"),
        ({"document": {"issuer": "F"}}, "document.issuer", "unknown_value"),
        ({"document": {"type": "library_card"}}, "document.type", "unknown_value"),
        ({"document": {"features": ["gold"]}}, "document.features", "unknown_value"),
        ({"document": {"features": "electronic"}}, "document.features", "malformed"),
        ({"document": {"number": "1"}}, "document.number", "unknown_field"),
        ({"origin": "Mars"}, "origin", "unknown_value"),
        ({"stop": "lunch"}, "stop", "unknown_value"),
        ({"on": "2018-06-04"}, "on", "out_of_range"),
        ({"on": "2026-02-30"}, "on", "malformed"),
        ({"on": "20260201"}, "on", "malformed"),
        ({"on": "2026-W01-1"}, "on", "malformed"),
        ({"on": 20260201}, "on", "malformed"),
        ({"on": ""}, "on", "malformed"),
    ],
)
def test_it_refuses_what_it_does_not_know(body: object, field: str, code: str) -> None:
    assert faults(body) == {field: code}


def test_it_takes_null_for_left_out() -> None:
    whole = traveler()
    nothing = dict.fromkeys(("on", "origin", "purpose", "onward_visa", "stop"))
    document = {**whole["document"], "features": None}  # type: ignore[dict-item]
    assert ask({**whole, **nothing}).json() == ask(whole).json()
    assert ask({"mode": None, "document": None}).json() == ask({}).json()
    left_out = {key: value for key, value in document.items() if value is not None}
    answers = [ask({**whole, "document": version}).json() for version in (document, left_out)]
    assert answers[0] == answers[1]
    assert faults({"colour": None}) == {"colour": "unknown_field"}


def test_it_reads_codes_in_small_letters_as_every_other_call_does() -> None:
    document = {"issuer": "deu", "type": "ordinary", "features": []}
    body = traveler(nationalities=["deu", "DEU"], document=document, origin="usa")
    assert ask(body).json() == ask(traveler(nationalities=["DEU"], document=document)).json()
    assert ask(body).json()["answer"] == "eta_required"


def test_it_names_every_fault_at_once() -> None:
    body = {"mode": "rocket", "stop": "lunch", "x": 1, "document": {"y": 1, "type": "z"}}
    assert faults(body) == {
        "x": "unknown_field",
        "mode": "unknown_value",
        "stop": "unknown_value",
        "document.y": "unknown_field",
        "document.type": "unknown_value",
    }


def test_it_does_not_repeat_a_flood_of_unknown_fields() -> None:
    assert len(faults({f"f{number}": 1 for number in range(2000)})) == 20


@pytest.mark.parametrize("body", ["[]", "{", "null", '{"on": NaN}', "[" * 5000])
def test_it_refuses_a_body_that_is_no_object(body: str) -> None:
    assert faults(body) == {"body": "malformed"}


def test_it_refuses_another_content_type_and_another_verb() -> None:
    assert Client().post(PATH, {"mode": "air"}).status_code == 415
    assert Client().get(PATH).status_code == 405


def test_it_is_described_for_programs() -> None:
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    assert paths[PATH]["post"]["operationId"] == "find_eligibility"


def test_it_decides_in_less_than_a_tenth_of_a_millisecond() -> None:
    body = traveler()
    answer_for(body)
    best = min(_processor_time_of(body) for _ in range(5))
    assert best < 100e-6


def _processor_time_of(body: dict[str, object]) -> float:
    from guichet.eligibility import facts
    from guichet.eligibility.content import law
    from guichet.eligibility.rules import decide

    person, _ = facts.read(body, law().codes)
    at = law().noon_of(law().starts_at.date())
    start = time.process_time()
    for _ in range(1000):
        decide(person, law(), at=at)
    return (time.process_time() - start) / 1000
