"""Files as people and their devices send them, good ones and others."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, PngImagePlugin

from guichet.applications.papers.tests.scanning import EICAR

ORIENTATION, PLACE = 0x0112, 0x8825
HTML = b"<html><script>alert(document.cookie)</script></html>"


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **facts: Any) -> bytes:
    """Return a photo with noise in it, red on its left: one can tell which way up it is."""
    image = Image.effect_noise(size, 60).convert("RGB")
    image.paste((200, 0, 0), (0, 0, size[0] // 4, size[1]))
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    buffer = io.BytesIO()
    image.save(buffer, kind, **facts)
    return buffer.getvalue()


def small() -> bytes:
    """Return a small photo, another one each time."""
    return photo(size=(64, 48))


def photo_of_a_phone(**facts: Any) -> bytes:
    """Return a JPEG that says where it was taken and that it lies on its side."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[PLACE] = {1: "N", 2: (53.0, 16.0, 12.0), 3: "W", 4: (9.0, 3.0, 6.0)}
    return photo("JPEG", exif=exif, **facts)


def html_in_a_png() -> bytes:
    """Return a PNG that holds a page for browsers that guess."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", HTML.decode())
    return photo("PNG", pnginfo=text) + HTML


def bomb_of_a_png(side: int = 30_000) -> bytes:
    """Return a small PNG that unpacks to a gigabyte: its head says so, and its rows begin."""
    head = struct.pack("!IIBBBBB", side, side, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", _packed(64)), (b"IEND", b""))
    chunks = (
        struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def pdf(pages: int = 2, **options: Any) -> bytes:
    """Return a PDF with some words on each page."""
    return _bytes_of(_pages(pages), **options)


def pdf_with_everything() -> bytes:
    """Return a PDF that runs scripts, carries files and leads elsewhere, and has one page."""
    document = _pages(1)
    script = document.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert('hello')"))
    launch = document.make_indirect(Dictionary(S=Name.Launch, F="cmd.exe"))
    document.Root.OpenAction = script
    document.Root.AA = Dictionary(WC=script)
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))
    document.attachments["payload.exe"] = b"MZ this would run"
    page = document.pages[0]
    page.obj.AA = Dictionary(O=script)
    page.obj.PieceInfo = Dictionary(Hidden=Dictionary(Private=script))
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 99, 99]),
        A=Dictionary(S=Name.URI, URI="https://evil.example/"),
    )  # fmt: skip
    button = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, Rect=Array([0, 0, 9, 9]), A=launch
    )
    page.obj.Annots = document.make_indirect(
        Array([document.make_indirect(link), document.make_indirect(button)])
    )
    # A name that has a meaning elsewhere hides a form that acts.
    form = document.make_stream(
        b"0 0 9 9 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 9, 9]),
        AF=Array([script]),
        Metadata=script,
    )
    page.obj.Resources.XObject = Dictionary({"/Font": form, "/A": form})
    document.docinfo["/Author"] = "Niamh"
    return _bytes_of(document)


def filled_form() -> bytes:
    """Return a PDF form in which somebody typed their name."""
    document = _pages(1)
    look = document.make_stream(
        b"/Tx BMC q BT /F1 12 Tf 2 4 Td (NIAMH WAS HERE) Tj ET Q EMC",
        Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 20]),
        Resources=Dictionary(Font=document.pages[0].obj.Resources.Font),
    )  # fmt: skip
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V="NIAMH WAS HERE",
            Rect=Array([100, 100, 300, 120]), AP=Dictionary(N=look), F=4, DA="/F1 12 Tf 0 g",
        )
    )  # fmt: skip
    document.pages[0].obj.Annots = Array([field])
    document.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=Dictionary(Font=document.pages[0].obj.Resources.Font)
    )
    return _bytes_of(document)


def bomb_of_a_pdf(megabytes: int = 256) -> bytes:
    """Return a small PDF with a stream that unpacks to far more."""
    document = _pages(1)
    stream = document.make_stream(b"")
    stream.write(_packed(megabytes), filter=Name.FlateDecode)
    document.pages[0].obj.Contents = stream
    return _bytes_of(
        document, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
    )


def bomb_of_many_streams(streams: int = 15, megabytes: int = 199) -> bytes:
    """Return a PDF of 3 MB in which no stream is too large, but all of them together are."""
    document = _pages(1)
    zeros = _packed(megabytes)
    large_streams = [document.make_stream(b"") for _ in range(streams)]
    for stream in large_streams:
        stream.write(zeros, filter=Name.FlateDecode)
    document.pages[0].obj.Contents = Array(
        [document.make_indirect(stream) for stream in large_streams]
    )
    return _bytes_of(
        document, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
    )


def long_strip() -> bytes:
    """Return a JPEG that no decoder halves, for it is narrow, and that unpacks to 400 MB."""
    buffer = io.BytesIO()
    Image.new("RGB", (64_000, 2_200)).save(buffer, "JPEG")
    return buffer.getvalue()


def one_colour(side: int = 8000) -> bytes:
    """Return a PNG of 64 million pixels in 200 kB."""
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), (200, 10, 10)).save(buffer, "PNG")
    return buffer.getvalue()


def _packed(megabytes: int) -> bytes:
    """Return zeros, packed a thousand to one."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes))
    return packed + packer.flush()


def infected_pdf() -> bytes:
    """Return a PDF that carries the test file of EICAR."""
    document = _pages(1)
    document.attachments["eicar.txt"] = EICAR
    return _bytes_of(document, compress_streams=False)


def archive(**contents: bytes) -> bytes:
    """Return a ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in contents.items():
            file.writestr(name, content)
    return buffer.getvalue()


def _pages(count: int) -> Pdf:
    document = Pdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for number in range(count):
        page = document.add_blank_page()
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        words = f"BT /F1 24 Tf 72 700 Td (Page {number + 1} of a paper) Tj ET"
        page.obj.Contents = document.make_stream(words.encode())
    return document


def _bytes_of(document: Pdf, **options: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer, **options)
    return buffer.getvalue()
