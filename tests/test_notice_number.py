"""What is shown at the desk is the number alone, wherever the notice speaks of it."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from guichet.booking.notice.contents import how_to_bring, printed
from guichet.booking.notice.mails import mail
from guichet.booking.notice.testing import make_notice
from guichet.booking.testing import make_coming_slot
from guichet.booking.tests.journey import CANCEL, NOTICE, book, press
from guichet.booking.tests.pages import text_of
from guichet.offices.words import texts
from guichet.web.languages import CATALOGUED
from guichet.web.pages.render import sentence
from tests.sentences import glossary

NOW = datetime(2027, 1, 2, tzinfo=UTC)
ENOUGH = (
    "At the office, the number is enough: no officer will ask you for the PIN. With both, you can"
    " see, print, move or cancel your appointment, so give the PIN to nobody."
)
HOME = "Print it, or write down its number. The notice tells you where to go and what to bring."


@pytest.mark.parametrize("language", CATALOGUED)
def test_nobody_is_told_to_bring_the_pin(language: str) -> None:
    notice = make_notice(language)
    bring = [words for words, _ in how_to_bring(notice)]
    bring += [sentence(HOME, language), str(texts("access").get("notice_at_the_door", language))]
    pin = "|".join(glossary(language)["words"]["pin"]) if language != "en" else "PIN"
    assert [words for words in bring if re.search(pin, words)] == []
    assert printed(notice)["references"]["keep"] == sentence(ENOUGH, language)
    assert bring[0] in mail(notice, "appointment_confirmed", now=NOW).text


@pytest.mark.django_db
def test_the_page_says_at_the_pin_that_no_officer_asks_for_it(client: Client) -> None:
    book(client, make_coming_slot())
    page = text_of(client.get(NOTICE))
    keys = page.partition('class="keys"')[2].partition("</section>")[0]
    assert "Write down both, and bring the number." in keys
    assert ENOUGH in keys
    assert "how the PIN" not in page


@pytest.mark.django_db
def test_a_canceled_notice_asks_to_bring_nothing(client: Client) -> None:
    book(client, make_coming_slot())
    press(client, CANCEL)
    page = text_of(client.get(NOTICE))
    assert "<title>This appointment is canceled" in page
    assert "bring the number" not in page
    assert ENOUGH not in page
