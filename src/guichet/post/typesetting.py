"""Set words as a tagged PDF with Typst: the part that every printed page shares."""

import json
import logging
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from guichet.agency.logo import ratio
from guichet.post import fonts
from guichet.web.pages.face import colored

if TYPE_CHECKING:
    import typst

# Arabic is written without them; with them, Typst makes a file in which a reader of the screen
# finds the letter below twice. A name keeps the marks that its owner typed.
VOWEL_MARKS = dict.fromkeys(range(0x064B, 0x0653))

# In a mail they keep a number whole inside Arabic. On paper `apart` of the look does that: it finds
# by them what it sets apart, and leaves them out, for they would be copied out of the file with the
# words, one at each end of an address.
ISOLATES = dict.fromkeys(range(0x2066, 0x206A))

RIGHT_TO_LEFT = b"/Direction/R2L"

LOOK = Path(__file__).parent / "typst" / "look.typ"
log = logging.getLogger(__name__)
_of_this_thread = threading.local()


def as_json(words: object, *, plain_arabic: bool = False, marked: bool = False) -> str:
    """Return words as a template reads them; `plain_arabic` leaves the vowel marks out.

    `marked` keeps the isolates, for a template that sets every one of these words by `apart`.
    """
    text = json.dumps(words, ensure_ascii=False)
    text = text if marked else text.translate(ISOLATES)
    return text.translate(VOWEL_MARKS) if plain_arabic else text


def typeset(template: Path, inputs: Mapping[str, str]) -> bytes:
    """Return the page that a template makes, after the look of all of them, PDF/UA-1.

    A name in a script that no font of ours has would break that promise, and Typst refuses to
    make it. The page then comes without the mark of PDF/UA rather than not at all.
    """
    import typst  # noqa: PLC0415  large, and of use once something is printed

    try:
        return _compile(template, inputs, accessible=True)
    except typst.TypstError:
        log.warning("A page was printed without PDF/UA: a character of it is in no font.")
        return _compile(template, inputs, accessible=False)


def _compile(template: Path, inputs: Mapping[str, str], *, accessible: bool) -> bytes:
    page = _compiler().compile(
        _source(template),
        format="pdf",
        sys_inputs=dict(inputs),
        pdf_standards=["ua-1"] if accessible else [],
    )
    assert isinstance(page, bytes)
    # The mark says that facing pages lie from right to left, which one sheet of paper need not say.
    # Because of it PDFium, which is what Chrome reads with, turns the parts of every line round: a
    # PIN of 047 512 becomes 512 047. As many blanks keep every place in the file where it was.
    return page.replace(RIGHT_TO_LEFT, b" " * len(RIGHT_TO_LEFT))


def _compiler() -> "typst.Compiler":
    """Return this thread's compiler: it is not shared, and it is fast once warm."""
    import typst  # noqa: PLC0415  large, and of use once something is printed

    if not hasattr(_of_this_thread, "compiler"):
        _of_this_thread.compiler = typst.Compiler(
            font_paths=fonts.collection(), ignore_system_fonts=True
        )
    compiler: typst.Compiler = _of_this_thread.compiler
    return compiler


@cache
def _source(template: Path) -> bytes:
    return _face().encode() + LOOK.read_bytes() + template.read_bytes()


def _face() -> str:
    """Return the agency's colors and logo as the look reads them."""
    colors, logo = settings.AGENCY.colors, settings.AGENCY.logo
    drawing = json.dumps(colored(logo, colors.brand), ensure_ascii=False) if logo else "none"
    return (
        f'#let accent = rgb("{colors.brand}")\n#let tint = rgb("{colors.tint}")\n'
        f"#let logo = {drawing}\n#let logo-ratio = {ratio(logo):.4f}\n"
    )
