"""Handing in while a file waits to be checked: nobody waits, and who must know is told."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.changes import actions
from guichet.applications.letters import mail as letters_mail
from guichet.applications.letters import pdf as letters_pdf
from guichet.applications.models import Application, Correspondence, Paper, PaperBytes
from guichet.applications.papers import queries, upkeep
from guichet.applications.papers.tests import files
from guichet.applications.papers.tests.browsing import (
    FURTHER,
    LIST,
    add,
    form,
    open_for,
    question_path,
    send,
)
from guichet.applications.papers.tests.scanning import look_at_papers
from guichet.applications.periods import period
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.kernel.models import Dispatch
from guichet.post.mail_body import Mail
from guichet.post.tests.reading import by_pdfium

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=3)


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


@pytest.fixture
def application(client: Client) -> Application:
    """Return an application with a question, which this browser has open."""
    application = worlds.make_asked()
    open_for(client, application)
    return application


def hand_in(client: Client, application: Application, content: bytes, name: str) -> str:
    """Send a file, hand it in before the worker has come to it, and return the page that comes."""
    send(client, question_path(application), content, name, words="See there.")
    assert "You can hand in now" in text_of(client.get(LIST))
    page = text_of(client.post(LIST + "hand-in/", follow=True))
    assert "We have received your answer" in page
    return page


def test_it_is_the_officers_once_it_is_checked(
    client: Client, application: Application, scanned: None
) -> None:
    page = hand_in(client, application, files.photo(), "certificate.jpg")
    assert "if we cannot accept it, we write to you" in page
    assert "Waiting to be checked" in page
    application.refresh_from_db()
    assert application.state == "info_received"
    assert (
        not queries.clean_papers().filter(state="handed_in").exists()
    )  # nobody opens what was not checked

    look_at_papers(now=LATER)
    assert queries.clean_papers().filter(state="handed_in").get().name == "certificate.jpg"
    page = text_of(client.get(LIST + "received/"))
    assert "Waiting to be checked" not in page
    assert "if we cannot accept it" not in page
    assert not Correspondence.objects.filter(kind="paper_refused").exists()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: files.photo()[:9_000], "This file cannot be read."),
        (files.infected_pdf, "We could not accept this file. Take a photo of the paper itself"),
    ],
    ids=["broken", "infected"],
)
def test_it_tells_by_letter_that_it_was_not_accepted(
    client: Client, application: Application, scanned: None, make: Callable[[], bytes], why: str
) -> None:
    hand_in(client, application, make(), "certificate.pdf")
    (paper,) = look_at_papers(now=LATER)
    assert paper.state == "refused"
    assert not PaperBytes.objects.exists()

    letter = Correspondence.objects.get(kind="paper_refused")
    dispatch = Dispatch.objects.get(kind="eta_letter", record=letter.pk)
    parcel = letters_mail.parcel(dispatch, LATER)
    assert parcel and isinstance(parcel.content, Mail)
    mail = " ".join(parcel.content.text.split())
    file_text = " ".join(by_pdfium(letters_pdf.pdf(letter)).split())
    for words in (paper.name, "A police certificate", why, "An explanation counts as well"):
        assert words in mail, words
        assert words in file_text, words
    assert "Eicar" not in mail + file_text

    page = text_of(client.get(LIST + "received/"))
    assert "Not accepted" in page
    assert why in page
    assert FURTHER in re.sub(r"/\d[a-z]{3}/", "/", page)
    add(client, FURTHER, files.small(), "again.jpg")  # and there is a way to go on
    assert "again.jpg" in text_of(client.post(LIST + "hand-in/", follow=True))


def test_it_writes_no_letter_about_a_case_that_is_over(
    client: Client, application: Application, scanned: None
) -> None:
    hand_in(client, application, files.photo()[:9_000], "a.jpg")
    actions.withdraw(application.pk, now=NOW)
    look_at_papers(now=LATER)
    assert not Correspondence.objects.filter(kind="paper_refused").exists()


def test_it_holds_back_a_letter_that_came_too_late(
    client: Client, application: Application, scanned: None
) -> None:
    hand_in(client, application, files.photo()[:9_000], "a.jpg")
    look_at_papers(now=LATER)
    actions.withdraw(application.pk, now=LATER)
    letter = Correspondence.objects.get(kind="paper_refused")
    dispatch = Dispatch.objects.get(kind="eta_letter", record=letter.pk)
    assert letters_mail.parcel(dispatch, LATER) is None


def test_it_keeps_what_was_handed_in_until_it_is_checked(
    client: Client, application: Application, settings: Any, clamd: str
) -> None:
    settings.CLAMD = "unix:/nowhere"
    hand_in(client, application, files.photo(), "a.jpg")
    look_at_papers(now=LATER)  # the scanner is down
    client.post(FURTHER, form(remove=Paper.objects.get().pk))  # it is not theirs to remove any more
    assert upkeep.purge(now=NOW + period("left_papers") + timedelta(days=1)) == 0
    settings.CLAMD = clamd
    look_at_papers(now=LATER + timedelta(minutes=1))
    assert queries.clean_papers().filter(state="handed_in").get().state == "handed_in"
