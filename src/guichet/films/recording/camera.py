"""A camera that takes one picture at a time: time passes on the film, not on the machine.

Each picture is of the page as it is, and stays for as many frames as the film wants. So the film
runs evenly however busy the machine is, and the times of its steps are counted, not measured.
"""

import io
import subprocess
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from PIL import Image, ImageDraw
from playwright.sync_api import Page, ViewportSize

RATE = 8  # frames a second
PHONE: ViewportSize = {"width": 360, "height": 640}
SCALE = 1.5  # pixels of the film for one of the page
STRIP = 96  # pixels of the page's size, below it: captions cover nothing that is filmed
SIZE = int(PHONE["width"] * SCALE), int((PHONE["height"] + STRIP) * SCALE)
_QUIET = ("-hide_banner", "-loglevel", "error", "-y")
_CODEC = (
    *("-c:v", "libvpx-vp9", "-b:v", "0", "-crf", "42", "-g", str(RATE * 10), "-an"),
    *("-deadline", "good", "-cpu-used", "5", "-tune-content", "screen"),
    *("-row-mt", "1", "-pix_fmt", "yuv420p"),
)
_DARK, _LIGHT = (20, 20, 20, 255), (255, 255, 255, 230)
_FILL, _PRESSED_FILL = (255, 190, 0, 110), (255, 150, 0, 200)
_REACH, _PRESSED = 22, 15  # pixels of the page's size from the middle of the ring


class Camera:
    """Films a page into a file; the film is whole once the block is left."""

    def __init__(self, page: Page, film: Path, *, ffmpeg: str, ground: str) -> None:
        self.page, self.film = page, film
        self.at = (PHONE["width"] / 2, PHONE["height"] * 0.6)  # where the finger is
        self.is_touching = self.is_pressing = self.is_off = False
        self.frames = 0
        self.poster: Image.Image | None = None
        self._ground = ground
        self._command = [
            *(ffmpeg, *_QUIET, "-f", "rawvideo", "-pix_fmt", "rgb24", "-r", str(RATE)),
            *("-s", f"{SIZE[0]}x{SIZE[1]}", "-i", "-", *_CODEC, str(film)),
        ]
        self._writer: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._writer = subprocess.Popen(self._command, stdin=subprocess.PIPE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._writer
        self._pipe().close()
        status = self._writer.wait()
        if error is None and status:
            raise OSError(f"ffmpeg ended with {status}.")

    @property
    def seconds(self) -> float:
        """How long the film is so far."""
        return self.frames / RATE

    def hold(self, seconds: float) -> None:
        """Film the page as it is for some time."""
        self.take(max(1, round(seconds * RATE)))

    def take(self, frames: int = 1) -> None:
        """Take one picture, for so many frames."""
        if self.is_off:
            return
        picture = self._picture()
        self._pipe().write(picture.tobytes() * frames)
        self.frames += frames

    def keep_poster(self) -> None:
        """Have the page as it is now stand for the film before it plays."""
        self.poster = self._picture()

    def _picture(self) -> Image.Image:
        shot = self.page.screenshot(type="jpeg", quality=92, caret="initial", scale="device")
        picture = Image.new("RGB", SIZE, self._ground)
        picture.paste(Image.open(io.BytesIO(shot)), (0, 0))
        if self.is_touching:
            self._draw_ring(picture)
        return picture

    def _draw_ring(self, picture: Image.Image) -> None:
        """Draw where the finger is: an amber disc with a dark edge, smaller and full at a press."""
        across, down = (round(part * SCALE) for part in self.at)
        reach = round((_PRESSED if self.is_pressing else _REACH) * SCALE)
        layer = Image.new("RGBA", (2 * reach, 2 * reach))
        draw, edge = ImageDraw.Draw(layer), (0, 0, 2 * reach - 1, 2 * reach - 1)
        draw.ellipse(edge, fill=_PRESSED_FILL if self.is_pressing else _FILL)
        draw.ellipse(edge, outline=_LIGHT, width=6)
        draw.ellipse(edge, outline=_DARK, width=3)
        picture.paste(layer, (across - reach, down - reach), layer)

    def _pipe(self) -> IO[bytes]:
        assert self._writer and self._writer.stdin
        return self._writer.stdin
