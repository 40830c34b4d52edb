"""The island promises two years and an answer in 48 hours, and says so everywhere it promises."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from guichet.applications.letters.pdf import pdf
from guichet.applications.letters.tests.test_letters_made import letter_of, mail_of
from guichet.applications.papers.tests.browsing import open_for, question_path
from guichet.applications.testing import NOW, make_asked, make_paid
from guichet.applications.tests.paper import stop_clock
from guichet.applications.tests.visitor import Visitor
from tests.agencies.island.test_letters import read_again

pytestmark = pytest.mark.django_db
YEARS = {"en": "2 years", "ja": "2 年"}
HOURS = {"en": "48 hours", "ja": "48 時間"}
SHIPPED_NAME = re.compile(r"(?<![A-Za-z])(?:eTA|AVE)s?(?![A-Za-z])")
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


@pytest.mark.parametrize("language", YEARS)
def test_it_calls_its_authorization_by_its_own_name(language: str) -> None:
    reader = Visitor()
    paths = ("eta/", "eta/need/", "eta/results/", "contact/", "privacy/")
    pages = [reader.get(f"/{language}/{path}", follow=True).content.decode() for path in paths]
    assert [SHIPPED_NAME.findall(page) for page in pages] == [[]] * len(pages)
    assert all("TTA" in page for page in pages)
    mail = mail_of(letter_of(make_paid(stay_purpose="holiday"), "approved", letter=language))
    assert "TTA" in mail.text
    assert not SHIPPED_NAME.search(mail.text + mail.subject)


def test_it_promises_nothing_of_another_law() -> None:
    page = Visitor().get("/en/eta/results/").content.decode()
    assert "special authorization" not in page
    assert "no checked address" not in page
    assert "appeal" not in page
    letter = letter_of(make_paid(stay_purpose="holiday"), "refused", letter="en")
    assert "appeal" not in mail_of(letter).text
    own = letter_of(make_paid(2, stay_purpose="holiday"), "refused", letter="ja")
    assert "裁判所に不服を申し立てることができます" in mail_of(own).text


def test_a_program_reads_from_when_its_rules_are_known() -> None:
    body = {"on": "2017-01-01"}
    answer = Visitor().post("/api/v1/eta/eligibility", body, content_type="application/json")
    assert "2018-06-05" in answer.content.decode()
    about = Visitor().get("/api/v1/openapi.json").content.decode()
    assert "2018-06-05" not in about


@pytest.mark.parametrize(("language", "read"), [("en", "English or Japanese"), ("ja", "日本語")])
def test_papers_are_written_in_the_languages_its_officers_read(
    monkeypatch: pytest.MonkeyPatch, language: str, read: str
) -> None:
    stop_clock(monkeypatch, NOW)
    application = make_asked(stay_purpose="holiday")
    path = question_path(application).replace("/en/", f"/{language}/")
    page = open_for(Client(), application).get(path).content.decode()
    assert page.count(read) > 1
    assert "French" not in page and "フランス語" not in page
