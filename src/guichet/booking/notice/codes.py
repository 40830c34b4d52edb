"""The square code that the desk reads: the confirmation number and nothing else."""

import segno

from guichet.booking.notice.appointment import AppointmentNotice

PREFIX = "GUICHET:1:"  # the 1 is the version of what follows


def payload(notice: AppointmentNotice) -> str:
    """Return what the code holds: no PIN and nothing about the person."""
    return PREFIX + notice.confirmation_number


def qr_svg(notice: AppointmentNotice) -> str:
    """Return the code as a small SVG without style attributes, for paper and for pages.

    The page around it gives it its role and its words; `light` keeps it readable on dark pages.
    """
    return svg_of(payload(notice))


def svg_of(text: str) -> str:
    """Return the square code of any text, drawn in the same way."""
    code = segno.make(text, error="m", micro=False)
    return code.svg_inline(
        border=2, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
