"""What the public of the island reads, in both its languages, names no other country."""

import io
import re
from collections.abc import Iterable, Iterator

import pytest
from django.test import Client
from pypdf import PdfReader

from guichet.applications.letters.body import LEADS
from guichet.applications.letters.pdf import pdf
from guichet.applications.letters.tests.test_letters_made import letter_of, mail_of
from guichet.applications.testing import make_paid
from guichet.applications.tests.paper import begin, fill_in, pay, sign
from guichet.applications.tests.visitor import Visitor
from tests.agencies.addresses import here
from tests.agencies.island.people import TRAVELER
from tests.test_house_words import NAMES

LANGUAGES = ("en", "ja")
# Lists in which every country stands; and what nobody reads, where chance can spell a name.
UNREAD = re.compile(r"<option .*?</option>|<input type=\"hidden\"[^>]*>", re.DOTALL)
STAFF = ("/staff/", "/admin/")
QUESTIONS = (
    "change=held",
    "status_ca=none&change=mode",
    "status_ca=none&nationalities=FRA&mode=air&change=document",
    "status_ca=none&nationalities=FRA&mode=vessel_from_spm&document=FRA.ordinary&rare=none",
    "status_ca=none&nationalities=JPN&mode=air&document=JPN.ordinary&rare=none",
    "status_ca=citizen",
    "change=earlier_visa",
    "change=rare",
)


def names_in(*texts: str) -> list[str]:
    """Return the names of a country or an authority in texts, each with some words around."""
    return [
        text[max(0, match.start() - 60) : match.end() + 30]
        for text in (UNREAD.sub("", text) for text in texts)
        for match in NAMES.finditer(text)
    ]


def addresses() -> Iterator[tuple[str, str]]:
    """Yield every public address that there is, each with the language that is asked for."""
    for path in here():
        if not path.startswith(STAFF):
            yield from ((path.replace("LANGUAGE", code, 1), code) for code in LANGUAGES)


def pages(client: Client, paths: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield address and text of all that answers with words."""
    for path, language in paths:
        answer = client.get(path, follow=True, headers={"accept-language": language})
        if answer["Content-Type"].startswith(("text/html", "text/plain", "application/")):
            yield path, answer.content.decode(errors="replace")


def faults(client: Client, paths: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{path}: {name}" for path, text in pages(client, paths) for name in names_in(text)]


@pytest.mark.django_db
def test_no_address_names_one() -> None:
    assert faults(Client(), addresses()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_and_no_answer_names_one(language: str) -> None:
    questions = [(f"/{language}/eta/need/?{query}", language) for query in QUESTIONS]
    assert faults(Client(), questions) == []


@pytest.mark.django_db
def test_nothing_names_one_from_the_form_to_the_status() -> None:
    visitor = Visitor()
    begin(visitor)
    review = fill_in(visitor, TRAVELER)
    steps = [(path, code) for path, code in addresses() if "/eta/" in path]
    assert faults(visitor, steps) == []
    assert sign(visitor, review, TRAVELER).status_code == 200
    pay(visitor)
    assert faults(visitor, steps) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(LEADS))
def test_no_letter_and_no_mail_names_one(kind: str, language: str) -> None:
    letter = letter_of(make_paid(stay_purpose="holiday"), kind, summary=language)
    reader = PdfReader(io.BytesIO(pdf(letter)))
    mail = mail_of(letter)
    text = "\n".join(page.extract_text() for page in reader.pages)
    properties = [str(words) for words in (reader.metadata or {}).values()]
    assert names_in(text, mail.subject, mail.text, mail.html, *properties) == []
    assert all(file.name.startswith("tta-") for file in mail.attachments)
