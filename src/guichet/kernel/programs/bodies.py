"""What programs send: a JSON object, read without trust."""

import json
import re
from collections.abc import Mapping
from typing import NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError

from guichet.kernel.obstacles import Obstacle

LARGEST = 64 * 1024
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
BODY = "body"  # the field under which a body that cannot be read at all is reported


def read_object(request: HttpRequest, *, may_be_empty: bool = False) -> dict[str, object]:
    """Return the JSON object of a request's body, or raise Obstacle."""
    body = _bytes_of(request)
    if not body and may_be_empty:
        return {}
    if not body:
        raise Obstacle("invalid", errors={BODY: "required"})
    if request.content_type != "application/json":
        raise Obstacle("wrong_content_type")
    try:
        content = _DECODER.decode(body.decode())
    except (ValueError, RecursionError):
        raise Obstacle("invalid", errors={BODY: "malformed"}) from None
    if not isinstance(content, dict):
        raise Obstacle("invalid", errors={BODY: "malformed"})
    return content


def is_readable(text: str) -> bool:
    """Tell whether a text has neither NUL nor half a character, which no table can keep.

    >>> is_readable("plain"), is_readable("a" + chr(0)), is_readable(chr(0xD800))
    (True, False, False)
    """
    return _UNREADABLE.search(text) is None


def unreadable_fields(body: Mapping[str, object]) -> dict[str, str]:
    """Return the fields whose text no table can keep, each with the code `malformed`."""
    return {
        field: "malformed"
        for field, value in body.items()
        if isinstance(value, str) and not is_readable(value)
    }


def _bytes_of(request: HttpRequest) -> bytes:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > LARGEST:
        raise Obstacle("too_large")
    if not length and "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        return _streamed(request)
    try:
        return request.body
    except RequestDataTooBig:
        raise Obstacle("too_large") from None
    except UnreadablePostError:
        raise Obstacle("invalid", errors={BODY: "malformed"}) from None


def _streamed(request: HttpRequest) -> bytes:
    """Return a body that came in pieces, without its length; Django reads nothing of such a one."""
    body = request.META["wsgi.input"].read(LARGEST + 1)
    if len(body) > LARGEST:
        raise Obstacle("too_large")
    return bytes(body)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)
