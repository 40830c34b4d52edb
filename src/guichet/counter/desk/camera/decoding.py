"""The square codes in a photo as text. It is decoded in memory, and kept nowhere."""

import io

import zxingcpp
from PIL import Image

from guichet.kernel.obstacles import Obstacle

LARGEST = 12 * 1024 * 1024  # bytes: more than a telephone makes of a page
MOST_PIXELS = 64_000_000
LONGEST_SIDE = 2400  # pixels, to which a larger photo is reduced: a code of 2 cm keeps its dots
FORMATS = ("JPEG", "PNG", "WEBP")
SQUARE = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def texts_in(photo: bytes) -> list[str]:
    """Return what each square code in a photo says, however it is turned.

    Raises Obstacle("not_a_photo") for what is no picture, or one of too many pixels.
    """
    codes = zxingcpp.read_barcodes(_gray(photo), formats=SQUARE)
    return [code.text for code in codes]


def _gray(photo: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(photo), formats=FORMATS)
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise Obstacle("not_a_photo")
        image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded small at once
        gray = image.convert("L")
        gray.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except Obstacle:
        raise
    except Exception as error:  # a file that is broken fails in dozens of ways
        raise Obstacle("not_a_photo") from error
    return gray
