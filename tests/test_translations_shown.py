"""A page says that a machine translated it, or that its English has changed, and what counts."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.management import call_command
from django.test import Client

from guichet.booking.notice import code_mails, mails
from guichet.booking.notice.testing import make_notice
from guichet.eligibility.programme import ETA
from guichet.kernel.content import layers
from guichet.kernel.testing import usual
from guichet.web import words
from guichet.web.languages import ALL, CATALOGUED
from guichet.web.pages import catalogues, standings
from guichet.web.pages.render import sentence
from guichet.web.tests.test_reading import change
from guichet.web.translation.translating import save

UNREAD = "A machine translated this page, and no person has checked it yet."
STALE = "The English page has changed since parts of this one were translated."
COUNTS = "Where this page differs from the English one, the English one counts."


@pytest.fixture
def content(tmp_path: Path, settings: LazySettings) -> Path:
    """Copy the words of the site, and let pages and commands read the copy."""
    agency = settings.AGENCY
    for name in ("content", "locale"):
        shutil.copytree(settings.ROOT / name, tmp_path / name)
    shutil.copytree(agency.content, tmp_path / "own")
    settings.CONTENT_DIR = tmp_path / "content"
    layers.lay(tmp_path / "own", over=settings.CONTENT_DIR, languages=agency.languages)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path / "content"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    yield
    forget()


def forget() -> None:
    """Let what was read once be read again, as a new process does."""
    words.texts.cache_clear()
    words.speaker.cache_clear()
    for function in (standings._by_file, standings._of_template, standings.of_feature):
        function.cache_clear()


def page_text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", usual("en", "ar", "ko", "ru", "zh-Hans", of=ALL))
def test_it_says_so_in_the_language_of_the_reader(client: Client, language: str) -> None:
    pages = ["privacy/"] + ["", "appointments/"] * (language in CATALOGUED)
    pages += ["eta/", "eta/need/", "eta/apply/", "eta/status/"] * (language in ETA)
    for path in pages:
        text = page_text(client, f"/{language}/{path}")
        for english in (UNREAD, COUNTS):
            assert (sentence(english, language) in text) == (language != "en"), path
        assert sentence(STALE, language) not in text


def test_it_says_what_is_stale_where_it_stands_and_nowhere_else(
    client: Client, content: Path
) -> None:
    change(content / "eta" / "en.toml", '"What it costs"', '"What an eTA costs"')
    forget()
    assert sentence(STALE, "ar") in page_text(client, "/ar/eta/")
    assert "كم يكلف" in page_text(client, "/ar/eta/")
    for path in ("/ar/eta/need/", "/ar/privacy/", "/en/eta/"):
        assert STALE not in page_text(client, path)
        assert sentence(STALE, "ar") not in page_text(client, path)


def test_it_says_so_of_a_sentence_in_a_template_too(client: Client, content: Path) -> None:
    catalogue = catalogues.read("es")
    message = catalogue.get("Your privacy")
    assert message
    message.flags.add("fuzzy")
    save("es", catalogue)
    forget()
    assert sentence(STALE, "es") in page_text(client, "/es/privacy/")
    assert sentence(STALE, "es") not in page_text(client, "/es/")


def test_it_is_silent_once_a_person_has_read_all(client: Client, content: Path) -> None:
    call_command("mark_read", "de", "*", by="Erika Mustermann")
    forget()
    text = page_text(client, "/de/eta/")
    assert sentence(UNREAD, "de") not in text
    assert sentence(COUNTS, "de") not in text
    assert sentence(UNREAD, "it") in page_text(client, "/it/eta/")


@pytest.mark.parametrize("language", CATALOGUED)
def test_a_mail_says_so_as_well(language: str) -> None:
    mail = code_mails.lost_code_mail("123456", language=language, minutes=20)
    english = (
        "A machine translated this, and no person has checked it yet. Where it differs from the"
        " English, the English counts."
    )
    assert (sentence(english, language) in mail.text) == (language != "en")
    assert (mails.translated(language) is None) == (language == "en")
    notice = make_notice(language)
    assert (
        sentence(english, language) in mails.mail(notice, "closure", now=notice.starts_at).text
    ) == (language != "en")


def test_the_copy_is_no_part_of_the_site() -> None:
    assert settings.ROOT / "content" == settings.CONTENT_DIR
