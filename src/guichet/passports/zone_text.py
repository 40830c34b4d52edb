"""Find the lines of a machine-readable zone in what was pasted, typed, or sent by a reader.

Readers that act as a keyboard type the zone and end it with Return. People paste it with spaces,
in lower case, wrapped, with the French quotation marks their word processor makes of `<<`, or
without the fillers at the end.
"""

import html
import re
from dataclasses import dataclass

from guichet.kernel.reading import typed_text
from guichet.passports.digits import FILLER
from guichet.passports.layouts import LAYOUTS, TD2, TD3, Layout, layout_of

LONGEST = 8000  # of a whole page as a telephone reads it; the zone stands at its end
_WIDTHS = {layout.width * layout.lines: (layout.width, layout.lines) for layout in LAYOUTS}
_BLANKS = re.compile(r"\s+")
_FEW_DIGITS, _MANY_DIGITS = 2, 10


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a zone: a code, the field or the line, the place in it, counted from 1.

    `suggestion`: what the field may have been meant to say. `mended`: the fields were read all
    the same.
    """

    code: str
    field: str = ""
    position: int = 0
    text: str = ""
    suggestion: str = ""
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Arranged:
    """The lines in their order, and the kind of zone; None where they make none."""

    layout: Layout | None
    lines: tuple[str, ...]
    faults: tuple[Fault, ...] = ()


def arrange(text: str) -> Arranged:
    """Return the lines of the zone in a text, each as long as its kind of zone asks."""
    readings = _readings(text[-LONGEST:])
    for lines in readings:
        if arranged := _exact(lines) or _with_blanks(lines) or _in_one(lines):
            return arranged
    for lines in readings:
        if arranged := _without_fillers(lines) or _among(lines):
            return arranged
    return _unfit(readings[0])


def _readings(text: str) -> list[list[str]]:
    """Return the lines in capitals; a French quotation mark stands for two fillers, or for one."""
    plain = typed_text.plain(html.unescape(text)).upper().replace("‹", FILLER)
    characters = "".join(c for c in plain if c == "\n" or c == "\r" or c == "\t" or c.isprintable())
    readings = [characters.replace("«", mark) for mark in (FILLER * 2, FILLER)]
    return [
        [line.strip() for line in reading.splitlines() if line.strip()]
        for reading in (readings if "«" in characters else readings[:1])
    ]


def _exact(lines: list[str]) -> Arranged | None:
    return _fitting([_BLANKS.sub("", line) for line in lines])


def _with_blanks(lines: list[str]) -> Arranged | None:
    """Read blanks that stand where fillers should, which the length of the line tells."""
    arranged = _fitting([_BLANKS.sub(lambda blanks: FILLER * len(blanks[0]), x) for x in lines])
    if arranged is None or arranged.layout is None:
        return arranged
    blanks = tuple(
        Fault("character", f"line{n}", line.index(" ") + 1, " ", mended=True)
        for n, line in enumerate(lines, start=1)
        if " " in line
    )
    return Arranged(arranged.layout, arranged.lines, (*blanks, *arranged.faults))


def _in_one(lines: list[str]) -> Arranged | None:
    """Read lines that were broken elsewhere, or not at all."""
    joined = _BLANKS.sub("", "".join(lines))
    shape = _WIDTHS.get(len(joined))
    if shape is None:
        return None
    width, _ = shape
    return _fitting([joined[start : start + width] for start in range(0, len(joined), width)])


def _without_fillers(lines: list[str]) -> Arranged | None:
    """Read a passport whose first line lost, or gained, fillers at its end."""
    short = [_BLANKS.sub("", line) for line in lines]
    widths = [len(line) == TD3.width for line in short]
    if len(short) != TD3.lines or sum(widths) != 1:
        return None
    at = widths.index(False)
    padded = short[at].rstrip(FILLER).ljust(TD3.width, FILLER)
    if len(padded) != TD3.width or not _is_first(short[at]) or short[at][:1] not in "PV":
        return None
    fault = Fault("length", f"line{at + 1}", text=str(len(short[at])), mended=True)
    arranged = _fitting([padded if n == at else line for n, line in enumerate(short)])
    assert arranged
    return Arranged(arranged.layout, arranged.lines, (fault, *arranged.faults))


def _among(lines: list[str]) -> Arranged | None:
    """Find the two lines of a passport among others: somebody copied the whole page."""
    for start in range(len(lines) - TD3.lines, -1, -1) if len(lines) > TD3.lines else ():
        pair = lines[start : start + TD3.lines]
        arranged = _exact(pair) or _with_blanks(pair) or _without_fillers(pair)
        if arranged and arranged.layout is TD3 and arranged.lines[0].startswith(TD3.opens_with):
            return arranged
    return None


def _fitting(lines: list[str]) -> Arranged | None:
    """Return lines that make a zone, in their order."""
    ordered = _in_order(lines)
    width = len(lines[0]) if lines else 0
    if any(len(line) != width for line in lines):
        return None
    layout = layout_of(width, len(lines), ordered[0][:1] if lines else "")
    if layout is None:
        return None
    if layout is TD2 and ordered[0].startswith(TD3.opens_with):
        # No passport has lines of this length: the ends of longer ones are missing.
        return Arranged(None, tuple(ordered), (Fault("cut", position=TD3.width, text=str(width)),))
    faults = () if ordered == lines else (Fault("line_order", mended=True),)
    return Arranged(layout, tuple(ordered), faults)


def _in_order(lines: list[str]) -> list[str]:
    """Return the lines as they stand on the document: names first, on cards last."""
    names = [line for line in lines if _is_first(line)]
    others = [line for line in lines if not _is_first(line)]
    if len(names) != 1 or not all(_digits(line) >= _MANY_DIGITS for line in others):
        return lines
    if len(lines) == 3:
        return [*sorted(others, key=lambda line: line[:1].isdigit()), *names]
    return names + others


def _is_first(line: str) -> bool:
    return _digits(line) <= _FEW_DIGITS and FILLER in line


def _digits(line: str) -> int:
    return sum(c.isdigit() for c in line)


def _unfit(lines: list[str]) -> Arranged:
    """Say of lines that make no zone what is wrong with them."""
    short = [_BLANKS.sub("", line) for line in lines]
    if not short:
        return Arranged(None, (), (Fault("empty"),))
    if len(short) not in (2, 3):
        return Arranged(None, tuple(short), (Fault("lines", text=str(len(short))),))
    widths = [layout.width for layout in LAYOUTS if layout.lines == len(short)]
    longest = max(map(len, short))
    width = min(widths, key=lambda width: abs(width - longest))
    faults = tuple(
        Fault("length", f"line{n}", position=width, text=str(len(line)))
        for n, line in enumerate(short, start=1)
        if len(line) != width
    )
    return Arranged(None, tuple(short), faults)
