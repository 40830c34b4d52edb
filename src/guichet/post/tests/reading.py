"""Reads printed pages as others do: two programs that take the text out, and a validator."""

import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator, Mapping

import pypdfium2
import pytest
from page import validate_pdf_bytes

from guichet.post.typesetting import ISOLATES, VOWEL_MARKS
from guichet.web.languages import ALL

# What tells a template how, and is not read by anybody.
HOW = {
    "alt",
    "code",
    "dir",
    "fonts",
    "kind",
    "lang",
    "marks",
    "page",
    "pieces",
    "region",
    "tag",
    "strong",
    "tel",
}
UNSPACED = ("ja", "ko", "zh-Hans", "zh-Hant")  # a line may end inside a word
_RIGHT_TO_LEFT = {"AL", "R"}
_LEFT_TO_RIGHT = {"L", "EN"}


def by_poppler(content: bytes) -> str:
    """Return the text as poppler gives it, without the marks that guide its drawing."""
    return tidy(copied_by_poppler(content))


def by_pdfium(content: bytes) -> str:
    """Return the text as PDFium gives it, the engine of Chrome and Edge, without such marks."""
    return tidy(copied_by_pdfium(content))


def copied_by_poppler(content: bytes) -> str:
    """Return every character that poppler gives."""
    if not shutil.which("pdftotext"):
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("pdftotext is not installed (Debian: apt install poppler-utils).")
    process = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True)
    assert process.returncode == 0, process.stderr
    return process.stdout.decode()


def copied_by_pdfium(content: bytes) -> str:
    """Return every character that PDFium gives."""
    document = pypdfium2.PdfDocument(content)
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in document)


READERS: Mapping[str, Callable[[bytes], str]] = {"poppler": by_poppler, "PDFium": by_pdfium}
COPIES = {"poppler": copied_by_poppler, "PDFium": copied_by_pdfium}


def tidy(text: str) -> str:
    """Return text without what only guides its drawing: marks of direction, ends of pages."""
    text = (
        text.translate(VOWEL_MARKS)
        .replace("\ufffe", "-")
        .replace("\x02", "-")
        .replace("\r\n", "\n")
    )
    characters = (character for character in text if unicodedata.category(character) != "Cf")
    return "".join(characters).replace("\f", "\n")


def check_read_back(content: bytes, words: object, *, language: str) -> None:
    """Assert that both programs find every sentence in its order, and the validator nothing."""
    for name, read in READERS.items():
        text, is_exact = read(content), name == "PDFium"
        missing = [
            sentence
            for sentence in sentences(words)
            if not stands(sentence, text, language, exact=is_exact)
        ]
        assert not missing, f"{name} does not find {missing} in:\n{text}"
    check_no_isolates(content)
    assert not faults(content)


def check_no_isolates(content: bytes) -> None:
    """Assert that nobody copies marks of direction out of a file with its words."""
    for name, copy in COPIES.items():
        marked = [line for line in copy(content).splitlines() if line != line.translate(ISOLATES)]
        assert not marked, f"{name} gives isolates in {marked}"


def sentences(words: object) -> Iterator[str]:
    """Return all that a page shows, from the words that a template is given."""
    if isinstance(words, str):
        yield words
    elif isinstance(words, Mapping):
        for key, value in words.items():
            yield from () if key in HOW else sentences(value)
    elif isinstance(words, list | tuple):
        for value in words:
            yield from sentences(value)


def lines(text: str) -> list[str]:
    """Return the lines of a text, without the spaces around them."""
    return [line.strip() for line in text.splitlines()]


def faults(content: bytes) -> list[str]:
    """Return what a validator of PDF/UA-1 has to say against a file."""
    return [str(failure) for failure in validate_pdf_bytes(content, profile="ua1").failures]


def stands(sentence: str, text: str, language: str, *, exact: bool) -> bool:
    """Tell whether a sentence is in a text, whichever way its lines were broken.

    In a line from right to left poppler puts a point or a bracket beside Latin or a number to the
    other side of it, so of such a sentence all words are compared in their order, without `exact`.
    """
    sentence, text = _plain(sentence, language), _plain(text, language)
    if sentence in text:
        return True
    if exact or (ALL[language].direction == "ltr" and not _is_mixed(sentence)):
        return False
    return f" {_words(sentence)} " in f" {_words(text)} "


def _plain(text: str, language: str) -> str:
    text = tidy(text)
    if language in UNSPACED:
        return "".join(text.split())
    return re.sub(r"[-/–] ?", "", " ".join(text.split()))  # poppler leaves them out at a line's end


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\u0620-\u06ff]+|[^\W_\u0620-\u06ff]+", text))


def _is_mixed(text: str) -> bool:
    classes = {unicodedata.bidirectional(character) for character in text}
    return bool(classes & _RIGHT_TO_LEFT) and bool(classes & _LEFT_TO_RIGHT)
