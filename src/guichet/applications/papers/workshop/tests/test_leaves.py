"""A page of a paper as a picture: in the width that is asked for, within bounds."""

import io

import pikepdf
import pytest
from PIL import Image

from guichet.applications.papers.tests import files
from guichet.applications.papers.workshop import leaves, order
from guichet.kernel.obstacles import Obstacle


def size(content: bytes, kind: str, *, page: int = 1, width: int = 1000) -> tuple[int, int]:
    with Image.open(io.BytesIO(order.draw(content, kind, page=page, width=width))) as image:
        assert image.format == "JPEG"
        return image.size


def tall() -> bytes:
    """Return a PDF whose only page is as narrow and as high as a receipt of a kilometer."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 14_000))
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def test_it_draws_a_page_of_a_pdf_and_of_a_picture() -> None:
    wide, high = size(files.pdf(2), "pdf", page=2)
    assert (wide, high > 500) == (1000, True)
    assert size(files.photo(size=(2000, 1000)), "jpeg") == (1000, 500)
    assert size(files.photo("PNG", size=(200, 100)), "png") == (200, 100), "nothing is blown up"


def test_it_draws_no_more_than_it_has_room_for() -> None:
    new_paper = leaves.draw(tall(), "pdf", page=1, width=3000)
    with Image.open(io.BytesIO(new_paper.content)) as image:
        assert image.size[0] * image.size[1] <= leaves.MOST_DRAWN * 1.01


@pytest.mark.parametrize(("content", "kind", "page"), [(b"%PDF-1.7", "pdf", 1), (b"", "png", 2)])
def test_it_refuses_what_is_no_page(content: bytes, kind: str, page: int) -> None:
    with pytest.raises(Obstacle) as obstacle:
        order.draw(content, kind, page=page, width=1000)
    assert obstacle.value.code == "unreadable"


def test_it_keeps_nobody_waiting_while_others_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "PATIENCE_FOR_A_PAGE", 0.01)
    for _ in range(order.AT_ONCE):
        order._drawing.acquire()
    try:
        with pytest.raises(order.Unfinished):
            order.draw(files.pdf(1), "pdf", page=1, width=1000)
    finally:
        for _ in range(order.AT_ONCE):
            order._drawing.release()
