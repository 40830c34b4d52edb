"""Photos and scans: their pixels are kept, upright, and nothing else that was in the file."""

import io
from typing import Any

from PIL import Image, ImageOps

from guichet.applications.papers.kinds import LARGEST, MEGABYTE, MOST_UNPACKED
from guichet.applications.papers.workshop.result import NewPaper, Refused

LONGEST_SIDE = 5000  # pixels: 430 for each inch of a sheet of A4, more than a scanner gives
MOST_PIXELS = {"jpeg": 220_000_000, "png": 64_000_000, "heic": 64_000_000}  # to be decoded
SMALL = (320, 320)
QUALITY, SMALL_QUALITY = 88, 75
_FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "heic": ("HEIF",)}
_HEAVY = 10 * MEGABYTE  # a photo that somebody saved as PNG
_WHITE = (255, 255, 255)


def prepare(kind: str) -> None:
    """Load all that a kind of picture may need, by making one that has everything in it."""
    from PIL import MpoImagePlugin, TiffImagePlugin  # noqa: F401, PLC0415  loaded only when met

    exif = Image.Exif()
    exif[0x0112] = 6
    sample = Image.new("RGB", (8, 8))
    for form, picture in {"JPEG": sample, "PNG": sample.convert("P")}.items():
        buffer = io.BytesIO()
        picture.save(buffer, form, exif=exif)
        make(buffer.getvalue(), form.lower())
    if kind == "heic":
        _register_heic()


def make(original: bytes, kind: str) -> NewPaper:
    """Decode a picture and write its pixels into a new file."""
    image = _upright(_opened(original, kind))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    content, new_kind = _written(image, _new_kind(kind))
    return NewPaper(kind=new_kind, pages=1, content=content, picture=small(image))


def small(image: Image.Image) -> bytes:
    """Return a small picture of a page."""
    copy = image.convert("RGB")
    copy.thumbnail(SMALL, Image.Resampling.LANCZOS)
    return _jpeg(copy, SMALL_QUALITY)


def _opened(original: bytes, kind: str) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # our own limit, by kind, stands below
    if kind == "heic":
        _register_heic()
    image = Image.open(io.BytesIO(original), formats=_FORMATS[kind])
    width, height = image.size
    if width * height > MOST_PIXELS[kind]:
        raise Refused("too_much")
    if min(width, height) < 1:
        raise Refused("unreadable")
    # A JPEG can be decoded at a half, a quarter or an eighth, which large ones need.
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    width, height = image.size
    if width * height * len(image.getbands()) > MOST_UNPACKED:
        raise Refused("too_much")
    return image


def _register_heic() -> None:
    import pillow_heif  # noqa: PLC0415  the library is large, and few papers need it

    pillow_heif.register_heif_opener()


def _upright(image: Image.Image) -> Image.Image:
    image.load()  # of several pictures the first
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):  # 16 bits a pixel, of which a screen shows 8
        upright = upright.convert("I").point(_eight_bits).convert("L")
    if upright.mode in {"1", "L"} and "transparency" not in upright.info:
        return upright
    if "A" in upright.getbands() or "transparency" in upright.info:
        sheet = Image.new("RGBA", upright.size, (*_WHITE, 255))
        return Image.alpha_composite(sheet, upright.convert("RGBA")).convert("RGB")
    return upright.convert("RGB")


def _eight_bits(value: Any) -> Any:
    return value * (1 / 256) + 0


def _written(image: Image.Image, kind: str) -> tuple[bytes, str]:
    if kind == "png":
        content = _saved(image, "PNG")
        if len(content) <= _HEAVY:
            return content, "png"
    content = _jpeg(image.convert("L" if image.mode in {"1", "L"} else "RGB"), QUALITY)
    if len(content) > LARGEST:
        raise Refused("too_much")
    return content, "jpeg"


def _jpeg(image: Image.Image, quality: int) -> bytes:
    return _saved(image, "JPEG", quality=quality, optimize=True)


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Write pixels alone: what the file said about itself is left behind."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    buffer = io.BytesIO()
    bare.save(buffer, kind, **options)
    return buffer.getvalue()


def _new_kind(kind: str) -> str:
    return "jpeg" if kind == "heic" else kind
