"""Readings of cells: what a cell means, written in one way, or what is wrong with it."""

import unicodedata
from collections.abc import Callable, Collection
from datetime import time

from guichet.kernel.reading import typed_text
from guichet.offices.reference.faults import SheetError

YES, NO = "yes", "no"
type Reading = Callable[[str], str]  # raises SheetError


def words(most: int, *, required: bool = False) -> Reading:
    """Read words in one line."""

    def read(cell: str) -> str:
        text = cell.strip()
        if required and not text:
            raise SheetError("empty")
        if len(text) > most:
            raise SheetError("too_long", count=len(text), most=most)
        if has_control_characters(text):
            raise SheetError("control")
        return text

    return read


def has_control_characters(text: str) -> bool:
    """Tell whether a text holds what no line of words does: breaks and signals to devices."""
    return any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in text)


def number(least: int, most: int, *, required: bool = True) -> Reading:
    """Read a whole number."""

    def read(cell: str) -> str:
        text = typed_text.plain(cell)
        if not text and not required:
            return ""
        if not (
            text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most
        ):
            raise SheetError("number", text=repr(text), least=least, most=most)
        return str(int(text))

    return read


def time_of_day(cell: str) -> str:
    """Read a time as a clock of 24 hours shows it."""
    text = typed_text.plain(cell)
    try:
        at = time.fromisoformat(text.zfill(5) if len(text) == 4 else text)
    except ValueError:
        raise SheetError("time", text=repr(text)) from None
    if at.tzinfo or at.microsecond:
        raise SheetError("time", text=repr(text))
    return at.isoformat() if at.second else f"{at:%H:%M}"


def yes_or_no(cell: str) -> str:
    """Read yes or no."""
    return one_of((YES, NO))(cell)


def one_of(choices: Collection[str]) -> Reading:
    """Read one of some words."""

    def read(cell: str) -> str:
        text = cell.strip()
        if text not in choices:
            examples = [choice or "nothing" for choice in choices][:20]
            raise SheetError("none_of", text=repr(text), choices=", ".join(examples))
        return text

    return read
