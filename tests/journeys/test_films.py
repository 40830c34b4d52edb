"""A film of two steps, made of a real site by a real camera, and played in a browser."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django import Settings

from guichet.films.kept import Recording
from guichet.films.listening import Notebook
from guichet.films.recording.hand import LEAST, Hand
from guichet.films.recording.people import Person
from guichet.films.recording.studio import Studio
from guichet.films.table import films
from tests.sites import Site, small_site

pytestmark = [pytest.mark.slow, pytest.mark.browser]
FFMPEG = shutil.which("ffmpeg") or ""
SHORT = replace(films()["book"], steps=("place", "service"))
MEGABYTE = 1_000_000


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Start a site that notes what its pages say, as the one that `make-films` starts."""
    if not FFMPEG:
        pytest.skip("ffmpeg was not found: no film was made.")
    with small_site(FILM_NOTES=str(tmp_path / "said.txt")) as small:
        small.bring_files()
        small.serve()
        yield small


def play(hand: Hand, person: Person) -> None:
    hand.go("appointments/")
    hand.camera.keep_poster()
    with hand.step("place"):
        hand.write("[name=postal_code]", "99")
    with hand.step("service"):
        hand.press("button[name=where][value=inside]")


def facts_of(path: Path) -> Any:
    command = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", path]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def watched(page: Page, url: str) -> dict[str, Any]:
    """Play the film of a page as somebody does who presses its button; return what came of it."""
    page.goto(url)
    assert page.locator("video").count() == 1
    return page.evaluate(
        """async () => {
          const video = document.querySelector("video"), [track] = [...video.textTracks]
            .filter((each) => each.mode === "showing");
          video.muted = true;
          await video.play();
          await new Promise((done) => video.addEventListener("timeupdate", () =>
            video.currentTime > 0.5 && video.readyState >= 2 && track.cues?.length && done()));
          return {at: video.currentTime, length: video.duration, width: video.videoWidth,
            language: track.language,
            cues: [...track.cues].map((cue) => [cue.startTime, cue.endTime])};
        }"""
    )


def test_a_film_is_made_of_the_site_played_and_known_to_be_stale(
    browser: Browser, site: Site, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = site.folder
    studio = Studio(browser, site.url, Notebook(tmp_path / "said.txt"), FFMPEG)

    recording = studio.make(SHORT, "ar", on=date(2026, 11, 30), journey=play)

    check_the_file(recording, site)
    page = browser.new_page(locale="ar")
    film = watched(page, f"{site.url}/ar/films/")
    assert film["length"] == pytest.approx(recording.seconds, abs=0.3)
    assert film["width"] == recording.width and film["language"] == "ar"
    assert film["cues"] == [[begins, ends] for _, begins, ends in recording.steps]
    page.close()
    check_what_makes_it_stale(site, tmp_path)


def check_the_file(recording: Recording, site: Site) -> None:
    path = site.folder / "films" / recording.video
    facts = facts_of(path)
    (stream,) = facts["streams"]  # and no sound
    assert (facts["format"]["format_name"], stream["codec_name"]) == ("matroska,webm", "vp9")
    assert float(facts["format"]["duration"]) == pytest.approx(recording.seconds, abs=0.3)
    assert path.stat().st_size < MEGABYTE
    ends = [0.0]
    for _, begins, end in recording.steps:
        assert begins == ends[-1] and end - begins >= LEAST  # one after the other, and readable
        ends.append(end)
    assert ends[-1] == recording.seconds
    assert "template:booking/start.html@ar" in recording.parts


def check_what_makes_it_stale(site: Site, folder: Path) -> None:
    """Ask the command how the film stands: as it is, and where the agency has another color."""
    assert standing(site) == "fresh"
    agency = folder / "agency"
    shutil.copytree("agencies/demonstration", agency)
    facts = (agency / "agency.toml").read_text()
    (agency / "agency.toml").write_text(
        re.sub(r'brand = "#\w+"', 'brand = "#7a1020"', facts, count=1)
    )
    site.settings["AGENCY_DIR"] = str(agency)
    assert standing(site) == "stale: sheet"


def standing(site: Site) -> str:
    answer = site.command("make-films", "book", "--language", "ar", "--list").stdout
    return answer.removeprefix("book").strip().removeprefix("ar").strip()
