"""Somebody who uses the site while it is filmed: with a finger that is seen, at a human pace."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from guichet.films.recording.camera import PHONE, Camera

LEAST, MOST = 3.0, 9.0  # seconds that a step stays at least, so that its caption can be read
_A_SECOND = 15  # signs that are read in it; of Han, kana and Hangul a third
_DENSE = 0x2E80  # where these scripts begin
_GLIDE, _SCROLL = 4, 5  # frames of the finger's way, and of a page that is pushed up
_SIGNS_A_FRAME = 2  # for what is longer than a number
_WHERE = """element => {
  const box = element.getBoundingClientRect();
  return [box.top + scrollY, box.height, scrollY,
    Math.max(0, document.documentElement.scrollHeight - innerHeight)];
}"""

_PUSH = "top => scrollTo({top, behavior: 'instant'})"


@dataclass
class Hand:
    """Presses and types in front of a camera; `says` returns the caption of a step."""

    page: Page
    camera: Camera
    site: str
    language: str
    says: Callable[[str], str]
    number: int = 0  # of the film in its run: each has another invented person
    steps: list[tuple[str, float, float]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Film a step: its caption stands from here to the end, long enough to be read.

        Half of that time passes before anything is pressed: what comes then is another page.
        """
        begins, reading = self.camera.seconds, reading_time(self.says(name))
        self.camera.hold(reading / 2)
        yield
        self.camera.hold(max(0.5, begins + reading - self.camera.seconds))
        self.steps.append((name, begins, self.camera.seconds))

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """Do something that is left out of the film."""
        self.camera.is_off = True
        yield
        self.camera.is_off = False

    def go(self, path: str) -> None:
        """Open a page of the site, by its path behind the language."""
        self.page.goto(f"{self.site}/{self.language}/{path}")

    def see(self, selector: str) -> None:
        """Push the page until something is seen, and stay a moment."""
        self._bring(self.page.locator(selector).first)
        self.camera.hold(1.2)

    def press(self, selector: str) -> None:
        """Press something, and wait for what comes of it."""
        target = self.page.locator(selector).first
        self._point(target)
        self.camera.is_pressing = True
        self.camera.take(3)
        target.click()
        self.page.wait_for_load_state()
        self.camera.is_touching = self.camera.is_pressing = False
        self.camera.hold(0.5)

    def write(self, selector: str, text: str) -> None:
        """Type something, a sign or two in each frame."""
        target = self.page.locator(selector).first
        if self.camera.is_off:
            target.fill(text)
            return
        self._point(target)
        target.click()
        self.camera.take(2)
        pace = 1 if len(text) <= 12 else _SIGNS_A_FRAME if len(text) <= 40 else 6
        for start in range(0, len(text), pace):
            self.page.keyboard.insert_text(text[start : start + pace])
            self.camera.take()
        self.camera.is_touching = False
        self.camera.take(2)

    def choose(self, selector: str, value: str) -> None:
        """Choose an entry of a list by its value."""
        target = self.page.locator(selector).first
        self._point(target)
        target.select_option(value)
        self.camera.take(3)
        self.camera.is_touching = False

    def tick(self, selector: str) -> None:
        """Tick a box or choose one of several answers."""
        target = self.page.locator(selector).first
        self._point(target)
        target.check()
        self.camera.take(3)
        self.camera.is_touching = False

    def _point(self, target: Locator) -> None:
        """Move the finger to something, once it is seen."""
        if self.camera.is_off:
            return
        self._bring(target)
        box = target.bounding_box()
        assert box
        left, top = self.camera.at
        self.camera.is_touching = True
        right, bottom = box["x"] + min(box["width"] / 2, 150), box["y"] + box["height"] / 2
        for moment in _eased(_GLIDE):
            self.camera.at = left + (right - left) * moment, top + (bottom - top) * moment
            self.camera.take()

    def _bring(self, target: Locator) -> None:
        """Push the page so that something stands a little above its middle."""
        if self.camera.is_off:
            return
        top, height, now, most = target.evaluate(_WHERE)
        middle = PHONE["height"] * 0.45
        if top - now >= 60 and top + height - now <= PHONE["height"] * 0.75:
            return
        goal = min(most, max(0, top + height / 2 - middle))
        for moment in _eased(_SCROLL) if abs(goal - now) > 1 else ():
            self.page.evaluate(_PUSH, now + (goal - now) * moment)
            self.camera.take()


def reading_time(text: str) -> float:
    """Return the seconds in which a caption is read.

    >>> reading_time("Hello"), reading_time("Choose a day and a time that suits you. It is free.")
    (3.0, 3.4)
    """
    signs = sum(3 if ord(sign) >= _DENSE else 1 for sign in text)
    return min(MOST, max(LEAST, round(signs / _A_SECOND, 1)))


def _eased(frames: int) -> Iterator[float]:
    """Yield how far something has come that begins and ends slowly."""
    for frame in range(1, frames + 1):
        part = frame / frames
        yield part * part * (3 - 2 * part)
