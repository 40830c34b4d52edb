"""The notice on a page: what is needed first comes first, and phones are told of in one way."""

import pytest
from django.test import Client

from guichet.booking.models import Slot
from guichet.booking.tests.journey import BASE, book
from guichet.booking.tests.pages import text_of
from guichet.booking.tests.postbox import Postbox, deliver_all
from guichet.offices.words import texts
from guichet.post.tests.reading import READERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
ON_PAPER = "Bring your appointment notice on paper. If you cannot print it, write"
EITHER = "Bring your appointment notice, on paper or on your phone."


def booked_at(client: Client, slot: Slot, *, access: list[str]) -> str:
    """Book at an office with rules of its own; return the page of the notice."""
    slot.office.access = access
    slot.office.save()
    return text_of(book(client, slot, email="ada@example.org"))


def test_it_shows_number_and_pin_before_the_code_for_the_desk(client: Client, slot: Slot) -> None:
    page = booked_at(client, slot, access=["no_phones"])
    first = [page.index(part) for part in ('class="references"', 'class="qr"', 'id="bring"')]
    assert first == sorted(first)


@pytest.mark.parametrize(
    ("rule", "sentence", "unsaid"),
    [("no_phones", ON_PAPER, EITHER), ("phones_silent", EITHER, ON_PAPER)],
)
def test_it_says_the_same_of_phones_on_page_paper_and_mail(
    client: Client, slot: Slot, postbox: Postbox, rule: str, sentence: str, unsaid: str
) -> None:
    page = booked_at(client, slot, access=["security_check", "notice_at_the_door", rule])
    printed = client.get(f"{BASE}notice.pdf").content
    deliver_all()
    own = texts("access").get(rule, "en").text
    papers = [page, postbox.text(), *(read(printed) for read in READERS.values())]
    for paper in (" ".join(paper.split()) for paper in papers):
        assert sentence in paper
        assert unsaid not in paper
        assert paper.count(own) == 1
        assert "on a screen" not in paper
