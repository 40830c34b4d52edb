"""What programs send, checked field by field against a shape; and how a shape is described."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.bodies import read_object, unreadable_fields
from guichet.kernel.reading import typed_text

_CODES = {"missing": "required", "string_too_long": "too_long"}
MOST_ERRORS = 20


@dataclass(frozen=True, slots=True)
class Reads:
    """How a field is read that is a name or a free text; it stands in the field's annotation."""

    by: Callable[[str], str]


class RequestBody(BaseModel):
    """What a program sends: nothing beside the fields that are named."""

    model_config = ConfigDict(extra="forbid")


class NothingIn(RequestBody):
    """A body without a field; none at all is as good."""


def fitting(
    request: HttpRequest, shape: type[BaseModel], *, may_be_empty: bool = False
) -> dict[str, object]:
    """Return the body of a request if it fits a shape, or raise Obstacle."""
    body = read_typed(shape, read_object(request, may_be_empty=may_be_empty))
    if wrong := misfits(shape, body):
        raise Obstacle("invalid", errors=wrong)
    return body


def read_typed(shape: type[BaseModel], body: Mapping[str, object]) -> dict[str, object]:
    """Return a body with its texts read as on the pages: by `plain`, or as the field `Reads`.

    An optional field that is null is as if it were left out.
    """
    readers = _readers(shape)
    return {
        field: readers.get(field, typed_text.plain)(value) if isinstance(value, str) else value
        for field, value in body.items()
        if value is not None or not _is_optional(shape, field)
    }


def _is_optional(shape: type[BaseModel], field: str) -> bool:
    return field in shape.model_fields and not shape.model_fields[field].is_required()


@cache
def _readers(shape: type[BaseModel]) -> Mapping[str, Callable[[str], str]]:
    return {
        name: mark.by
        for name, field in shape.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Reads)
    }


def misfits(shape: type[BaseModel], body: Mapping[str, object]) -> dict[str, str]:
    """Return the fields that do not fit a shape, each with its code."""
    shape_fields = shape.model_fields  # a property: one look at it is cheaper than one a field
    fields = {field: value for field, value in body.items() if field in shape_fields}
    wrong = {field[:100]: "unknown_field" for field in body if field not in fields}
    wrong |= unreadable_fields(fields)
    try:
        shape.model_validate(fields)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_context=False):
            field = str(fault["loc"][0])
            empty = field in fields and fields[field] is None
            code = "required" if empty else _CODES.get(fault["type"], "malformed")
            wrong.setdefault(field, code)
    return dict(list(wrong.items())[:MOST_ERRORS])


_PROOF = {
    "in": "header",
    "name": "Guichet-Proof",
    "required": False,
    "description": "After 429 `proof_needed`: base64 of `{challenge, solution}`, with the challenge"
    " of that answer (ALTCHA version 2) solved; several with commas between them. Without it, the"
    " same call goes on after `Retry-After`.",
    "schema": {"type": "string", "pattern": "^[ -~]*$"},
}


def takes(
    shape: type[BaseModel], *, required: bool = True, has_price: bool = False
) -> dict[str, Any]:
    """Describe the body of a call for OpenAPI, and the headers that it may have.

    One makes it safe to repeat; where it `has_price`, another pays it.
    """
    return {
        "requestBody": {
            "required": required,
            "content": {"application/json": {"schema": shape.model_json_schema()}},
        },
        "parameters": [
            *([_PROOF] if has_price else []),
            {
                "in": "header",
                "name": "Idempotency-Key",
                "required": False,
                "description": "Kept for 24 hours: the same key and body answer the same. Use at"
                " least 22 random characters, such as a UUID: a shorter key is yours only with"
                " the same credentials or from the same network.",
                "schema": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 255,
                    "pattern": "^[ -~]+$",
                },
            },
        ],
    }


class FieldErrorOut(Schema):
    """What is wrong with one field."""

    field: str
    code: str
    detail: str
    choices: list[str] = Field(
        default=[], description="With code `ambiguous`: what may have been meant, to send instead."
    )


class ProblemOut(Schema):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldErrorOut] = Field(default=[], description="With status 422.")
    challenge: dict[str, Any] | None = Field(
        default=None, description="With code `proof_needed`: the work to do, or wait `Retry-After`."
    )
    choices: list[str] = Field(
        default=[],
        description="With code `ambiguous`: the numbers that may be meant, as E.164.",
    )
    reference: str = Field(
        default="", description="From status 500 on: name it when you tell us of the error."
    )
