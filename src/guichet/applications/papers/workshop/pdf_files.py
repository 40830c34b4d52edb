"""PDF: a new file is made of its pages. What acts, hides or leads elsewhere stays behind."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from guichet.applications.papers.kinds import LARGEST, MEGABYTE, MOST_UNPACKED
from guichet.applications.papers.workshop import filled
from guichet.applications.papers.workshop.pictures import MOST_PIXELS, SMALL, small
from guichet.applications.papers.workshop.result import NewPaper, Refused

MOST_PAGES = 200
MOST_OBJECTS = 100_000
MOST_IN_A_STREAM = 200 * MEGABYTE  # once unpacked
MOST_PIXELS_TOGETHER = 3_000_000_000  # of its photos and scans, which are not unpacked here
DEEPEST = 60  # of what lies in one another
PAGE_KEEPS = {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Resources"}
# In these anything may have any name; elsewhere a name has the meaning that the standard gives.
NAMED_FREELY = {
    *("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/CharProcs"),
    *("/Colorants", "/Process", "/Components"),
}
ACTS = {
    *("/A", "/AA", "/AF", "/EF", "/JS", "/JavaScript", "/OpenAction", "/URI", "/Launch", "/XFA"),
    *("/Metadata", "/PieceInfo", "/Ref", "/OPI", "/OC", "/StructParent", "/StructParents"),
    *("/Properties", "/Names", "/Annots", "/RichMediaContent", "/Measure", "/LastModified"),
}
ELSEWHERE = {"/F", "/FFilter", "/FDecodeParms"}  # a stream whose bytes are in another file
NOT_OF_A_PAGE = {"/Filespec", "/EmbeddedFile", "/Action", "/Annot", "/Sig"}
ACTIONS = {"/JavaScript", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData"}
_PICTURES = {"/DCTDecode", "/DCT", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode", "/CCF"}


def prepare() -> None:
    """Load all that a PDF may need, by making one."""
    filled.prepare()
    with Pdf.new() as sample:
        sample.add_blank_page()
        buffer = io.BytesIO()
        # What is enciphered needs chance, which is read from a file that stays open.
        sample.save(buffer, encryption=pikepdf.Encryption(user="", owner="sample"))
    make(buffer.getvalue())


def make(original: bytes) -> NewPaper:
    """Write the pages, with what was filled in, into a new file."""
    with _opened(original) as pdf:
        _check_unpacked(pdf)
        filled.draw(pdf)
        pdf.flatten_annotations("all")  # a filled form becomes part of its page
        new_pdf = Pdf.new()
        for page in pdf.pages:
            _strip_page(page.obj)  # annotations too, so nothing of a form is left to copy
            new_pdf.pages.append(page)
        buffer = io.BytesIO()
        new_pdf.save(
            buffer,
            static_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        pages = len(new_pdf.pages)
    content = buffer.getvalue()
    if len(content) > LARGEST:
        raise Refused("too_much")
    return NewPaper(kind="pdf", pages=pages, content=content, picture=_picture(content))


def _opened(original: bytes) -> Pdf:
    if b"%%EOF" not in original[-4096:]:
        raise Refused("cut_off")  # its last pages may be missing, and nobody would notice
    try:
        pdf = Pdf.open(io.BytesIO(original))
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    if not len(pdf.pages):
        raise Refused("unreadable")
    if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
        raise Refused("too_much")
    return pdf


def _check_unpacked(pdf: Pdf) -> None:
    """Unpack every stream here, where it can do no harm, and refuse what grows beyond measure."""
    together = pixels = 0
    for stream in pdf.objects:
        if not isinstance(stream, Stream):
            continue
        pixels += _pixels(stream)
        together += 0 if _is_picture(stream) else _unpacked(stream)
        if together > MOST_UNPACKED or pixels > MOST_PIXELS_TOGETHER:
            raise Refused("too_much")


def _pixels(stream: Stream) -> int:
    pixels = _number(stream.get("/Width")) * _number(stream.get("/Height"))
    if pixels > MOST_PIXELS["jpeg"]:
        raise Refused("too_much")
    return pixels


def _is_picture(stream: Stream) -> bool:
    """Tell whether only the program that shows a stream unpacks it."""
    filters = stream.get("/Filter", Array())
    names = {str(filters)} if isinstance(filters, Name) else {str(name) for name in filters}
    return bool(names & _PICTURES)


def _unpacked(stream: Stream) -> int:
    try:
        length = len(stream.read_bytes())
    except pikepdf.PdfError:
        return 0  # no program can show it either
    if length > MOST_IN_A_STREAM:
        raise Refused("too_much")
    return length


def _number(value: Any) -> int:
    return int(value) if isinstance(value, int) else 0


def _strip_page(page: Dictionary) -> None:
    """Keep what is seen of a page, and strip all that lies below."""
    for name in ("/MediaBox", "/CropBox", "/Rotate", "/Resources"):
        if name not in page and (value := _inherited(page, name)) is not None:
            page[name] = value
    for key in set(page.keys()) - PAGE_KEEPS - {"/Parent"}:
        del page[key]
    object_ids = {page.objgen}
    for part in (page.get("/Resources"), page.get("/Contents")):
        _strip(part, object_ids, is_named_freely=False, depth=0)


def _inherited(page: Any, key: str) -> Any:
    for _ in range(DEEPEST):
        page = page.get("/Parent")
        if page is None:
            return None
        if key in page:
            return page[key]
    return None


def _strip(
    value: Any, object_ids: set[tuple[int, int]], *, is_named_freely: bool, depth: int
) -> None:
    """Take away every key that acts or leads elsewhere, from here down."""
    if depth > DEEPEST:
        raise Refused("unreadable")
    if not isinstance(value, Array | Dictionary | Stream):
        return
    if value.is_indirect:
        if value.objgen in object_ids:
            return
        object_ids.add(value.objgen)
    if not isinstance(value, Array) and not is_named_freely:
        for key in ACTS | (ELSEWHERE if isinstance(value, Stream) else set()):
            if key in value:
                del value[key]
    for key, inner in list(_inside(value)):
        if _is_foreign(inner):
            _take_out(value, key)
            continue
        freely = key in NAMED_FREELY and not is_named_freely
        _strip(inner, object_ids, is_named_freely=freely, depth=depth + 1)


def _inside(value: Any) -> Iterator[tuple[Any, Any]]:
    return iter(enumerate(value)) if isinstance(value, Array) else iter(value.items())


def _is_foreign(value: Any) -> bool:
    if not isinstance(value, Dictionary | Stream):
        return False
    return str(value.get("/Type")) in NOT_OF_A_PAGE or str(value.get("/S")) in ACTIONS


def _take_out(holder: Any, key: Any) -> None:
    if isinstance(holder, Array):
        holder[key] = None
    else:
        del holder[key]


def _picture(content: bytes) -> bytes:
    """Return a small picture of the first page; nothing where it cannot be drawn."""
    import pypdfium2  # noqa: PLC0415  large, and of no use to who only looks

    try:
        document = pypdfium2.PdfDocument(content)
        page = document[0]
        width, height = page.get_size()
        scale = min(max(SMALL) * 2 / max(width, height, 1), 4)
        return small(page.render(scale=scale, may_draw_forms=False).to_pil())
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return b""
