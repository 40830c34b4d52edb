"""What comes out of the workshop: a paper made anew, or the code of what stands in its way."""

from dataclasses import dataclass

CODES = {"cut_off", "encrypted", "form", "too_much", "unreadable"}


class Refused(Exception):  # noqa: N818  it is an answer, not a mistake
    """A paper cannot be taken; carries one of the codes."""


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper as it is kept: only what can be seen on its pages."""

    kind: str
    pages: int
    content: bytes = b""
    picture: bytes = b""
