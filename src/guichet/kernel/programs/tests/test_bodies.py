"""A body is read whether its length was told or it comes in pieces."""

from io import BytesIO

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.bodies import LARGEST, read_object


def in_pieces(content: bytes) -> HttpRequest:
    """Return a request as the server hands it on when nobody told how long its body is."""
    request = RequestFactory().post(
        "/", content_type="application/json", headers={"Transfer-Encoding": "chunked"}
    )
    request.META["CONTENT_LENGTH"] = ""
    request.META["wsgi.input"] = BytesIO(content)
    return request


def test_it_reads_a_body_that_comes_in_pieces() -> None:
    assert read_object(in_pieces(b'{"slot": "7"}')) == {"slot": "7"}


def test_it_stops_reading_where_a_body_is_too_large() -> None:
    with pytest.raises(Obstacle, match="too_large"):
        read_object(in_pieces(b'"' + b"a" * LARGEST + b'"'))
