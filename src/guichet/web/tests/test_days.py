"""A page shows when something that it says was last changed; of content/ see the kernel's tests."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils.translation import gettext, override

from guichet.kernel.content import reviews
from guichet.kernel.content.texts import watching
from guichet.web.pages import days, render
from guichet.web.pages.catalogues import forget_catalogues

pytestmark = pytest.mark.django_db

STILL = "finish/still-there"
PAGES = (STILL, "finish", "privacy", "accessibility", "contact", "help", "eta", "eta/need")
SHOWN = re.compile(r'class="modified">.*?<time datetime="([\d-]+)"')
LATER = "2031-05-06"


@pytest.fixture(autouse=True)
def _read_again() -> Iterator[None]:
    yield
    forget()


def forget() -> None:
    forget_catalogues()
    render.environment.cache_clear()


def shown(client: Client, language: str = "en") -> dict[str, str]:
    pages = {page: client.get(f"/{language}/{page}/").content.decode() for page in PAGES}
    return {name: SHOWN.findall(text)[0] for name, text in pages.items()}


def put_off(folder: Path, language: str, key: str) -> None:
    """Note of one sentence that it was changed later."""
    notes = reviews.load(folder, language, {})
    reviews.save(folder, language, notes | {key: replace(notes[key], changed_on=LATER)})
    forget()


def test_another_day_of_a_sentence_is_that_of_the_pages_that_say_it_alone(
    client: Client, tmp_path: Path, settings: LazySettings
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    shutil.copytree(settings.ROOT / "locale", tmp_path / "locale")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    forget()
    before = shown(client)
    assert shown(client) == before  # what is kept in memory says its day as well
    assert all("2026-11-22" <= day < LATER for day in before.values())

    put_off(tmp_path / "locale", "en", days.name_of("Are you still there?"))
    assert shown(client) == before | {STILL: LATER}
    assert shown(client, "fr")[STILL] < LATER  # the French page says the same as before


def test_a_sentence_of_the_frame_is_that_of_no_page(
    client: Client, tmp_path: Path, settings: LazySettings
) -> None:
    before = shown(client)
    settings.DATA_DIR = tmp_path / "data"
    shutil.copytree(settings.ROOT / "locale", tmp_path / "locale")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    put_off(tmp_path / "locale", "en", days.name_of("Skip to the contents"))
    assert shown(client) == before


def test_a_sentence_of_python_is_dated_as_it_is_said() -> None:
    english = "Please fill this in."
    with override("fr"), watching() as page:
        gettext(english)
    assert page.changed_on == days.day_of("fr", english) > "2026-11"
