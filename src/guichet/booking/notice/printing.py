"""Print the notice of an appointment: its words, set as a tagged PDF."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from guichet.booking.notice import codes, contents
from guichet.booking.notice.appointment import AppointmentNotice
from guichet.post import fonts
from guichet.post.tongues import own
from guichet.post.typesetting import as_json, typeset

TEMPLATE = Path(__file__).parent / "typst" / "appointment.typ"


def pdf(notice: AppointmentNotice) -> bytes:
    """Return the printed notice: a tagged PDF in the person's language, PDF/UA-1."""
    words = contents.printed(notice)
    words["fonts"] = fonts.families(notice.language)
    words["code"] = codes.qr_svg(notice)
    inputs = {
        "notice": as_json(words, plain_arabic=True),
        "person": as_json(own(notice.name)),
    }
    return typeset(TEMPLATE, inputs)


def pdf_set(notices: Sequence[AppointmentNotice]) -> bytes:
    """Return several notices as one file for a printer; a single one as `pdf` makes it."""
    files = [pdf(notice) for notice in notices]
    if len(files) == 1:
        return files[0]
    import pikepdf  # noqa: PLC0415  large, and few come together

    together = pikepdf.Pdf.new()
    for file in files:
        with pikepdf.Pdf.open(BytesIO(file)) as notice:
            together.pages.extend(notice.pages)
    target = BytesIO()
    together.save(target)
    return target.getvalue()
