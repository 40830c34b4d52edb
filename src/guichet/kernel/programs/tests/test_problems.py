"""A problem document says what stands in the way: to programs by a code, to people in words."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs import problems, voices
from guichet.kernel.programs.problems import GENERAL, WIDER, Kind
from guichet.kernel.programs.voices import Voice

KINDS = {
    "no_room": Kind(
        status=409,
        title="No room is left",
        tells=("floor",),
        adds=lambda facts: {"doors": sorted(facts["rooms"])} if "rooms" in facts else {},
    ),
    "closed_door": Kind(status=401, title="The door is closed", challenge="Basic"),
}


def say(code: str, language: str, *, retry_after: int | None = None) -> str:
    return f"{language}: {code} {retry_after}"


def language(request: HttpRequest) -> str:
    return request.headers.get("Accept-Language", "en")


ALL_CALLS = Voice(
    prefixes=("/",), say=say, say_of_field=lambda *words: "Whichever.", language=language
)
ROOMS = Voice(
    prefixes=("/rooms/",),
    kinds=KINDS,
    say=say,
    say_of_field=lambda field, code, language: f"{language}: {field} {code}",
    language=language,
    wider={"too_small": "out_of_range"},
)


@pytest.fixture(autouse=True)
def _two_voices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "VOICES", [ROOMS, ALL_CALLS])


def refuse(code: str, *, path: str = "/rooms/7", **facts: object) -> tuple[HttpResponse, Any]:
    request = RequestFactory().get(path, headers={"Accept-Language": "fr"})
    answer = voices.refuse(request, Obstacle(code, **facts))
    return answer, json.loads(answer.content)


@pytest.mark.parametrize("code", [*GENERAL, *KINDS])
def test_every_code_has_a_document(code: str) -> None:
    kind = {**GENERAL, **KINDS}[code]
    answer, document = refuse(code)
    assert answer.status_code == document["status"] == kind.status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Content-Language"] == "fr"
    assert answer["Cache-Control"] == "no-store"
    assert document["type"] == f"{settings.PUBLIC_URL}/api/v1/docs#{code}"
    assert (document["code"], document["title"]) == (code, kind.title)
    assert document["detail"] == f"fr: {code} None"
    assert ("errors" in document) == (kind.status == 422)


def test_each_title_says_something_of_its_own() -> None:
    assert len({kind.title for kind in GENERAL.values()}) == len(GENERAL)


def test_the_closest_address_has_the_word() -> None:
    assert refuse("no_room")[1]["code"] == "no_room"
    with pytest.raises(LookupError, match="no_room"):
        refuse("no_room", path="/doors/7")


def test_a_code_that_is_none_of_the_calls_is_its_fields() -> None:
    answer, document = refuse("too_long", field="name")
    assert (answer.status_code, document["code"]) == (422, "invalid")
    assert document["errors"] == [
        {"field": "name", "code": "too_long", "detail": "fr: name too_long"}
    ]


def test_it_names_what_is_wrong_under_the_code_that_programs_know() -> None:
    errors = {"email": "email_signs", "room": "too_small", "phone": "ambiguous"}
    _, document = refuse("invalid", errors=errors, choices={"phone": ("+1", "+52"), "room": ()})
    assert document["errors"] == [
        {"field": "email", "code": "malformed", "detail": "fr: email email_signs"},
        {"field": "room", "code": "out_of_range", "detail": "fr: room too_small"},
        {
            "field": "phone",
            "code": "ambiguous",
            "detail": "fr: phone ambiguous",
            "choices": ["+1", "+52"],
        },
    ]
    assert not set(WIDER) & set(WIDER.values()), "what is wider is never made wider again"


def test_it_tells_what_its_kind_tells_and_nothing_else() -> None:
    _, document = refuse("no_room", floor=0, rooms={"b", "a"}, identity="somebody")
    assert document["floor"] == 0
    assert document["doors"] == ["a", "b"]
    assert "identity" not in document
    assert "rooms" not in document


def test_it_says_when_to_come_back_and_how_to_open() -> None:
    answer, document = refuse("too_many", retry_after=0)
    assert (answer["Retry-After"], document["detail"]) == ("0", "fr: too_many 0")
    assert "Retry-After" not in refuse("too_many")[0]
    assert refuse("closed_door")[0]["WWW-Authenticate"] == "Basic"


def test_other_words_may_fit_what_was_tried() -> None:
    assert refuse("no_room", words="no_room_tonight")[1]["detail"] == "fr: no_room_tonight None"


def test_a_fault_of_ours_is_told_with_its_reference() -> None:
    assert refuse("failed", reference="234-56Q")[1]["reference"] == "234-56Q"


def test_it_answers_where_a_field_is_named_with_half_a_character() -> None:
    _, document = refuse("invalid", errors={"\ud83d": "unknown_field"})
    assert document["errors"][0]["field"] == "?"


def test_an_answer_writes_its_words_out() -> None:
    answer = problems.answer({"name": "최별"}, status=201, language="ko")
    assert answer.status_code == 201
    assert "최별" in answer.content.decode()
    assert answer["Content-Language"] == "ko"
    assert "Content-Language" not in problems.answer({})
