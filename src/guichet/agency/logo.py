"""What a logo may be: a drawing in SVG that runs nothing and fetches nothing. Pure.

It is shown in pages, in PDF and in mail, so it is a picture and no more.
"""

import re
from collections.abc import Iterator
from math import inf
from xml.parsers import expat

LARGEST = 100_000  # bytes: it is part of every page's weight
_FORBIDDEN = {
    "script": "a script",
    "foreignobject": "another document (foreignObject)",
    "iframe": "another document (iframe)",
    "image": "a picture from elsewhere (image)",
    "animate": "what changes by itself (animate)",
    "set": "what changes by itself (set)",
    "animatetransform": "what changes by itself (animateTransform)",
    "animatemotion": "what changes by itself (animateMotion)",
}
_BOX = re.compile(r"\sviewBox\s*=\s*[\"']([^\"']*)[\"']")
FLATTEST = (
    8  # times as wide as high, or as high as wide: beyond, a head shows little more than a line
)
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(", re.IGNORECASE)


def faults_of(content: bytes) -> list[tuple[int, str]]:
    """Return what is wrong with a logo: the line and the sentence of each fault; [] if nothing."""
    if len(content) > LARGEST:
        return [(0, f"the logo has {len(content)} bytes; it takes {LARGEST} at most.")]
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        return [*reader.faults, (error.lineno, f"this is no SVG: {expat.ErrorString(error.code)}.")]
    return reader.faults


def ratio(drawing: str) -> float:
    """Return how many times as wide as high a drawing is.

    >>> ratio('<svg viewBox="0 0 64 32"/>'), ratio("<svg viewBox='0,0,1e1,20'/>")
    (2.0, 0.5)
    """
    box = _BOX.search(drawing)
    sides = _sides_of(box[1]) if box else None
    return sides[0] / sides[1] if sides else 1.0


def is_square(drawing: str) -> bool:
    """Tell whether a drawing is nearly as wide as high, as a tab and a first screen show it."""
    return 0.8 < ratio(drawing) < 1.25


def is_flat(drawing: str) -> bool:
    """Tell whether a drawing is so long or so tall that a head has no room to show it."""
    return not 1 / FLATTEST <= ratio(drawing) <= FLATTEST


def _sides_of(box: str) -> tuple[float, float] | None:
    """Return how wide and how high a viewBox is; None where it says no such thing."""
    try:
        _left, _top, width, height = map(float, re.split(r"[\s,]+", box.strip()))
    except ValueError:
        return None
    return (width, height) if 0 < width < inf and 0 < height < inf else None


class _Reader:
    """Goes through the file once and notes what may not be in it."""

    def __init__(self) -> None:
        self.faults: list[tuple[int, str]] = []
        self._is_first = True
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.CharacterDataHandler = self._text

    def _note(self, sentence: str) -> None:
        self.faults.append((self.parser.CurrentLineNumber, sentence))

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2].lower()
        if self._is_first and name != "svg":
            self._note(f"this is no SVG: it begins with <{tag}>.")
        if self._is_first and "viewBox" not in attributes:
            self._note("the logo says no viewBox, so it could not be shown in every size.")
        elif self._is_first and name == "svg" and not _sides_of(attributes["viewBox"]):
            self._note('the viewBox of the logo takes four numbers, as in "0 0 32 32".')
        self._is_first = False
        if name in _FORBIDDEN:
            self._note(f"the logo has {_FORBIDDEN[name]}; it takes shapes alone.")
        for sentence in _of_attributes(attributes):
            self._note(sentence)

    def _doctype(self, *_declaration: object) -> None:
        self._note("the logo has a DOCTYPE, which may name other files; take it out.")

    def _instruction(self, target: str, data: str) -> None:
        self._note(
            f"the logo has an instruction, <?{target}?>, which may fetch a style; take it out."
        )

    def _text(self, text: str) -> None:
        if _OUTSIDE.search(text):
            self._note("a style of the logo fetches something from elsewhere; take it out.")


def _of_attributes(attributes: dict[str, str]) -> Iterator[str]:
    for attribute, value in attributes.items():
        name = attribute.rpartition(":")[2].lower()
        if name.startswith("on"):
            yield f"the logo has {attribute}, which runs a script; take it out."
        elif name in {"href", "src"} and not value.strip().startswith("#"):
            yield f"the logo points to {value.strip()[:60]!r}; it may point into itself alone."
        elif _OUTSIDE.search(value):
            yield f"the logo fetches something from elsewhere in {attribute}; take it out."
