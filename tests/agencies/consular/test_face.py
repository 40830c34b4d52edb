"""The service's name stands wherever the public meets it, and the software's nowhere."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from pypdf import PdfReader

from guichet.api import api
from guichet.booking.notice.calendar.file import ics
from guichet.booking.notice.code_mails import lost_code_mail
from guichet.booking.notice.printing import pdf
from guichet.booking.notice.testing import make_notice
from guichet.booking.notice.text_messages import (
    lost_code_text,
    office_change_text,
    place_changed_text,
)
from guichet.booking.notice.texting.closures import closure_ended_text, closure_text
from guichet.post.tests.envelopes import READERS, posted
from guichet.serving import busy
from guichet.web.addresses.paths import address
from guichet.web.pages import errors

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 2, tzinfo=UTC)
SOFTWARE = re.compile(r"\bGuichet\b")
HOUSE = re.compile(r"#(00564e|00423b|e2f0ec|74d9c6|ffc83d)", re.IGNORECASE)
PAGES = ["guidance:home", "booking:start", "web:contact", "web:privacy", "web:accessibility"]
NAMES = {
    "fr": ("Service consulaire de Valmer", "Consulat de Valmer", "Valmer"),
    "pt": ("Serviço Consular de Valmer", "Consulado de Valmer", "Valmer"),
    "ar": ("الخدمة القنصلية لفالمير", "قنصلية فالمير", "فالمير"),
}
SENDERS = {"fr": "Valmer, rendez-vous", "pt": "Valmer, atendimento", "ar": "مواعيد فالمير"}
LANGUAGES = pytest.mark.parametrize("language", NAMES)


@LANGUAGES
@pytest.mark.parametrize("page", PAGES)
def test_pages_are_the_services(client: Client, language: str, page: str) -> None:
    text = client.get(address(page, language)).content.decode()
    assert f"· {NAMES[language][1]}</title>" in text
    assert f"<span>{NAMES[language][1]}</span>" in text
    assert not SOFTWARE.search(text)


@LANGUAGES
def test_errors_are_the_services(client: Client, language: str) -> None:
    text = client.get(f"/{language}/nowhere/").content.decode()
    assert f"· {NAMES[language][1]}</title>" in text
    assert not SOFTWARE.search(text)


@LANGUAGES
def test_the_page_of_a_crowd_is_the_services(language: str) -> None:
    text = busy._page(language, is_file=False).decode()
    assert f"· {NAMES[language][1]}</title>" in text
    assert not SOFTWARE.search(text)


def test_the_last_resort_speaks_the_first_language() -> None:
    text = errors._last_resort("ABC")
    assert '<html lang="fr" dir="ltr">' in text
    assert "<title>Consulat de Valmer</title>" in text
    assert "ABC" in text


@LANGUAGES
def test_a_printed_notice_is_issued_by_it(language: str) -> None:
    reader = PdfReader(io.BytesIO(pdf(make_notice(language))))
    assert reader.metadata
    assert reader.metadata.author == NAMES[language][0]
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert language == "ar" or NAMES[language][0] in text
    for words in (text, *map(str, reader.metadata.values())):
        assert not SOFTWARE.search(words)


@LANGUAGES
def test_mail_comes_from_it(language: str) -> None:
    mail = lost_code_mail("318204", language=language, minutes=20)
    assert f'<p class="brand"><bdi>{NAMES[language][0]}</bdi>' in mail.html
    assert not SOFTWARE.search(mail.html + mail.text)
    raw = posted(mail)
    for read in READERS.values():
        name, _, box = read(raw, "From").partition(" <")
        assert (name.strip('"'), box) == (SENDERS[language], "rendez-vous@valmer.example>")


@LANGUAGES
def test_texts_come_from_it(language: str) -> None:
    notice = make_notice(language)
    kinds = (closure_text, closure_ended_text, office_change_text, place_changed_text)
    texts = [make(notice) for make in kinds]
    texts.append(lost_code_text("318204", language=language, minutes=20))
    assert texts[-1].startswith(NAMES[language][2])
    assert texts[-2].startswith(NAMES[language][2])
    assert not SOFTWARE.search("\n".join(texts))


@LANGUAGES
def test_an_entry_of_a_calendar_is_organized_by_it(language: str) -> None:
    entry = ics(make_notice(language), now=NOW).decode().replace("\r\n ", "")
    assert "uid:" in entry.lower()
    assert "guichet" not in entry.replace("https://guichet.example", "").lower()
    assert f"CN={NAMES[language][1]}" in entry.replace('"', "")
    assert "PRODID:-//Consulat de Valmer//Appointments//FR" in entry
    assert not SOFTWARE.search(entry)


def test_programs_and_officers_read_its_name(client: Client) -> None:
    assert api.title == "Consulat de Valmer"
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Consulat de Valmer"
    assert settings.MFA_TOTP_ISSUER == "Consulat de Valmer"
    page = client.get("/staff/", follow=True)
    assert not SOFTWARE.search(page.content.decode())


@LANGUAGES
def test_its_colors_and_logo_are_everywhere(client: Client, language: str) -> None:
    page = client.get(address("guidance:home", language)).content.decode()
    brand = page[page.index('class="brand"') :].partition("</a>")[0]
    assert '<path fill="#a3152a" d="M0 0h32v32H0z"/>' in brand
    assert '<meta name="theme-color" content="#a3152a"' in page
    sheet = Path(str(finders.find("web/site.css"))).read_text()
    mail = lost_code_mail("318204", language=language, minutes=20).html
    sheet_of_its_own = sheet.partition("/* ")[0]
    for text in (page, sheet_of_its_own, mail, busy._page(language, is_file=False).decode()):
        assert not HOUSE.search(text)
    assert "solid #a3152a" in mail
    assert "--accent:#a3152a" in sheet
    inks = pdf(make_notice(language))
    assert _colors_of(inks) >= {(0.639, 0.082, 0.165)}
    assert not _colors_of(inks) & {(0.0, 0.337, 0.306), (0.886, 0.941, 0.925)}


def _colors_of(content: bytes) -> set[tuple[float, ...]]:
    """Return the colors a page is printed in, as shares of red, green and blue."""
    page = PdfReader(io.BytesIO(content)).pages[0].get_contents()
    assert page is not None
    shares = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:scn|rg)", page.get_data())
    return {tuple(round(float(share), 3) for share in color) for color in shares}
