"""What programs send is taken field by field: read as on the pages, and each fault is named."""

from typing import Annotated

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pydantic import Field

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.shapes import (
    MOST_ERRORS,
    NothingIn,
    Reads,
    RequestBody,
    fitting,
    misfits,
    read_typed,
    takes,
)


class Visit(RequestBody):
    name: Annotated[str, Field(max_length=10)]
    places: int = 1
    note: Annotated[str, Reads(str.upper)] = ""
    family: str | None = None


def test_it_finds_nothing_wrong_with_what_fits() -> None:
    assert misfits(Visit, {"name": "Ada"}) == {}
    assert misfits(Visit, {"name": "Ada", "places": 2, "note": "x", "family": None}) == {}


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "name", "required"),
        ({"name": None}, "name", "required"),
        ({"name": 5}, "name", "malformed"),
        ({"name": ["Ada"]}, "name", "malformed"),
        ({"name": "x" * 11}, "name", "too_long"),
        ({"name": "Ada", "places": "many"}, "places", "malformed"),
        ({"name": "Ada", "pin": "1"}, "pin", "unknown_field"),
        ({"name": "Ada", "x" * 500: "1"}, "x" * 100, "unknown_field"),
    ],
)
def test_it_names_what_does_not_fit(body: dict[str, object], field: str, code: str) -> None:
    assert misfits(Visit, body) == {field: code}


def test_it_names_all_that_is_wrong_at_once_but_not_without_end() -> None:
    assert misfits(Visit, {"places": "x", "pin": 1}) == {
        "pin": "unknown_field",
        "name": "required",
        "places": "malformed",
    }
    assert len(misfits(Visit, {f"field {number}": 1 for number in range(500)})) == MOST_ERRORS


def test_it_reads_a_text_as_its_field_says() -> None:
    assert read_typed(Visit, {"note": "loud", "places": 2}) == {"note": "LOUD", "places": 2}


def test_an_optional_field_that_is_null_is_as_if_it_were_left_out() -> None:
    assert read_typed(Visit, {"name": None, "family": None}) == {"name": None}


def test_it_describes_the_body_and_the_headers_that_it_takes() -> None:
    described = takes(Visit, has_price=True)
    schema = described["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["name"]
    assert schema["additionalProperties"] is False
    names = [header["name"] for header in described["parameters"]]
    assert names == ["Guichet-Proof", "Idempotency-Key"]
    assert len(takes(Visit)["parameters"]) == 1
    assert not takes(Visit, required=False)["requestBody"]["required"]


def sent_as(content: str) -> HttpRequest:
    return RequestFactory().post("/", content, content_type="application/json")


def test_a_body_that_fits_is_given_as_it_is_read() -> None:
    request = sent_as('{"name": " Zoe\\u0308 ", "note": "loud", "family": null}')
    assert fitting(request, Visit) == {"name": "Zoë", "note": "LOUD"}


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        ('{"places": "many"}', {"name": "required", "places": "malformed"}),
        ('{"name": "a\\u0000b"}', {"name": "malformed"}),
        ('{"name": "Ada", "__class__": 1}', {"__class__": "unknown_field"}),
        ("[]", {"body": "malformed"}),
    ],
)
def test_a_body_that_does_not_fit_is_refused_with_all_that_is_wrong(
    content: str, errors: dict[str, str]
) -> None:
    with pytest.raises(Obstacle) as refusal:
        fitting(sent_as(content), Visit)
    assert (refusal.value.code, refusal.value.facts) == ("invalid", {"errors": errors})


def test_a_call_without_fields_takes_no_body_and_an_empty_one() -> None:
    assert fitting(sent_as(""), NothingIn, may_be_empty=True) == {}
    assert fitting(sent_as("{}"), NothingIn) == {}
    with pytest.raises(Obstacle):
        fitting(sent_as('{"name": "Ada"}'), NothingIn)


def test_a_field_that_is_read_in_its_own_way_may_have_limits_beside_it() -> None:
    class Note(RequestBody):
        text: Annotated[str, Field(max_length=5), Reads(str.upper)]

    assert read_typed(Note, {"text": "loud", "other": " ٤ "}) == {"text": "LOUD", "other": "4"}
    assert misfits(Note, {"text": "LOUDER"}) == {"text": "too_long"}
