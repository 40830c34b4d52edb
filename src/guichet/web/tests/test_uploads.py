"""Files that browsers send: thrown away, but the one that a page asks for; never too much of it."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import SkipFile
from django.test import RequestFactory

from guichet.web.forms.uploads import MOST_ANYWHERE, NoFiles, OneFile

PIECE = bytes(64 * 1024)


def test_it_keeps_the_file_that_was_asked_for() -> None:
    handler = OneFile(largest=1000, field="paper")
    handler.new_file("paper", "a.pdf")
    handler.receive_data_chunk(b"one", 0)
    handler.receive_data_chunk(b"two", 3)
    assert (handler.name, bytes(handler.content), handler.is_too_large) == (
        "a.pdf",
        b"onetwo",
        False,
    )


def test_it_holds_no_more_than_the_largest_however_much_comes() -> None:
    handler = OneFile(largest=len(PIECE) * 3, field="paper")
    handler.new_file("paper", "a.pdf")
    for number in range(100):
        handler.receive_data_chunk(PIECE, number * len(PIECE))
        assert len(handler.content) <= handler.largest
    assert handler.is_too_large
    assert not handler.content


def test_it_throws_other_files_away() -> None:
    handler = OneFile(largest=1000, field="paper")
    with pytest.raises(SkipFile):
        handler.new_file("other", "a.pdf")
    handler.new_file("paper", "a.pdf")
    with pytest.raises(SkipFile):
        handler.new_file("paper", "b.pdf")
    with pytest.raises(SkipFile):
        NoFiles().new_file("paper", "a.pdf")


def test_it_reads_no_body_that_can_only_be_files() -> None:
    with pytest.raises(RequestDataTooBig):
        NoFiles().handle_raw_input(None, {}, MOST_ANYWHERE + 1, b"")
    NoFiles().handle_raw_input(None, {}, MOST_ANYWHERE, b"")


def test_it_keeps_no_file_of_a_page_that_asks_for_none() -> None:
    body = "--x\r\nContent-Disposition: form-data; name=a; filename=a.txt\r\n\r\nfile\r\n--x--\r\n"
    request = RequestFactory().post("/", body, content_type="multipart/form-data; boundary=x")
    assert not request.FILES
