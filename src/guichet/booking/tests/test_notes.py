"""For how long a browser may see an appointment that was opened in it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from guichet.booking.clients import notes

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def request_with(**cookies: str) -> HttpRequest:
    """Return a request of a browser that keeps these cookies."""
    request = RequestFactory().get("/en/")
    request.COOKIES.update(cookies)
    return request


@pytest.mark.parametrize(
    ("shared", "minutes", "record"), [("", 30, 7), ("", 31, None), ("1", 10, 7), ("1", 11, None)]
)
def test_a_notice_stays_open_for_a_while(shared: str, minutes: int, record: int | None) -> None:
    response = HttpResponse()
    notes.keep(request_with(), response, record=7, generation=2, now=NOW)
    note = response.cookies["guichet_notice"].value
    request = request_with(guichet_notice=note, guichet_shared=shared)
    notice = notes.read(request, now=NOW + timedelta(minutes=minutes))
    assert (notice.record if notice else None) == record
    assert notice is None or notice.generation == 2


def test_a_forged_notice_opens_nothing() -> None:
    assert notes.read(request_with(guichet_notice="WzcsMV0:x:y"), now=NOW) is None
    assert notes.read(request_with(guichet_notice=""), now=NOW) is None
