"""The letters of the authorization on their way: through the outbox, once, to a mail server."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from pytest_django import Settings

from guichet.applications import tokens
from guichet.applications.enquiries.lost import Owner, send_numbers
from guichet.applications.letters import send as letters
from guichet.applications.letters.tests.test_pages_letters import open_it
from guichet.applications.models import Application
from guichet.applications.testing import GUESSER, NOW, make_draft, make_listed, make_paid
from guichet.applications.tests.visitor import Visitor
from guichet.booking.tests.postbox import Postbox, open_postbox
from guichet.kernel.guarding.table import PROOFS_OF_AN_ADDRESS
from guichet.kernel.models import Dispatch
from guichet.kernel.references import pin_for_people
from guichet.post import deliver

pytestmark = pytest.mark.django_db

ADDRESS = "/en/eta/yours/address/"


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    with open_postbox() as box:
        settings.EMAIL_URL = box.url
        yield box


def deliver_all(*, now: datetime = NOW) -> int:
    return sum(deliver.deliver(pk, now=now) for pk in Dispatch.objects.values_list("pk", flat=True))


def test_it_sends_each_letter_once(postbox: Postbox) -> None:
    application = make_paid()
    assert deliver_all() == 2
    assert deliver_all(now=NOW + timedelta(minutes=5)) == 0
    subjects = postbox.subjects()
    assert len(subjects) == 2
    assert any("approved" in subject for subject in subjects)
    assert {mail["To"] for mail in postbox.mails} == {"niamh@example.org"}

    letters.send_again(application.letters.get(kind="approved"), now=NOW)
    assert deliver_all() == 1


def test_it_sends_lost_numbers_with_the_fresh_pin(postbox: Postbox) -> None:
    draft = make_draft()
    owner = Owner(passport_number="PA0000000", issuer="IRL", born_on=date(1985, 5, 17))
    send_numbers(owner, networks=GUESSER.ladder, now=NOW)
    assert deliver_all() == 1
    assert pin_for_people(tokens.pin_of(Application.objects.get())) in postbox.text()
    assert pin_for_people(draft.pin) not in postbox.text()


def test_it_gives_up_what_is_too_old(postbox: Postbox) -> None:
    make_paid()
    assert deliver_all(now=NOW + timedelta(hours=25)) == 0
    assert postbox.mails == []
    assert not Dispatch.objects.filter(given_up_at=None).exists()


def test_nobody_can_flood_an_address_with_codes_and_the_answer_never_tells(
    postbox: Postbox,
) -> None:
    victim, pages = "victim@example.org", set()
    for number in range(PROOFS_OF_AN_ADDRESS.burst + 2):
        application = make_listed(number)
        browser = Visitor()
        open_it(browser, application)
        page = browser.post(ADDRESS, {"does": "send", "email": victim}, follow=True)
        pages.update(re.findall(r"<p[^>]*>We sent a code to .*?</p>", page.content.decode()))
    deliver_all()
    assert len(pages) == 1
    assert victim in pages.pop()
    to_victim = [mail for mail in postbox.mails if mail["To"] == victim]
    assert len(to_victim) == PROOFS_OF_AN_ADDRESS.burst
