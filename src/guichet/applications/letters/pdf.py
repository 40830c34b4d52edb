"""A letter as a file: the words of the mail, set as a tagged PDF (PDF/UA-1).

No file holds a PIN or a code: files are kept, passed on and found again on shared computers.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from guichet.applications import numbers
from guichet.applications.letters import body as letters_body
from guichet.applications.letters.parts import Sheet
from guichet.applications.models import Correspondence
from guichet.eligibility.programme import programme
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_day
from guichet.post import file_names, fonts, issuer
from guichet.post.mail_body import (
    Attachment,
    Block,
    Checklist,
    Facts,
    InLanguage,
    Link,
    Quotation,
)
from guichet.post.tongues import SPACES, pieces, tongue
from guichet.post.typesetting import as_json, typeset
from guichet.web.formats.dates import plain_day
from guichet.web.languages import ALL
from guichet.web.sentences import page_of_pages
from guichet.web.words import texts

LONGEST_WORD = 50  # letters, which a line holds
ZERO_WIDTH = "\u200b"  # a space
NEVER_A_FILE = frozenset({"numbers", "prove_email"})

type Words = dict[str, Any]

TEMPLATE = Path(__file__).parent / "typst" / "letter.typ"


def is_printed(letter: Correspondence) -> bool:
    """Tell whether a letter may be had as a file."""
    return letter.kind in letters_body.SHOWS and letter.kind not in NEVER_A_FILE


def pdf(letter: Correspondence) -> bytes:
    """Return a letter with its summary; raise Obstacle for one that is never a file."""
    if not is_printed(letter):
        raise Obstacle("not_found")
    summary = letters_body.summary(letter)
    inputs = {
        "letter": as_json(_letter(Sheet(letter, letter.letter_language))),
        "summary": as_json(_summary(summary), plain_arabic=True, marked=True),
        "author": issuer.name(letter.letter_language),
    }
    return typeset(TEMPLATE, inputs)


def attachments(letter: Correspondence) -> tuple[Attachment, ...]:
    """Return the file that goes with the mail of a letter, if it has one."""
    if not is_printed(letter):
        return ()
    return (Attachment(name(letter), "application/pdf", pdf(letter)),)


def name(letter: Correspondence) -> str:
    """Return the name of the file, which says nothing about the person or the decision."""
    return f"{file_names.letter(letter.letter_language, at=letter.at)}.pdf"


def _letter(sheet: Sheet) -> Words:
    language, letter = sheet.language, sheet.letter
    return {
        **tongue(language),
        "fonts": fonts.families(language),
        "title": sheet.of_kind("subject"),
        "service": texts("eta").get("home.title", language).text,
        # Nobody signs a letter of the demonstration: it is no authority's.
        "issuer": "" if settings.AGENCY.is_demonstration else issuer.name(language),
        "address": programme().address(language),
        "date": plain_day(authority_day(letter.at), language),
        "number": {
            "label": sheet.say("label.number"),
            "value": numbers.for_people(letter.application.number),
        },
        "parts": _parts(letters_body.opening(sheet, without=("number",))),
        "safety": [block.text for block in letters_body.safety(sheet)],
        "page": page_of_pages(language),
    }


def _parts(blocks: Sequence[Block]) -> list[Words]:
    return [_part(block) for block in blocks]


def _part(block: Block) -> Words:
    match block:
        case Facts(rows):
            facts = [{"label": label, "value": _broken(value)} for label, value in rows]
            return {"kind": "facts", "rows": facts}
        case Checklist(heading, lines):
            entries = [
                {"text": _broken(line), "detail": [_broken(kind) for kind in kinds]}
                for line, kinds in lines
            ]
            return {"kind": "list", "heading": heading, "lines": entries}
        case Link(url):
            return {"kind": "link", "url": url}
        case Quotation(heading, lines, language):
            return {
                "kind": "quotation",
                **tongue(language),
                "fonts": fonts.families(language),
                "heading": heading,
                "lines": [_broken(line) for line in lines],
            }
        case InLanguage():
            raise AssertionError("A summary is set beside the parts of a letter.")
    return {"kind": "paragraph", "text": _broken(block.text), "strong": block.strong}


def _broken(text: str) -> Words:
    """Return a text that may go on in the next line inside a name longer than a line."""
    return {"text": text, "pieces": pieces(text, longest=LONGEST_WORD)}


def _loose(text: str) -> str:
    """Return a text in which a line may end inside a word that is longer than a line.

    Boxes, as in other letters, would stand from right to left, and the word with them.
    """
    words = (pieces(word, longest=LONGEST_WORD) for word in SPACES.split(text))
    return "".join(ZERO_WIDTH.join(parts) for parts in words)


def _summary(summary: InLanguage) -> Words:
    is_rtl = ALL[summary.language].direction == "rtl"
    return {
        **tongue(summary.language),
        "fonts": fonts.families(summary.language),
        "heading": summary.heading,
        "sentences": [_broken(_loose(text) if is_rtl else text) for text in summary.sentences],
        "url": summary.url,
    }
