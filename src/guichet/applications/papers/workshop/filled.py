"""A filled PDF form keeps every letter that it shows; what cannot be drawn is refused.

A field holds a value, and beside it a drawing of the value. Programs that fill forms often leave
the drawing out, or an old one in place, and let whoever shows the form draw. Only the drawing
becomes part of the page, so a value without one would be lost, and nobody would notice.
"""

import codecs
import io
import re
import textwrap
import unicodedata
from collections import Counter
from typing import Any

import pikepdf
from pikepdf import AcroFormField, Annotation, Array, Dictionary, Name, Pdf, Stream

from guichet.applications.papers.workshop.result import Refused

HIDDEN = 0b100010  # the flags Hidden and NoView: such a field is on no page
MULTILINE, PASSWORD, COMB = 1 << 12, 1 << 13, 1 << 24  # ISO 32000-2, table 231
SMALLEST, PLAIN = 4.0, 11.0  # points; a drawing that would need smaller letters is none
WIDEST = 0.75  # of a letter's size: no Latin text needs more for a letter, on average
LEADING, BELOW = 1.2, 0.2  # of a letter's size: from line to line, and what hangs below one
EDGE = 2.0  # points
_SET_AS = re.compile(rb"/([^\s/]+)\s+(\d*\.?\d+)\s+Tf")
_ENCODINGS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_OF_LIBRARIES = ("ascii", "latin-1", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
_WRITES = {"Tj", "TJ", "'", '"'}


def prepare() -> None:
    """Load what is only loaded when a form needs it."""
    for encoding in (*_ENCODINGS.values(), *_OF_LIBRARIES):
        codecs.lookup(encoding)


def draw(pdf: Pdf) -> None:
    """Give each filled field a drawing that shows its value, or raise Refused("form")."""
    if pdf.Root.get("/NeedsRendering"):
        raise Refused("form")  # its pages are made by a script in the program that shows it
    form, stale = pdf.acroform, pdf.acroform.needs_appearances
    for page in pdf.pages:
        for annotation in form.get_widget_annotations_for_page(page):
            field = form.get_field_for_annotation(annotation)
            if annotation.flags & HIDDEN or field.is_null or field.is_pushbutton:
                continue
            if not _is_shown(field, annotation, may_be_old=stale):
                _draw(pdf, field, annotation)
        for note in page.obj.get("/Annots", Array()):
            _check_note(note)
    if stale:
        pdf.Root.AcroForm.NeedAppearances = False  # or no field would become part of its page


def _is_shown(field: AcroFormField, annotation: Annotation, *, may_be_old: bool) -> bool:
    """Tell whether the drawing that came with the file shows the value."""
    if field.field_type == Name.Btn:
        return _is_shown_ticked(field, annotation)
    value = _value(field)
    if not value or field.field_type == Name.Sig:
        return True
    drawing = annotation.get_appearance_stream(Name.N)
    if not isinstance(drawing, Stream) or not _writes(drawing):
        return False
    if not may_be_old or field.flags & PASSWORD:
        return True
    letters = _letters(_read(drawing))
    if not _letters(value) - letters:
        return True
    # A font that tells no letters is believed; another text than the value is an old drawing.
    return not letters and not _can_draw(field, value)


def _is_shown_ticked(field: AcroFormField, annotation: Annotation) -> bool:
    """Tell whether a box that is ticked is drawn so; one that is not needs no drawing."""
    if "/AS" not in annotation.obj and isinstance(field.value, Name):
        annotation.obj.AS = field.value
    state = annotation.appearance_state
    if state is None or state == Name.Off:
        return True
    return isinstance(annotation.get_appearance_stream(Name.N, state), Stream)


def _value(field: AcroFormField) -> str:
    value = field.value
    if isinstance(value, Array):
        return " ".join(str(part) for part in value)
    if isinstance(value, Stream):
        return value.read_bytes().decode("utf-8", "replace")
    return "" if value is None or field.field_type == Name.Sig else str(value)


def _draw(pdf: Pdf, field: AcroFormField, annotation: Annotation) -> None:
    """Draw a text or a choice in the form's own font, small enough to be seen whole."""
    font, encoding = _font(field)
    set_as = _SET_AS.search(bytes(field.default_appearance))
    if field.field_type == Name.Btn or font is None or set_as is None:
        raise Refused("form")
    try:
        value = _value(field).encode(encoding)
    except UnicodeEncodeError:
        raise Refused("form") from None
    box = annotation.rect.to_bbox()
    width, height = float(box.width), float(box.height)
    size, lines = _set(value.decode(encoding), field, float(set_as[2]), width, height)
    style = bytes(field.default_appearance)
    drawing = style[: set_as.start(2)] + b"%g" % size + style[set_as.end(2) :]
    for x, y, line in lines:
        place = b" 1 0 0 1 %g %g Tm " % (x, y)
        drawing += place + pikepdf.String(line.encode(encoding)).unparse() + b" Tj"
    annotation.obj.AP = Dictionary(
        N=pdf.make_stream(
            b"/Tx BMC q BT " + drawing + b" ET Q EMC",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, width, height]),
            Resources=Dictionary(Font=Dictionary({"/" + set_as[1].decode("latin-1"): font})),
        )
    )


def _set(
    value: str, field: AcroFormField, size: float, width: float, height: float
) -> tuple[float, list[tuple[float, float, str]]]:
    """Return the size of the letters, and the lines with where each begins."""
    places = field.get_inheritable_field_value("/MaxLen") if field.flags & COMB else None
    size = min(size or PLAIN, height)
    if places is not None and int(places) >= len(value):
        step = width / int(places)
        size = min(size, step)
        middles = [step * (number + 0.5) for number in range(len(value))]
        foot = (height - size) / 2 + size * BELOW
        return size, [(x - size / 3, foot, c) for x, c in zip(middles, value, strict=True)]
    while size >= SMALLEST:
        most = max(1, int((width - 2 * EDGE) / (size * WIDEST)))
        if not field.flags & MULTILINE:
            rows, room, top = [" ".join(value.split())], 1, (height - size) / 2 + size * BELOW
        else:
            rows = [part for row in value.splitlines() for part in textwrap.wrap(row, most) or [""]]
            room = int((height - 2 * EDGE) / (size * LEADING))
            top = height - EDGE - size
        if len(rows) <= room and max(map(len, rows)) <= most:
            return size, [(EDGE, top - n * size * LEADING, row) for n, row in enumerate(rows)]
        size -= 0.5
    raise Refused("form")


def _font(field: AcroFormField) -> tuple[Any, str]:
    """Return the font that a field names, and its encoding; none where that is not known.

    Only a font of single bytes says by its encoding which letters it has.
    """
    set_as = _SET_AS.search(bytes(field.default_appearance))
    fonts = field.default_resources.get("/Font") if field.default_resources else None
    font = fonts.get("/" + set_as[1].decode("latin-1")) if set_as and fonts else None
    if font is None or font.get("/Subtype") == Name.Type0:
        return None, "ascii"
    encoding = font.get("/Encoding")
    return font, _ENCODINGS.get(str(encoding) if isinstance(encoding, Name) else "", "ascii")


def _can_draw(field: AcroFormField, value: str) -> bool:
    font, encoding = _font(field)
    return font is not None and value.encode(encoding, "ignore").decode(encoding) == value


def _writes(drawing: Stream) -> bool:
    """Tell whether a drawing writes any letter, itself or in a drawing inside it."""
    for step in pikepdf.parse_content_stream(drawing):
        if str(step.operator) in _WRITES and any(map(_is_text, step.operands)):
            return True
        if str(step.operator) == "Do":
            return True
    return False


def _is_text(operand: Any) -> bool:
    if isinstance(operand, Array):
        return any(map(_is_text, operand))
    return isinstance(operand, pikepdf.String) and bool(bytes(operand).strip())


def _read(drawing: Stream) -> str:
    """Return the letters of a drawing, as far as its fonts tell them."""
    import pypdfium2  # noqa: PLC0415  large, and few forms need it

    with Pdf.new() as alone:
        page = alone.add_blank_page(page_size=(2000, 2000))
        copy = alone.copy_foreign(drawing)
        page.add_resource(copy, Name.XObject, Name.Drawn)
        page.contents_add(b"q 1 0 0 1 100 100 cm /Drawn Do Q")
        buffer = io.BytesIO()
        alone.save(buffer)
    return str(pypdfium2.PdfDocument(buffer.getvalue())[0].get_textpage().get_text_range())


def _letters(text: str) -> Counter[str]:
    """Count letters and digits, however they are shaped and in whatever order they are drawn."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return Counter(c for c in plain if c.isalnum() and not 0xE000 <= ord(c) <= 0xF8FF)


def _check_note(note: Any) -> None:
    """Refuse a text somebody wrote on the page where nothing draws it."""
    if note.get("/Subtype") != Name.FreeText or int(note.get("/F", 0)) & HIDDEN:
        return
    if str(note.get("/Contents", "")).strip() and not note.get("/AP", {}).get("/N"):
        raise Refused("form")
