"""A page leaves the house packed, whatever its size, and is the same when it is unpacked."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from guichet.web.wire import packing

ROW = "<tr><td>Ada Lovelace</td></tr>"
PAGE = (ROW * (packing.LARGE // len(ROW) + 1)).encode()


def sent(page: bytes, *, takes: str = "gzip, br", **headers: str) -> HttpResponse:
    """Return a page as it leaves the house."""
    request = RequestFactory().get("/", headers={"Accept-Encoding": takes})
    answer = packing.Packing(lambda _: HttpResponse(page, headers=headers))(request)
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("page", [PAGE, PAGE[:1000]], ids=["large", "small"])
def test_a_page_is_packed_for_whoever_takes_it_so(page: bytes) -> None:
    answer = sent(page, ETag='"7"')
    assert gzip.decompress(answer.content) == page
    assert int(answer["Content-Length"]) == len(answer.content) < len(page)
    assert (answer["Content-Encoding"], answer["Vary"]) == ("gzip", "Accept-Encoding")
    assert answer["ETag"] == 'W/"7"'  # other bytes, the same page
    plain = sent(page, takes="br")
    assert (plain.content, plain["Vary"]) == (page, "Accept-Encoding")


def test_from_its_size_nobody_guesses_what_a_page_says() -> None:
    assert len({len(sent(PAGE).content) for _ in range(20)}) > 1


def test_what_is_packed_already_is_not_packed_again() -> None:
    answer = sent(PAGE, **{"Content-Encoding": "br"})
    assert answer.content == PAGE
