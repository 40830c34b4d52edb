"""Problem documents (RFC 9457): what a program gets when something stands in the way.

`code` is stable and meant for programs, `detail` is a sentence in the reader's language. The
titles are for people who write programs, and so in English only, as the field names are.
"""

import json
from collections.abc import Iterable, Mapping
from typing import NotRequired, TypedDict

from django.conf import settings
from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
INVALID = "invalid"

STATUS: Mapping[str, int] = {
    "wrong_credentials": 401,
    "wrong_host": 400,
    "wrong_token": 401,
    "cross_site": 403,
    "not_found": 404,
    "not_allowed": 405,
    "already_booked": 409,
    "already_cancelled": 409,
    "hold_expired": 409,
    "idempotency_key_reused": 409,
    "same_time": 409,
    "slot_closed": 409,
    "slot_full": 409,
    "too_many_for_contact": 409,
    "too_large": 413,
    "wrong_content_type": 415,
    INVALID: 422,
    "ambiguous": 422,
    "mistyped_number": 422,
    "proof_needed": 429,
    "too_many": 429,
    "failed": 500,
    "unavailable": 503,
}
TITLES: Mapping[str, str] = {
    "wrong_credentials": "The confirmation number and the PIN do not open an appointment",
    "wrong_host": "The site does not answer to this host name",
    "wrong_token": "The bearer token is missing or not right",
    "cross_site": "A page of another site sent the call",
    "not_found": "Nothing is known under this address or identifier",
    "not_allowed": "The method is not allowed here",
    "already_booked": "The client has an appointment for this service",
    "already_cancelled": "The appointment was cancelled before",
    "hold_expired": "The hold is over",
    "idempotency_key_reused": "The Idempotency-Key came with another body before",
    "same_time": "The client has another appointment at the same minute",
    "slot_closed": "The time is over or withdrawn",
    "slot_full": "No place is left at this time",
    "too_many_for_contact": "The phone or the e-mail address has many live appointments",
    "too_large": "The body is too large",
    "wrong_content_type": "The body is not JSON",
    "mistyped_number": "The check digits of the number do not fit",
    INVALID: "Something in the request is missing or not right",
    "ambiguous": "The phone number can be called in more than one country",
    "proof_needed": "The network has tried much: send a proof, or wait and send the same again",
    "too_many": "Too many calls or tries from this network",
    "failed": "Something went wrong on our side",
    "unavailable": "The service cannot answer at this moment",
}


# What the sentence beside a field says more precisely than the code that programs know.
WIDER: Mapping[str, str] = {
    "birth_in_future": "out_of_range",
    "birth_no_such_day": "malformed",
    "birth_no_such_month": "malformed",
    "birth_too_early": "out_of_range",
    "birth_year_four_digits": "malformed",
    "birth_year_digits": "out_of_range",
    "birth_year_in_future": "out_of_range",
    "birth_partly": "date_incomplete",
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


def field_error(
    field: str, code: str, *, detail: str, choices: Iterable[str] | None = None
) -> FieldError:
    """Return what is wrong with a field, under the code that programs know."""
    error: FieldError = {"field": field, "code": WIDER.get(code, code), "detail": detail}
    return {**error, "choices": list(choices)} if choices else error


def problem(
    code: str,
    *,
    detail: str,
    language: str,
    errors: Iterable[FieldError] = (),
    retry_after: int | None = None,
    **more: object,
) -> HttpResponse:
    """Return the answer for a code of STATUS, with whatever else the call's users are told."""
    if STATUS[code] == STATUS[INVALID]:
        more["errors"] = list(errors)
    heading = (STATUS[code], TITLES[code])
    answer = own_problem(code, heading, detail=detail, language=language, more=more)
    if retry_after is not None:
        answer["Retry-After"] = str(retry_after)
    return answer


def own_problem(
    code: str, heading: tuple[int, str], *, detail: str, language: str, more: Mapping[str, object]
) -> HttpResponse:
    """Return the answer for a code that a feature has for itself; `heading`: status and title."""
    status, title = heading
    document: dict[str, object] = {
        "type": f"{settings.PUBLIC_URL}/api/v1/docs#{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    # A field may be named with half a character; the answer has a question mark in its place.
    content = json.dumps(document, ensure_ascii=False).encode(errors="replace")
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers=headers)


def answer(shape: Mapping[str, object], *, status: int = 200, language: str = "") -> HttpResponse:
    """Return a JSON answer in which words are written out; told in which language, where it is."""
    content = json.dumps(shape, ensure_ascii=False)
    headers = {"Content-Language": language} if language else {}
    return HttpResponse(content, status=status, content_type="application/json", headers=headers)
