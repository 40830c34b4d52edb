"""What a paper is, by its first bytes: neither its name nor what the browser says is believed."""

import re
import unicodedata
from datetime import timedelta

MEGABYTE = 1024 * 1024
LARGEST = 25 * MEGABYTE  # of one paper
MOST = 20  # papers of one application that were not handed in
MOST_TRIES = 40  # papers of one application in TRIES_WITHIN, whatever became of them
TRIES_WITHIN = timedelta(hours=24)
MOST_TOGETHER = 100 * MEGABYTE
MOST_UNPACKED = 300 * MEGABYTE  # of one paper, while it is made anew
LONGEST_NAME = 100

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OTHERS = {b"avif", b"avis"}  # of the same family, with another way to pack
_ENDINGS = {"pdf": ".pdf", "jpeg": ".jpg", "png": ".png", "heic": ".heic"}
TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


def kind_of(content: bytes | bytearray) -> str | None:
    """Return pdf, jpeg, png or heic; None for whatever else begins in this way.

    >>> kind_of(b"%PDF-1.7 ..."), kind_of(b"PK" + bytes(2)), kind_of(b"")
    ('pdf', None, None)
    """
    first = bytes(content[:64])
    if first.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return "pdf"
    if first.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if first.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    brands = [first[8:12], *(first[at : at + 4] for at in range(16, len(first), 4))]
    is_heic = first[4:8] == b"ftyp" and not _HEIC_BRANDS.isdisjoint(brands)
    return "heic" if is_heic and _OTHERS.isdisjoint(brands) else None


def cleaned_name(name: str, kind: str) -> str:
    """Return a name that shows what it is: no path, no marks that hide, and the true ending.

    Pictures among its letters go as well: no letter of ours could be read aloud with them.

    >>> cleaned_name("C:\\\\scans\\\\my\\u202efdp.exe.pdf", "png"), cleaned_name("", "pdf")
    ('myfdp.exe.png', 'paper.pdf')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible_name = "".join(" " if c.isspace() else c for c in last if _is_shown(c) or c.isspace())
    stem = re.sub(r"\.(pdf|jpe?g|png|hei[cf])$", "", " ".join(visible_name.split()), flags=re.I)
    return (stem[:LONGEST_NAME].strip(" .") or "paper") + _ENDINGS[kind]


def _is_shown(character: str) -> bool:
    if "\u2600" <= character <= "\u27bf" or "\U0001f000" <= character <= "\U0001ffff":
        return False
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
