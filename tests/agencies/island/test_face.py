"""The island's name and colors stand wherever the public meets it, and the software's nowhere."""

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pypdf import PdfReader

from guichet.api import api
from guichet.applications.letters.pdf import pdf
from guichet.applications.letters.tests.test_letters_made import letter_of, mail_of
from guichet.applications.status.calendar_entry import ics
from guichet.applications.testing import make_paid
from guichet.post.tests.envelopes import READERS, posted
from guichet.serving import busy
from guichet.web.addresses.paths import address

pytestmark = pytest.mark.django_db
SOFTWARE = re.compile(r"\bGuichet\b")
HOUSE = re.compile(r"#(00564e|00423b|e2f0ec|74d9c6|ffc83d)", re.IGNORECASE)
NAMES = {
    "en": ("Travel Authority of Tamarind Island", "Tamarind Travel"),
    "ja": ("タマリンド島渡航局", "タマリンド渡航局"),
}
PAGES = ["applications:home", "web:contact", "web:privacy", "web:accessibility"]
LANGUAGES = pytest.mark.parametrize("language", NAMES)


@LANGUAGES
@pytest.mark.parametrize("page", PAGES)
def test_pages_are_the_islands(client: Client, language: str, page: str) -> None:
    text = client.get(address(page, language)).content.decode()
    assert f"· {NAMES[language][1]}</title>" in text
    brand = text[text.index('class="brand"') :].partition("</a>")[0]
    assert f"<span>{NAMES[language][1]}</span>" in brand
    assert 'fill="#1b4d89"' in brand
    assert not SOFTWARE.search(text)
    assert not HOUSE.search(text)


@LANGUAGES
def test_errors_and_crowds_are_the_islands(client: Client, language: str) -> None:
    for text in (
        client.get(f"/{language}/nowhere/").content.decode(),
        busy._page(language, is_file=True).decode(),
    ):
        assert f"· {NAMES[language][1]}</title>" in text
        assert not SOFTWARE.search(text)


def test_a_letter_is_the_islands_in_print_and_in_mail() -> None:
    letter = letter_of(make_paid(stay_purpose="holiday"), "received")
    reader = PdfReader(io.BytesIO(pdf(letter)))
    assert reader.metadata
    assert reader.metadata.author == NAMES["en"][0]
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert NAMES["en"][0] in text
    mail = mail_of(letter)
    raw = posted(mail)
    for read in READERS.values():
        assert read(raw, "From") == "Tamarind Travel · TTA <travel@tamarind.example>"
    for words in (text, mail.html, mail.text, *map(str, reader.metadata.values())):
        assert not SOFTWARE.search(words)
        assert not HOUSE.search(words)
    assert "solid #1b4d89" in mail.html


@LANGUAGES
def test_an_entry_of_a_calendar_is_made_by_it(language: str) -> None:
    now = datetime(2027, 1, 2, tzinfo=UTC)
    entry = ics(7, last_day=date(2028, 5, 1), made_at=now, language=language, now=now).decode()
    assert "PRODID:-//Tamarind Travel//Authorizations//EN" in entry
    assert not SOFTWARE.search(entry.replace("\r\n ", ""))
    assert "guichet" not in entry.replace("\r\n ", "").lower()


def test_its_colors_are_on_every_sheet(client: Client) -> None:
    sheet = Path(str(finders.find("web/site.css"))).read_text().partition("/* ")[0]
    assert "--accent:#1b4d89" in sheet
    assert "--sun:#f4b942" in sheet
    assert not HOUSE.search(sheet)
    assert api.title == "Tamarind Travel"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_foot_of_an_error_page_leads_to_the_programme_as_it_is_called(
    client: Client, language: str
) -> None:
    page = client.get(f"/{language}/nowhere/").content.decode()
    foot = page[page.index('<footer class="foot">') :]
    title = {
        "en": "Travel authorization for Tamarind Island (TTA)",
        "ja": "タマリンド島渡航認証（TTA）",
    }
    assert f'<a href="/{language}/eta/">{title[language]}</a>' in foot
    assert "New Zealand" not in foot
