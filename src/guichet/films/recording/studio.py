"""Where films are made: a browser, a site that is filmed, a camera."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, Error, sync_playwright

from guichet.films import fingerprints, kept
from guichet.films.kept import Recording
from guichet.films.listening import Notebook
from guichet.films.recording.camera import PHONE, SCALE, SIZE, Camera
from guichet.films.recording.forms import StuckError
from guichet.films.recording.hand import Hand
from guichet.films.recording.journeys import JOURNEYS, NoPlaceError
from guichet.films.recording.people import Person
from guichet.films.table import TOPIC, Film
from guichet.web.words import texts

_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_NARROW_BAR = ["--hide-scrollbars"]
PATIENCE = 60_000  # milliseconds until a page has come
Journey = Callable[[Hand, Person], None]


class LostError(Exception):
    """The steps that were filmed are not those of the film."""


# What may go wrong with one film, and keeps nobody from making the next.
FAILURES = (Error, LostError, NoPlaceError, StuckError, OSError)


@dataclass
class Studio:
    """Films journeys of one site; `notebook` is where its pages note what they say."""

    browser: Browser
    site: str
    notebook: Notebook
    ffmpeg: str
    number: int = 0

    def make(
        self, film: Film, language: str, *, on: date, journey: Journey | None = None
    ) -> Recording:
        """Make a film in a language and keep it in the place of the one before.

        Raises playwright's errors where the journey does not go as it should, and LostError.
        """
        kept.folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.folder()) as place:
            video, poster = Path(place) / "film.webm", Path(place) / "poster.webp"
            self.notebook.begin()
            hand = self._film(film, language, journey or JOURNEYS[film.code], video)
            if tuple(name for name, _, _ in hand.steps) != film.steps:
                raise LostError(f"{film.code}: {[name for name, _, _ in hand.steps]}")
            assert hand.camera.poster
            hand.camera.poster.save(poster, "WEBP", quality=70, method=6)
            recording = Recording(
                film=film.code,
                language=language,
                video=kept.named_by_content(video, film.code, language),
                poster=kept.named_by_content(poster, film.code, language),
                seconds=hand.camera.seconds,
                width=SIZE[0],
                height=SIZE[1],
                steps=tuple(hand.steps),
                parts=fingerprints.parts_of(film, language, self.notebook.said()),
                made_on=on.isoformat(),
            )
            kept.keep(recording, video=video, poster=poster)
        return recording

    def _film(self, film: Film, language: str, journey: Journey, video: Path) -> Hand:
        self.number += 1
        context = self.browser.new_context(
            viewport=PHONE,
            device_scale_factor=SCALE,
            locale=language,
            color_scheme="light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        ground = settings.AGENCY.colors.brand_deep
        try:
            page = context.new_page()
            with Camera(page, video, ffmpeg=self.ffmpeg, ground=ground) as camera:
                hand = Hand(
                    page=page,
                    camera=camera,
                    site=self.site,
                    language=language,
                    says=lambda step: texts(TOPIC).get(film.words_of(step), language).text,
                )
                journey(hand, Person(self.number))
        finally:
            context.close()
        return hand


def chromium() -> str:
    """Return where Chromium is; "" where there is none."""
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    return next(filter(None, map(shutil.which, names)), "")


@contextmanager
def studio(site: str, notebook: Notebook, *, ffmpeg: str) -> Iterator[Studio]:
    """Open a browser for the films of a site."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=[*_FLAGS, *_NARROW_BAR]
        )
        try:
            yield Studio(browser, site, notebook, ffmpeg)
        finally:
            browser.close()
