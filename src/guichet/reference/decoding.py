"""A file as a program for tables has saved it, as text in UTF-8; what is no text is refused."""

import csv
import io
from dataclasses import dataclass

from guichet.offices.reference.faults import SheetError

MOST_BYTES = 5_000_000
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx, .ods and .xls begin
UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
WINDOWS = "cp1252"  # what Excel writes in western Europe and America where nobody asks for UTF-8
NAMES = {"utf-16-le": "UTF-16", "utf-16-be": "UTF-16", WINDOWS: "Windows-1252"}


@dataclass(frozen=True)
class Decoded:
    """A file as UTF-8 without its mark; `encoding` is what it was in, where not in UTF-8."""

    content: bytes
    encoding: str = ""


def decoded(content: bytes) -> Decoded:
    """Return a file as UTF-8, or raise SheetError with why it is no sheet.

    Cells may have commas, semicolons, or tabs between them, as "Unicode text" of Excel has.
    """
    if not content.strip():
        raise SheetError("nothing")
    if content.startswith(WORKBOOKS):
        raise SheetError("workbook")
    text, encoding = _text(content)
    if any(ord(sign) < ord(" ") and sign not in "\t\r\n" for sign in text):
        raise SheetError("no_text")
    text = text.replace("\r\n", "\n")
    if "\n" not in text.strip():
        text = text.replace("\r", "\n")  # as old programs of Apple end lines
    return Decoded(_without_tabs(text).encode(), NAMES.get(encoding, ""))


def _text(content: bytes) -> tuple[str, str]:
    encoding = UTF_16.get(content[:2], "")
    try:
        if encoding:
            return content[2:].decode(encoding), encoding
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return content.decode(WINDOWS), WINDOWS
    except UnicodeDecodeError:
        raise SheetError("unknown_letters") from None


def _without_tabs(text: str) -> str:
    head = text.partition("\n")[0]
    is_tabbed = "\t" in head and "," not in head and ";" not in head
    return _comma(text) if is_tabbed else text


def _comma(text: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    return out.getvalue()
