"""The island promises two years and an answer in 48 hours, and says so everywhere it promises."""

from datetime import date, timedelta

import pytest

from guichet.applications.letters.pdf import pdf
from guichet.applications.letters.tests.test_letters_made import letter_of, mail_of
from guichet.applications.testing import make_paid
from guichet.applications.tests.visitor import Visitor
from tests.agencies.island.test_letters import read_again

pytestmark = pytest.mark.django_db
YEARS = {"en": "2 years", "ja": "2 年"}
HOURS = {"en": "48 hours", "ja": "48 時間"}
OTHERS = ("72", "five years", "5 年")  # promises of other agencies


@pytest.mark.parametrize("language", YEARS)
def test_its_pages_say_its_years_and_hours(language: str) -> None:
    reader = Visitor()
    pages = [reader.get(f"/{language}/eta/{page}") for page in ("", "results/")]
    first, results = (page.content.decode() for page in pages)
    assert YEARS[language] in first and HOURS[language] in first
    assert YEARS[language] in results
    assert not [words for words in OTHERS if words in first + results]


@pytest.mark.parametrize("language", YEARS)
def test_its_letters_say_its_hours_in_mail_and_in_print(language: str) -> None:
    letter = letter_of(make_paid(stay_purpose="holiday"), "received", letter=language)
    assert HOURS[language] in mail_of(letter).text
    printed = "".join(read_again(letter)[0].split())
    assert "".join(HOURS[language].split()) in printed
    assert pdf(letter)


def test_it_keeps_them() -> None:
    application = make_paid(stay_purpose="holiday")
    assert application.submitted_at and application.due_at
    assert application.due_at - application.submitted_at == timedelta(hours=48)
    authorization = application.authorization
    first: date = authorization.valid_from
    assert authorization.valid_until == first.replace(year=first.year + 2)
