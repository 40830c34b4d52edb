"""What programs send is one JSON object of a bounded size, or they are told what it is not."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, UnreadablePostError
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.bodies import (
    LARGEST,
    is_readable,
    read_object,
    unreadable_fields,
)

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(), values, max_size=3),
    max_leaves=6,
)
MALFORMED = {"body": "malformed"}


def request_with(
    content: bytes | str, kind: str = "application/json", **head: object
) -> HttpRequest:
    return RequestFactory().post("/", content, content_type=kind, **head)  # type: ignore[arg-type]


def refused(request: HttpRequest, *, may_be_empty: bool = False) -> Obstacle:
    with pytest.raises(Obstacle) as refusal:
        read_object(request, may_be_empty=may_be_empty)
    return refusal.value


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_it_reads_every_object_that_is_json(content: dict[str, object]) -> None:
    assert read_object(request_with(json.dumps(content))) == content
    assert read_object(request_with(json.dumps(content, ensure_ascii=False))) == content


@given(JSON.filter(lambda value: not isinstance(value, dict)))
def test_what_is_no_object_is_malformed(content: Any) -> None:
    assert refused(request_with(json.dumps(content))).facts == {"errors": MALFORMED}


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"a": NaN}',
        b'{"a": [Infinity]}',
        b'{"a": -Infinity}',
        b'{"a": 1} {"b": 2}',
        b"a=1",
        b" ",
        b'\xff{"a": 1}',
        b'{"a": "\xff"}',
        '{"a": 1}'.encode("utf-16"),
        b'{"a": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        b'{"a": ' + b"9" * 10_000 + b"}",
    ],
    ids=lambda content: str(content[:12]),
)
def test_what_cannot_be_read_is_malformed_and_no_fault_of_ours(content: bytes) -> None:
    obstacle = refused(request_with(content))
    assert (obstacle.code, obstacle.facts) == ("invalid", {"errors": MALFORMED})
    assert obstacle.__cause__ is None, "what the parser says may quote the body"


def test_the_last_of_two_fields_of_one_name_is_taken() -> None:
    assert read_object(request_with('{"a": 1, "a": 2}')) == {"a": 2}


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "json"])
def test_another_kind_of_content_is_told_as_such(kind: str) -> None:
    assert refused(request_with(b"{}", kind)).code == "wrong_content_type"


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8"])
def test_json_is_json_whatever_is_said_of_its_letters(kind: str) -> None:
    assert read_object(request_with('{"a": "é"}', kind)) == {"a": "é"}


def test_no_body_is_asked_for_where_one_is_needed() -> None:
    obstacle = refused(request_with(b"", "text/plain"))
    assert (obstacle.code, obstacle.facts) == ("invalid", {"errors": {"body": "required"}})
    assert read_object(request_with(b"", "text/plain"), may_be_empty=True) == {}
    assert refused(request_with(b"x"), may_be_empty=True).facts == {"errors": MALFORMED}


def with_length(content: bytes) -> bytes:
    """Return an object of JSON that is as long as a content."""
    return b'{"a":"' + b"a" * (len(content) - 8) + b'"}'


def test_the_largest_body_is_read_and_one_byte_more_is_not() -> None:
    largest = with_length(b"x" * LARGEST)
    assert len(largest) == LARGEST
    assert set(read_object(request_with(largest))) == {"a"}
    assert refused(request_with(largest + b" ")).code == "too_large"


def test_a_body_that_comes_in_pieces_has_the_same_end() -> None:
    def pieces(content: bytes, coding: str = "Chunked") -> HttpRequest:
        request = request_with(b"{}", HTTP_TRANSFER_ENCODING=coding)
        request.META |= {"CONTENT_LENGTH": "", "wsgi.input": BytesIO(content)}
        return request

    largest = with_length(b"x" * LARGEST)
    assert set(read_object(pieces(largest))) == {"a"}
    assert set(read_object(pieces(largest, "gzip, chunked"))) == {"a"}
    assert refused(pieces(largest + b" ")).code == "too_large"
    assert refused(pieces(b"")).facts == {"errors": {"body": "required"}}


@pytest.mark.parametrize("length", ["many", "1e9", " "])
def test_a_length_that_is_no_number_fails_nobody(length: str) -> None:
    request = request_with(b"{}")
    request.META["CONTENT_LENGTH"] = length
    assert read_object(request) == {}


def test_a_length_that_is_told_is_believed_before_anything_is_read() -> None:
    request = request_with(b"{}")
    request.META["CONTENT_LENGTH"] = str(LARGEST + 1)
    request.META["wsgi.input"] = None
    assert refused(request).code == "too_large"


def test_a_smaller_limit_of_the_site_is_told_in_the_same_way(settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert refused(request_with(b'{"a": "1234567890"}')).code == "too_large"


def test_a_body_that_breaks_off_is_malformed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(HttpRequest):
        @property
        def body(self) -> bytes:
            raise UnreadablePostError("connection reset")

    assert refused(Broken()).facts == {"errors": MALFORMED}


@given(st.text())
def test_a_text_is_readable_where_a_table_can_keep_it(text: str) -> None:
    assert is_readable(text) is ("\x00" not in text)
    assert not is_readable(text + "\x00")


@pytest.mark.parametrize("sign", [*map(chr, (0, 0xD800, 0xDBFF, 0xDC00, 0xDFFF))], ids=ascii)
def test_the_fields_that_no_table_can_keep_are_named(sign: str) -> None:
    body = {"name": f"Ada{sign}", "note": "plain", "places": 7, "list": [sign], "none": None}
    assert unreadable_fields(body) == {"name": "malformed"}
    assert is_readable("\ud7ff\ue000")
