"""The notice as a page shows it: the words of the printed one, the code, the number spelled out."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from guichet.booking.notice import render
from guichet.booking.notice.appointment import AppointmentNotice
from guichet.booking.notice.contents import printed

# How letters are said on the telephone, in every language (ICAO Annex 10).
SPELLING = dict(
    zip(
        "ABCDEFGHJKMNPQRSTUVWXYZ",
        "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel Juliett Kilo Mike November Papa Quebec"
        " Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu".split(),
        strict=True,
    )
)


@dataclass(frozen=True)
class NoticePage:
    """A notice, its sentences, and what only a page can show."""

    notice: AppointmentNotice
    words: dict[str, Any]
    qr: Markup

    @property
    def spelled(self) -> list[tuple[str, str]]:
        """Return each character of the number and the word that names it on the telephone."""
        return [(sign, SPELLING.get(sign, sign)) for sign in self.notice.confirmation_number]


def page_of(notice: AppointmentNotice) -> NoticePage:
    """Return a notice ready to be shown."""
    code = Markup(render.qr_svg(notice))  # noqa: S704  Drawn by us; it holds nothing typed.
    return NoticePage(notice=notice, words=printed(notice), qr=code)
