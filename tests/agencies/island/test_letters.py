"""The island's letters in English and Japanese: made, and read again, with no other country."""

import io
import re

import pytest
from pypdf import PdfReader

from guichet.applications.letters.body import SHOWS
from guichet.applications.letters.pdf import pdf
from guichet.applications.letters.tests.test_letters_made import letter_of, mail_of
from guichet.applications.models import Correspondence
from guichet.applications.testing import make_paid
from guichet.applications.tests.visitor import Visitor
from guichet.interviews.officers.forms import WAYS
from tests.agencies.island.people import names_others

pytestmark = pytest.mark.django_db
SAYS = {
    "en": "You cannot travel with this application.",
    "ja": "この申請では渡航できません。",
}
SHIPPED = re.compile("electronic travel authorization|電子渡航認証", re.IGNORECASE)
NOT_THERE = ("visitorvisa", "Askwhetherthereisapermit", "訪問者ビザ", "ための許可があるか")
AGAIN = {"en": "Applyagain", "ja": "もう一度申請"}
# What letters say of the authorization by its whole name, with the short one behind it.
WHOLE = {
    "received": "your application for a travel authorization for Tamarind Island (TTA) and",
    "approved": "Your travel authorization for Tamarind Island (TTA) is approved.",
    "refused": "your application for a travel authorization for Tamarind Island (TTA)",
    "withdrawn": "Your application for a travel authorization for Tamarind Island (TTA)",
    "cancelled": "canceled your travel authorization for Tamarind Island (TTA).",
    "lapsed": "Your travel authorization for Tamarind Island (TTA) is no longer valid.",
    "expired": "The last day of your travel authorization for Tamarind Island (TTA)",
}
# They are sent only where something is open, or an address is to be proven.
NOT_OF_THIS_CASE = {"information_asked", "interview", "reminder", "late", "paper_refused"}
NOT_OF_THIS_CASE |= {
    "prove_email",
    "interview_offered",
    "interview_chosen",
    "interview_moved",
    "interview_declined",
    "interview_ended",
    "interview_gone",
    "interview_missed",
    "interview_over",
}


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
        assert [text for text in texts if SHIPPED.search(text)] == [], kind
        assert "eta" in "".join(texts).lower(), kind


def test_letters_and_mails_say_its_own_whole_name() -> None:
    application = make_paid(stay_purpose="holiday")
    for kind, words in WHOLE.items():
        letter = letter_of(application, kind, letter="en", summary="ja")
        mail = mail_of(letter)
        texts = ["".join(text.split()) for text in (read_again(letter)[0], mail.text)]
        assert ["".join(words.split()) in text for text in texts] == [True] * 2, kind
        assert mail.subject.endswith(" · あなたのタマリンド島渡航認証（TTA）")


@pytest.mark.parametrize("language", SAYS)
def test_a_refusal_names_what_the_island_has_and_nothing_else(language: str) -> None:
    letter = letter_of(make_paid(stay_purpose="holiday"), "refused", letter=language)
    results = Visitor().get(f"/{language}/eta/results/").content.decode()
    for text in (read_again(letter)[0], mail_of(letter).text, results):
        assert [name for name in NOT_THERE if name in "".join(text.split())] == []
        assert AGAIN[language] in "".join(text.split())


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


def test_an_officer_hands_no_interview_over_to_appointments_that_are_off() -> None:
    assert WAYS == ["place", "video", "telephone"]
