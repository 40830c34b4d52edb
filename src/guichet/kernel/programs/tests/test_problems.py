"""A problem document says what stands in the way: to programs by a code, to people in words."""

import json

import pytest
from django.conf import settings
from django.http import HttpResponse

from guichet.kernel.programs import problems
from guichet.kernel.programs.problems import STATUS, TITLES, WIDER, field_error, problem


def body_of(answer: HttpResponse) -> dict[str, object]:
    document: dict[str, object] = json.loads(answer.content)
    return document


@pytest.mark.parametrize("code", sorted(STATUS))
def test_every_code_has_a_document(code: str) -> None:
    answer = problem(code, detail="Désolé.", language="fr")
    assert answer.status_code == STATUS[code]
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Content-Language"] == "fr"
    assert answer["Cache-Control"] == "no-store"
    document = body_of(answer)
    assert document["type"] == f"{settings.PUBLIC_URL}/api/v1/docs#{code}"
    assert document["title"] == TITLES[code]
    assert (document["code"], document["detail"]) == (code, "Désolé.")
    assert document["status"] == answer.status_code
    assert ("errors" in document) == (answer.status_code == 422)


def test_no_code_goes_without_a_title() -> None:
    assert set(STATUS) == set(TITLES)
    assert len(set(TITLES.values())) == len(TITLES), "each says something of its own"


def test_it_names_what_is_wrong_under_the_code_that_programs_know() -> None:
    errors = [
        field_error("email", "email_signs", detail="Look at the signs."),
        field_error("phone", "ambiguous", detail="Which one?", choices=["+1", "+52"]),
        field_error("name", "required", detail="Write it.", choices=[]),
    ]
    document = body_of(problem("invalid", detail="x", language="en", errors=errors))
    assert document["errors"] == [
        {"field": "email", "code": "malformed", "detail": "Look at the signs."},
        {"field": "phone", "code": "ambiguous", "detail": "Which one?", "choices": ["+1", "+52"]},
        {"field": "name", "code": "required", "detail": "Write it."},
    ]
    assert not set(WIDER) & set(WIDER.values()), "what is wider is never made wider again"


def test_it_says_when_to_come_back_and_whatever_else_is_known() -> None:
    answer = problem("too_many", detail="x", language="en", retry_after=0, reference="234-56Q")
    assert answer["Retry-After"] == "0"
    assert body_of(answer)["reference"] == "234-56Q"
    assert "Retry-After" not in problem("too_many", detail="x", language="en")


def test_it_answers_where_a_field_is_named_with_half_a_character() -> None:
    errors = [field_error("\ud83d", "unknown_field", detail="Nothing is called so.")]
    document = body_of(problem("invalid", detail="x", language="en", errors=errors))
    assert document["errors"][0]["field"] == "?"  # type: ignore[index]


def test_an_answer_writes_its_words_out() -> None:
    answer = problems.answer({"name": "최별"}, status=201, language="ko")
    assert answer.status_code == 201
    assert "최별" in answer.content.decode()
    assert answer["Content-Language"] == "ko"
    assert "Content-Language" not in problems.answer({})
