"""What programs send is taken field by field: read as on the pages, and each fault is named."""

from typing import Annotated

import pytest
from pydantic import Field

from guichet.kernel.programs.shapes import (
    MOST_ERRORS,
    Reads,
    RequestBody,
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
