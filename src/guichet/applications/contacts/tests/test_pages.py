"""The page on which a client reads what they told us and what we said."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import tokens
from guichet.applications.enquiries import actions
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.models import Application
from guichet.applications.testing import NETWORK, make_listed, make_officer
from guichet.interactions import actions as contacts
from guichet.interactions.testing import make_noted
from guichet.kernel import clock
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
PAGE = "eta/yours/contacts/"


def open_it(client: Client, application: Application) -> None:
    pin = tokens.pin_of(application)
    client.post("/en/eta/apply/resume/", {"number": application.number, "pin": pin})


def test_it_tells_what_was_asked_said_and_promised_and_nothing_internal(client: Client) -> None:
    application, now = make_listed(now=clock.now()), clock.now()
    subject = ("application", application.number)
    words = [("told", "Bring the passport."), ("internal", "Sounded upset.")]
    call = make_noted(words, subject, now=now)
    contacts.make_promise(
        call.pk, "call_back", due_on=(now + timedelta(days=3)).date(), owner="agents", now=now
    )
    make_noted([("told", "Of somebody else.")], ("application", "V572319048"), now=now)
    question = EnquiryQuestion(kind="other", language="en", words="May I change my flight?")
    enquiry = actions.ask(question, application=application.pk, network=NETWORK, now=now)
    actions.answer(enquiry.pk, "Yes, you may.", officer=make_officer(), now=now)

    open_it(client, application)
    page = client.get(f"/en/{PAGE}").content.decode()
    for text in ("Bring the passport.", "May I change my flight?", "Yes, you may.", "A call back"):
        assert text in page
    for text in ("Sounded upset", "Of somebody else", str(enquiry.officer)):
        assert text not in page
    assert page.count('class="card letter"') == 3
    assert page.partition("Bring the passport.")[0].rpartition("<h3>")[2].startswith("We said")
    assert "/yours/contacts/" in client.get("/en/eta/status/yours/").content.decode()


@pytest.mark.parametrize("language", ["ar", "ja"])
def test_it_says_so_where_there_is_none(client: Client, language: str) -> None:
    open_it(client, make_listed(now=clock.now()))
    page = client.get(f"/{language}/{PAGE}").content.decode()
    assert texts("history").get("none", language).text in page


def test_it_is_closed_without_number_and_pin(client: Client) -> None:
    answer = client.get(f"/en/{PAGE}", follow=True)
    assert 'name="pin"' in answer.content.decode()
