"""Drawings of a passport with one place marked, for the help of the fields that stand there.

No words, so one drawing serves every language; what it shows is told beside it, from
content/fields/. `./guichet draw-passports` writes them to static/passports/, as the
style of pages does not reach into them: colors are attributes, and every mark is an outline and
an arrow as well as a color.
"""

from collections.abc import Mapping

_PAPER, _LINE, _CAPTION, _INK = "#fbf8f1", "#6b6459", "#cfc8ba", "#8d8577"
_MARK, _MARK_FILL, _DARK, _GOLD = "#a3260f", "#ffe9a8", "#26364f", "#d9b85c"
WIDTH, HEIGHT = 250, 176
_SAMPLE = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
Box = tuple[int, int, int, int]  # left, top, width, height

_PAGE: Mapping[str, Box] = {
    "document_type": (88, 14, 22, 14),
    "issuer": (116, 14, 34, 14),
    "number": (164, 14, 74, 14),
    "surname": (88, 32, 150, 14),
    "given_names": (88, 48, 150, 14),
    "nationality": (88, 64, 90, 14),
    "birth_date": (88, 80, 62, 14),
    "personal_number": (160, 80, 78, 14),
    "gender": (88, 96, 22, 14),
    "birth_place": (118, 96, 120, 14),
    "issue_date": (88, 112, 62, 14),
    "expiry_date": (88, 128, 62, 14),
}
_ZONE_LINES: Box = (10, 147, 230, 25)
_NUMBER_IN_ZONE: Box = (10, 160, 49, 12)
_CHIP: Box = (107, 132, 36, 24)
_WRITING: Box = (40, 36, 170, 84)
_VISA_NUMBER: Box = (172, 112, 56, 14)
ZONES = (*_PAGE, "mrz", "cover", "observations", "us_visa")


def drawing(zone: str) -> str:
    """Return the picture of the place on a passport as SVG."""
    others = {"cover": _cover, "observations": _observations, "us_visa": _us_visa}
    parts = others[zone]() if zone in others else _data_page(zone)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH * 2}" height="{HEIGHT * 2}">\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _data_page(zone: str) -> list[str]:
    marked = {"mrz": [_ZONE_LINES], "number": [_PAGE["number"], _NUMBER_IN_ZONE]}
    boxes = marked.get(zone) or [_PAGE[zone]]
    return [
        _paper(_PAPER),
        *_photo((12, 32, 66, 86)),
        *(_mark(box) for box in boxes),
        *(bar for box in _PAGE.values() for bar in _entry(box)),
        *_zone_lines(),
        *(_arrow(box) for box in boxes[:1]),
    ]


def _cover() -> list[str]:
    left, top, width, height = _CHIP
    middle, line = left + width // 2, top + height // 2
    return [
        _box((65, 3, 120, 170), fill=_DARK, stroke=_LINE, radius=6),
        _circle(125, 70, 24, stroke=_GOLD),
        _circle(125, 70, 15, stroke=_GOLD),
        _box((95, 22, 60, 5), fill=_GOLD),
        _box((102, 108, 46, 5), fill=_GOLD),
        _mark((left - 6, top - 6, width + 12, height + 12)),
        _box((left, top, width, height), fill=_DARK, stroke=_DARK, radius=1),
        f'<path d="M{left} {line}h{width}" stroke="{_GOLD}" stroke-width="3"/>',
        _circle(middle, line, 7, stroke=_GOLD, fill=_DARK, thick=3),
        _arrow((left - 6, top - 6, width + 12, height + 12)),
    ]


def _observations() -> list[str]:
    left, top, width, _ = _WRITING
    lines = [(left + 8, top + 10 + 16 * n, width - 16 - 22 * (n % 3), 5) for n in range(5)]
    return [
        _paper(_PAPER),
        _box((85, 16, 80, 6), fill=_INK),
        _mark(_WRITING),
        *(_box(line, fill=_INK) for line in lines),
        _box((115, 150, 20, 5), fill=_CAPTION),
        _arrow(_WRITING),
    ]


def _us_visa() -> list[str]:
    entries = ((92, 44, 60, 14), (160, 44, 60, 14), (92, 64, 128, 14), (92, 84, 60, 14))
    more: tuple[Box, ...] = ((160, 84, 60, 14), (92, 104, 60, 14))
    return [
        _paper("#eef3ee"),
        _box((10, 10, 230, 22), fill="#c9d6cf"),
        *_photo((16, 40, 64, 84)),
        _mark(_VISA_NUMBER),
        *(bar for box in (*entries, *more) for bar in _entry(box)),
        _box((_VISA_NUMBER[0] + 4, _VISA_NUMBER[1] + 4, 48, 6), fill=_MARK),
        *_zone_lines(),
        _arrow(_VISA_NUMBER),
    ]


def _paper(fill: str) -> str:
    return _box((2, 2, WIDTH - 4, HEIGHT - 4), fill=fill, stroke=_LINE, radius=6)


def _photo(box: Box) -> list[str]:
    left, top, width, height = box
    middle = left + width // 2
    return [
        _box(box, fill="#e5dfd2", stroke=_LINE),
        f'<circle cx="{middle}" cy="{top + 32}" r="15" fill="{_INK}"/>',
        f'<path d="M{left + 8} {top + height}a25 30 0 0 1 {width - 16} 0z" fill="{_INK}"/>',
    ]


def _entry(box: Box) -> list[str]:
    """Return a caption and a value, as bars instead of words."""
    left, top, width, _ = box
    return [
        _box((left + 2, top + 2, min(20, width - 4), 2), fill=_CAPTION),
        _box((left + 2, top + 6, width - 4 - (width > 40) * width // 4, 5), fill=_INK),
    ]


def _zone_lines() -> list[str]:
    left, top, width, _ = _ZONE_LINES
    return [
        f'<text x="{left + 2}" y="{top + 9 + 12 * n}" textLength="{width - 4}" font-size="8" '
        f'font-family="monospace" lengthAdjust="spacingAndGlyphs" fill="#2b2721">'
        f"{line.replace('<', '&lt;')}</text>"
        for n, line in enumerate(_SAMPLE)
    ]


def _mark(box: Box) -> str:
    return _box(box, fill=_MARK_FILL, stroke=_MARK, radius=3, thick=2)


def _arrow(box: Box) -> str:
    """Return an arrow that points at a box from the left."""
    left, top, _, height = box
    tip, middle = left - 2, top + height // 2
    if left < 20:  # no room beside it: from above
        middle, tip = top - 2, left + 20
        return f'<path d="M{tip} {middle}l-6 -9h4v-9h4v9h4z" fill="{_MARK}"/>'
    return f'<path d="M{tip} {middle}l-9 -6v4h-9v4h9v4z" fill="{_MARK}"/>'


def _circle(x: int, y: int, radius: int, *, stroke: str, fill: str = "none", thick: int = 2) -> str:
    return (
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{thick}"/>'
    )


def _box(box: Box, *, fill: str, stroke: str = "", radius: int = 0, thick: int = 1) -> str:
    left, top, width, height = box
    edge = f' stroke="{stroke}" stroke-width="{thick}"' if stroke else ""
    round_ = f' rx="{radius}"' if radius else ""
    return (
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}"{round_} '
        f'fill="{fill}"{edge}/>'
    )
