"""Problem documents (RFC 9457): what a program gets when something stands in the way.

`code` is stable and meant for programs, `detail` is a sentence in the reader's language. The
titles are for people who write programs, and so in English only, as the field names are. Here are
the codes that any call may answer with; what a feature has beside them it hands in (`voices`).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from django.conf import settings
from django.http import HttpResponse
from pydantic_core import to_json

MEDIA_TYPE = "application/problem+json"
INVALID = "invalid"
CONFLICT = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A code as programs know it: its status, its title, and what is told beside the sentence."""

    status: int
    title: str
    tells: tuple[str, ...] = ()  # facts of the obstacle that stand in the document
    adds: Callable[[Mapping[str, Any]], Mapping[str, object]] | None = (
        None  # what follows from them
    )
    challenge: str = ""  # of `WWW-Authenticate`
    asks_for_more: bool = False  # the same Idempotency-Key goes on with what is asked for
    record: str = ""  # the fact by which a conflict that was kept is told again


GENERAL: Mapping[str, Kind] = {
    "wrong_host": Kind(status=400, title="The site does not answer to this host name"),
    "wrong_token": Kind(
        status=401, title="The bearer token is missing or not right", challenge="Bearer"
    ),
    "cross_site": Kind(status=403, title="A page of another site sent the call"),
    "not_found": Kind(status=404, title="Nothing is known under this address or identifier"),
    "not_allowed": Kind(status=405, title="The method is not allowed here"),
    "idempotency_key_reused": Kind(
        status=409, title="The Idempotency-Key came with another body before"
    ),
    "too_large": Kind(status=413, title="The body is too large"),
    "wrong_content_type": Kind(status=415, title="The body is not JSON"),
    INVALID: Kind(status=422, title="Something in the request is missing or not right"),
    "proof_needed": Kind(
        status=429,
        title="The network has tried much: send a proof, or wait and send the same again",
        tells=("challenge",),
    ),
    "too_many": Kind(status=429, title="Too many calls or tries from this network"),
    "failed": Kind(status=500, title="Something went wrong on our side"),
    "unavailable": Kind(status=503, title="The service cannot answer at this moment"),
}
# Raised here, and told by each feature in its own words: what a number and a PIN open.
MISTYPED_NUMBER = Kind(status=422, title="The check digits of the number do not fit")


# What the sentence beside a field says more precisely than the code that programs know.
WIDER: Mapping[str, str] = {
    "doubled_code": "malformed",
    "email_domain": "malformed",
    "email_letters": "malformed",
    "email_signs": "malformed",
    "email_without_at": "malformed",
    "no_such_month": "no_such_day",
    "year_in_future": "in_future",
}


class FieldError(TypedDict):
    """What is wrong with one field of a request; what may have been meant, where that is known."""

    field: str
    code: str
    detail: str
    choices: NotRequired[list[str]]


def address_of(code: str) -> str:
    """Return where the page for people explains a code: the `type` of its documents."""
    return f"{settings.PUBLIC_URL}/api/v1/docs#{code}"


def problem(
    code: str, kind: Kind, *, detail: str, language: str, more: Mapping[str, object]
) -> HttpResponse:
    """Return the document of a code, with whatever else the call's users are told."""
    document: dict[str, object] = {
        "type": address_of(code),
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "code": code,
        **more,
    }
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    if kind.challenge:
        headers["WWW-Authenticate"] = kind.challenge
    # A field may be named with half a character; the answer has a question mark in its place.
    content = json.dumps(document, ensure_ascii=False).encode(errors="replace")
    return HttpResponse(content, status=kind.status, content_type=MEDIA_TYPE, headers=headers)


def answer(shape: Mapping[str, object], *, status: int = 200, language: str = "") -> HttpResponse:
    """Return a JSON answer in which words are written out; told in which language, where it is."""
    content = to_json(shape)
    headers = {"Content-Language": language} if language else {}
    return HttpResponse(content, status=status, content_type="application/json", headers=headers)
