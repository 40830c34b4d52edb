"""A request as Django reads it: header names that pass for others are not believed."""

from collections.abc import Iterable
from typing import Any

from guichet.serving.exchange import answer_of, environ_of
from guichet.serving.testing import scope_of


def test_it_believes_no_header_with_an_underscore() -> None:
    headers = [(b"x-forwarded-for", b"203.0.113.61"), (b"x_forwarded_for", b"10.1.2.3")]
    environ = environ_of(scope_of(headers=headers))
    assert environ["HTTP_X_FORWARDED_FOR"] == "203.0.113.61"
    assert "HTTP_X_FORWARDED_PROTO" not in environ_of(
        scope_of(headers=[(b"x_forwarded_proto", b"https")])
    )


def test_it_puts_headers_that_came_twice_together() -> None:
    headers = [
        (b"cookie", b"a=1"),
        (b"cookie", b"b=\xc3\xa9"),
        (b"x-forwarded-for", b"203.0.113.1"),
        (b"x-forwarded-for", b"203.0.113.2"),
    ]
    environ = environ_of(scope_of(headers=headers))
    assert environ["HTTP_COOKIE"] == "a=1; b=\xc3\xa9"
    assert environ["HTTP_X_FORWARDED_FOR"] == "203.0.113.1,203.0.113.2"


def test_it_reads_a_path_as_django_wants_it() -> None:
    environ = environ_of(scope_of(path=b"/en/%C3%A9%2F", query=b"a=%20"))
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/en/é/"
    assert environ["QUERY_STRING"] == "a=%20"


def test_it_closes_what_answered_and_tells_a_fault_without_its_words() -> None:
    closed: list[str] = []

    class Pieces(list[bytes]):
        def close(self) -> None:
            closed.append("yes")

    def two_pieces(environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return Pieces([b"one", b"two"])

    answer = answer_of(two_pieces, environ_of(scope_of()))
    assert (answer.status, answer.content, closed) == (200, b"onetwo", ["yes"])
    assert answer.headers == [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]

    def broken(environ: Any, start_response: Any) -> Iterable[bytes]:
        raise ValueError("a secret")

    answer = answer_of(broken, environ_of(scope_of()))
    assert answer.status == 500
    assert b"secret" not in answer.content
