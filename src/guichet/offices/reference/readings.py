"""Readings of cells: what a cell means, written in one way, or what is wrong with it."""

import unicodedata
from collections.abc import Callable, Collection
from datetime import time

from guichet.kernel.reading import typed_text

YES, NO = "yes", "no"
type Reading = Callable[[str], str]  # raises ValueError with a sentence


def words(most: int, *, required: bool = False) -> Reading:
    """Read words in one line."""

    def read(cell: str) -> str:
        text = cell.strip()
        if required and not text:
            raise ValueError("it is empty, and must not be.")
        if len(text) > most:
            raise ValueError(f"it has {len(text)} characters; {most} is the most.")
        if has_control_characters(text):
            raise ValueError("it holds a line break or a control character.")
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
            raise ValueError(f"{text!r} is no whole number from {least} to {most}.")
        return str(int(text))

    return read


def time_of_day(cell: str) -> str:
    """Read a time as a clock of 24 hours shows it."""
    text = typed_text.plain(cell)
    try:
        at = time.fromisoformat(text.zfill(5) if len(text) == 4 else text)
    except ValueError:
        raise ValueError(f"{text!r} is no time of a day, as in 09:00 or 13:30.") from None
    if at.tzinfo or at.microsecond:
        raise ValueError(f"{text!r} is no time of a day, as in 09:00 or 13:30.")
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
            raise ValueError(f"{text!r} is none of: {', '.join(examples)}.")
        return text

    return read
