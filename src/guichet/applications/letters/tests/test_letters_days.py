"""Every day in a letter is by the authority's clock, on both sides of the line of the date."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from guichet.applications.letters import mail as letters_mail
from guichet.applications.letters import pdf as letters_pdf
from guichet.applications.letters.tests.test_letters_pdf import text_of
from guichet.applications.letters.tests.test_pages_letters import LIST, last, open_it
from guichet.applications.testing import make_paid
from guichet.kernel import clock
from guichet.kernel.reading import days

pytestmark = pytest.mark.django_db
LINES = [
    ("Pacific/Tongatapu", datetime(2026, 11, 23, 11, 30, tzinfo=UTC), 24),
    ("Pacific/Pago_Pago", datetime(2026, 11, 23, 10, 30, tzinfo=UTC), 22),
]


@pytest.mark.parametrize(("zone", "at", "day"), LINES)
def test_a_letter_has_the_day_of_its_authority_in_name_print_mail_and_page(
    client: Client, monkeypatch: pytest.MonkeyPatch, zone: str, at: datetime, day: int
) -> None:
    monkeypatch.setattr(days, "_zone", ZoneInfo(zone))
    monkeypatch.setattr(clock, "now", lambda: at)
    application = make_paid(now=at)
    letter = last(application, "received")
    day_shown = f"November {day}, 2026"
    assert letters_pdf.name(letter).startswith(f"eta-2026-11-{day}-")
    assert text_of(letters_pdf.pdf(letter)).count(day_shown) == 2  # of the letter, of the payment
    mail = letters_mail.mail(letter)
    assert f"Paid on: {day_shown}" in mail.text
    assert [file.name for file in mail.attachments] == [letters_pdf.name(letter)]
    open_it(client, application)
    for path in (LIST, f"{LIST}{letter.pk}/", "/en/eta/apply/receipt/", "/en/eta/status/yours/"):
        page = client.get(path, follow=True).content.decode()
        assert f"November {day}, 2026" in page, path
        assert "November 23" not in page, path
    answer = client.get(f"{LIST}{letter.pk}/pdf/")
    assert letters_pdf.name(letter) in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("language", "foot"),
    [("ja", "1 / 2 ページ"), ("de", "Seite 1 von 2"), ("zh-Hant", "第 1 頁，共 2 頁")],
)
def test_the_foot_counts_pages_in_every_language_of_letters(language: str, foot: str) -> None:
    letter = last(make_paid(), "received")
    letter.letter_language, letter.summary_language = language, "ar"
    text = text_of(letters_pdf.pdf(letter))
    assert foot.replace(" ", "") in text.replace(" ", "")
    assert "Page 1" not in text
