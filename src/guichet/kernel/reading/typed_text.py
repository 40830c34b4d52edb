"""What people type, read the same way everywhere: by field, number, PIN, code, page and program.

Copying adds marks of direction and spaces that nobody sees, keyboards have digits of their own,
and text programs make hyphens and apostrophes prettier than those we print. Nobody is sent back
for any of it. `plain` is for whatever is no name: e-mail, phone, dates, numbers. `name` and `free`
are for what people write in their own way; passwords go through none of them. What was read once
may be read again: the answer stays. What is longer than any field comes back as it is, for the
caller to refuse: composing a long row of accents takes the square of its length.
"""

import unicodedata
from collections.abc import Iterator

LONGEST = 10_000  # characters; no field takes so many
HYPHENS = "‐‑‒–—―−﹘﹣－⁃˗᠆֊־"
QUOTES = "‘’‚‛′‵´ʹʻʼʽˈ＇׳՚᾽᾿῾\u1ffd"
DOUBLE_QUOTES = "“”„‟″‶＂״"
# What takes no room on paper and still is no format character: fillers and variation selectors.
_UNSEEN = dict.fromkeys([0x34F, 0x115F, 0x1160, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10)])
_FOLDED = {
    **dict.fromkeys(map(ord, HYPHENS), "-"),
    **dict.fromkeys(map(ord, QUOTES), "'"),
    **dict.fromkeys(map(ord, DOUBLE_QUOTES), '"'),
    **_UNSEEN,
}
_LATIN = {wide: wide - 0xFEE0 for wide in [*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
# Hyphens that look like "-" to everybody; a dash between words is a mark of its own in a free text.
_SAME_HYPHENS = dict.fromkeys(map(ord, "‐‑−﹣－˗"), "-")
_IN_NAMES = {
    **dict.fromkeys(map(ord, HYPHENS), "-"),
    **dict.fromkeys(
        map(ord, "`‛′‵´＇׳՚᾽᾿῾\u1fef\u1ffd"), "'"
    ),  # ’, ‘ and ʻ stay: they are written in names
    **dict.fromkeys(map(ord, "•‧∙⋅"), "·"),
    **dict.fromkeys(map(ord, "⁄∕／"), "/"),
    ord("･"): "・",
    ord("，"): ",",
    ord("．"): ".",
    **dict.fromkeys([0x34F, 0x3164, 0xFFA0]),
}
_JOINERS = "\u200c\u200d"
_VIRAMA = 9  # the combining class of what takes a letter's vowel away


def plain(text: str) -> str:
    """Return what was typed into any field but a name or a free text: NFKC, digits 0 to 9.

    Format characters are dropped, hyphens and quotation marks are those of the keyboard, and no
    space is left at either end.

    >>> plain(" ١٢٣‑４５६\u200f "), plain("O’Neil")
    ('123-456', "O'Neil")
    """
    if text.isascii() or len(text) > LONGEST:
        return text.strip()
    signs = "".join(filter(_is_seen, text.translate(_FOLDED)))
    folded = unicodedata.normalize("NFKC", signs).translate(_FOLDED)
    return "".join(map(_digit, folded)).strip()


def compact(text: str) -> str:
    """Return a number, PIN or code in capitals, without spaces and hyphens.

    >>> compact("\u2066234–567 89q\u2069")
    '23456789Q'
    """
    bare = "".join(plain(text).replace("-", "").split())
    return unicodedata.normalize("NFC", bare.upper())


def name(text: str) -> str:
    """Return a name as its owner writes it: composed, with its own apostrophes.

    Full-width letters are Latin ones, hyphens are one hyphen, and of the format characters only
    the joiners stay, where a letter needs them.

    >>> name(" ‘Ｏｆａ Anne‑Marie\u200e")
    '‘Ofa Anne-Marie'
    """
    if len(text) > LONGEST:
        return text.strip()
    if text.isascii():
        return text.translate(_IN_NAMES).strip()
    return _composed(text.translate(_LATIN).translate(_IN_NAMES))


def free(text: str) -> str:
    """Return a free text as it was written: composed, with its own digits and quotation marks.

    >>> free("at 5‑day intervals: “４２”\ufeff")
    'at 5-day intervals: “４２”'
    """
    if text.isascii() or len(text) > LONGEST:
        return text.strip()
    return _composed(text.translate(_LATIN).translate(_SAME_HYPHENS))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(_with_joiners(text))).strip()


def _with_joiners(text: str) -> Iterator[str]:
    """Give the characters without those of format; a joiner stays behind a letter that needs it."""
    signs = [sign for sign in text if sign in _JOINERS or _is_seen(sign)]
    for before, sign, after in zip(["", *signs], signs, [*signs[1:], ""], strict=False):
        if sign not in _JOINERS or _joins(before, after):
            yield sign


def _is_seen(sign: str) -> bool:
    return sign.isascii() or unicodedata.category(sign) != "Cf"


def _joins(before: str, after: str) -> bool:
    """Tell whether a joiner stands between letters, or after a virama as in older Malayalam."""
    if not before or unicodedata.category(before)[0] not in "LMS":
        return False
    if unicodedata.combining(before) == _VIRAMA:
        return True
    return bool(after) and unicodedata.category(after)[0] in "LMS"


def _digit(sign: str) -> str:
    return sign if sign.isascii() else str(unicodedata.decimal(sign, sign))
