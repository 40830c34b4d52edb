"""One page of a paper that was made anew, as a picture in the width in which somebody reads it."""

import io
from typing import TYPE_CHECKING

from PIL import Image

from guichet.applications.papers.workshop.result import NewPaper, Refused

if TYPE_CHECKING:
    import pypdfium2

MOST_DRAWN = 16_000_000  # pixels of one page: a sheet of A4 that is 3,300 wide
WIDEST = 3_300
QUALITY = 84  # at which small print stays sharp
_FORMATS = {"jpeg": ("JPEG",), "png": ("PNG",)}


def prepare(kind: str) -> None:
    """Load all that drawing may need, by drawing an empty page."""
    sample = Image.new("RGB", (8, 8))
    for form in ("JPEG", "PNG"):
        buffer = io.BytesIO()
        sample.save(buffer, form)
        _of_picture(buffer.getvalue(), form.lower(), width=4)
    if kind == "pdf":
        import pypdfium2  # noqa: PLC0415  large, and of no use to a picture

        document = pypdfium2.PdfDocument.new()
        document.new_page(8, 8)
        _drawn(document[0], width=8)


def draw(content: bytes, kind: str, *, page: int, width: int) -> NewPaper:
    """Return a page, the first is 1, as a JPEG; raise Refused for one that is not there."""
    if kind != "pdf" and page != 1:
        raise Refused("unreadable")
    width = min(width, WIDEST)
    if kind == "pdf":
        image = _of_pdf(content, page=page, width=width)
    else:
        image = _of_picture(content, kind, width=width)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY)
    return NewPaper(kind="jpeg", pages=1, content=buffer.getvalue())


def _of_pdf(content: bytes, *, page: int, width: int) -> Image.Image:
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(content)
    if not 1 <= page <= len(document):
        raise Refused("unreadable")
    return _drawn(document[page - 1], width=width)


def _drawn(page: "pypdfium2.PdfPage", *, width: int) -> Image.Image:
    wide, high = (max(side, 1) for side in page.get_size())
    scale = min(width / wide, (MOST_DRAWN / (wide * high)) ** 0.5)
    picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return picture.convert("RGB")


def _of_picture(content: bytes, kind: str, *, width: int) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # the workshop has written it, within limits of its own
    image = Image.open(io.BytesIO(content), formats=_FORMATS[kind])
    wide, high = image.size
    scale = min(1, width / wide, (MOST_DRAWN / (wide * high)) ** 0.5)
    size = (max(round(wide * scale), 1), max(round(high * scale), 1))
    image.draft(None, size)
    return image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
