"""The island's letters in English and Japanese: made, and read again, with no other country."""

import io

import pytest
from pypdf import PdfReader

from guichet.applications.letters.body import SHOWS
from guichet.applications.letters.pdf import pdf
from guichet.applications.letters.tests.test_letters_made import letter_of, mail_of
from guichet.applications.models import Correspondence
from guichet.applications.testing import make_paid
from tests.agencies.island.people import names_others

pytestmark = pytest.mark.django_db
SAYS = {
    "en": "You cannot travel with this application.",
    "ja": "この申請では渡航できません。",
}
# They are sent only where something is open, or an address is to be proven.
NOT_OF_THIS_CASE = {"information_asked", "interview", "reminder", "late", "paper_refused"}
NOT_OF_THIS_CASE |= {"prove_email"}


def read_again(letter: Correspondence) -> list[str]:
    """Return the words of a letter's file, and its properties."""
    reader = PdfReader(io.BytesIO(pdf(letter)))
    words = "\n".join(page.extract_text() for page in reader.pages)
    return [words, *map(str, (reader.metadata or {}).values())]


@pytest.mark.parametrize("language", SAYS)
def test_every_letter_is_in_its_language_and_of_no_other_country(language: str) -> None:
    application = make_paid(stay_purpose="holiday")
    for kind in SHOWS.keys() - NOT_OF_THIS_CASE:
        letter = letter_of(application, kind, letter=language, summary=language)
        texts = read_again(letter) if kind != "numbers" else []  # a PIN stands in no file
        mail = mail_of(letter)
        texts += [mail.subject, mail.text, mail.html]
        assert [names_others(text) for text in texts] == [[]] * len(texts), kind
        assert "eta" in "".join(texts).lower(), kind


@pytest.mark.parametrize("language", SAYS)
def test_a_refusal_says_so_in_print_and_in_mail(language: str) -> None:
    letter = letter_of(make_paid(stay_purpose="holiday"), "refused", letter=language)
    printed = read_again(letter)[0]
    assert "".join(SAYS[language].split()) in "".join(printed.split())
    assert SAYS[language] in mail_of(letter).text


def test_somebody_who_wished_for_japanese_gets_it() -> None:
    letter = make_paid(stay_purpose="holiday", letter_language="ja").letters.order_by("pk").first()
    assert letter
    assert letter.letter_language == "ja"
    assert "領収書" in mail_of(letter).text
