"""Readings of cells: what a cell means, written in one way, or what is wrong with it."""

from collections.abc import Callable

from guichet.kernel.reading import typed_text

type Reading = Callable[[str], str]  # raises ValueError with a sentence


def words(most: int, *, required: bool = False) -> Reading:
    """Read words in one line."""

    def read(cell: str) -> str:
        text = cell.strip()
        if required and not text:
            raise ValueError("it is empty, and must not be.")
        if len(text) > most:
            raise ValueError(f"it has {len(text)} characters; {most} is the most.")
        if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
            raise ValueError("it holds a line break or a control character.")
        return text

    return read


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
