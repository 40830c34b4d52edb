"""Papers beside the question that they answer: page by page, wider and narrower, without script."""

import io
import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from guichet.applications.changes import corrections
from guichet.applications.decisions import requests
from guichet.applications.models import Application, Paper
from guichet.applications.papers.tests import files
from guichet.applications.papers.workshop import order
from guichet.applications.testing import make_asked
from guichet.casework.testing import add_paper
from guichet.casework.tests.desk import REFUSAL, address, body, change_of
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    return make_asked(now=clock.now())


def papers(application: Application) -> list[Paper]:
    """Put two papers into the first answer, and one beside it that nobody asked for."""
    question, now = application.requests.get().pk, clock.now()
    offer = requests.offer_information(application.pk, "See the photo.", now=now).pk
    pdf, photo = files.pdf(3), files.photo(size=(1600, 1200))
    return [
        add_paper(application, question, "court.pdf", content=pdf, pages=3, now=now),
        add_paper(application, question, "stamp.jpg", content=photo, kind="jpeg", now=now),
        add_paper(application, offer, "me.jpg", content=photo, kind="jpeg", now=now),
    ]


class Reader:
    """An officer without script: presses links of the file and reads what comes."""

    def __init__(self, application: Application) -> None:
        self.client = Client()
        self.officer = sign_in(self.client, "deciding_officer")
        self.file = address(application)
        self.open("")

    def open(self, query: str) -> None:
        self.page = body(self.client.get(self.file + query))
        # What fills a viewer by script is no part of what is read.
        self.page = re.sub(r"<template.*?</template>", "", self.page, flags=re.DOTALL)
        self.viewer = self.page.partition(" data-viewer ")[2].partition("</section>")[0]

    def press(self, words: str) -> None:
        links = re.findall(r'<a [^>]*href="([^"]*)"([^>]*)>(.*?)</a>', self.page, re.DOTALL)
        href = next(href for href, rest, text in links if words in text and "hidden" not in rest)
        self.open(unescape(href).partition("#")[0])

    @property
    def place(self) -> str:
        title = self.viewer.partition("</h4>")[0].partition("<h4")[2].partition(">")[2]
        return " ".join(re.sub(r"<[^>]+>", "", title).split())

    def picture(self) -> Image.Image:
        path = re.search(r'<img [^>]*src="([^"]+)"', self.viewer)
        assert path, self.viewer
        answer = self.client.get(path[1])
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["Cache-Control"] == "no-store, private"
        return Image.open(io.BytesIO(answer.content))


def test_it_turns_the_pages_of_an_answer_one_by_one(application: Application) -> None:
    court, stamp, _ = papers(application)
    reader = Reader(application)
    assert reader.viewer == ""
    reader.press("court.pdf")
    assert reader.place == "court.pdf Page 1 of 3"
    newest = reader.page.partition('class="entry question"')[2].partition("</article>")[0]
    assert "me.jpg" in newest, "the newest stands first, and has none of it"
    assert "data-viewer" not in newest
    assert reader.picture().size[0] == 1000
    for page in (2, 3):
        reader.press("Next page")
        assert reader.place == f"court.pdf Page {page} of 3"
    reader.press("Next page")
    assert reader.place == "stamp.jpg Page 1 of 1"
    assert re.search(r'data-of="after"[^>]* hidden>', reader.viewer), "it is the last one"
    reader.press("Larger")
    assert "150%" in reader.viewer
    assert reader.picture().size == (1500, 1125)
    reader.press("Previous page")
    assert (reader.place, "150%" in reader.viewer) == ("court.pdf Page 3 of 3", True)
    reader.press("Close the paper")
    assert reader.viewer == ""
    looks = AuditEntry.objects.filter(verb="see", actor=f"staff:{reader.officer.pk}")
    leaves = looks.filter(facts__leaf__isnull=False).order_by("pk").values_list("facts", flat=True)
    assert [(look["paper"], look["leaf"]) for look in leaves] == [(court.pk, 1), (stamp.pk, 1)]


def test_what_is_new_stays_while_papers_are_opened(application: Application) -> None:
    court, *_ = papers(application)
    reader = Reader(application)
    corrections.correct(application.pk, {"home_city": "Cork"}, now=clock.now())
    reader.open("")
    for query in (f"?paper={court.pk}", f"?paper={court.pk}&page=2", ""):
        reader.open(query)
        assert "Before: Galway" in reader.page  # for as long as somebody sits over it


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("paper={court}&page=99&zoom=170", "court.pdf Page 3 of 3"),
        ("paper={court}&page=-4&zoom=x", "court.pdf Page 1 of 3"),
        ("paper={court}&page=２", "court.pdf Page 2 of 3"),
        ("paper=999999", ""),
        ("paper=" + "9" * 30, ""),
        ("paper=<b>&page=2", ""),
    ],
)
def test_it_shows_the_nearest_page_of_what_an_address_asks_for(
    application: Application, query: str, place: str
) -> None:
    court, *_ = papers(application)
    reader = Reader(application)
    reader.open("?" + query.format(court=court.pk))
    assert reader.place == place


def test_it_draws_no_page_that_is_not_there(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    court, *_ = papers(application)
    reader = Reader(application)
    folder = address(application, "papers", court.pk)
    for end in ("pages/4/100/", "pages/0/100/", "pages/1/120/"):
        assert reader.client.get(folder + end).status_code == 404
    with monkeypatch.context() as patch:
        patch.setattr(order, "PATIENCE_FOR_A_PAGE", 0.01)
        answer = reader.client.get(folder + "pages/1/100/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5"), "the machine has no time"
    Paper.objects.update(state="refused", verdict="infected")
    assert reader.client.get(folder + "pages/1/100/").status_code == 404
    assert not AuditEntry.objects.filter(facts__leaf__isnull=False).exists()


def test_papers_are_read_while_a_deed_is_typed_and_nothing_is_lost(
    application: Application,
) -> None:
    court, *_ = papers(application)
    requests.answer_request(application.pk, court.request_id or 0, "Here.", now=clock.now())
    reader = Reader(application)
    path = address(application, "refuse")
    page = body(reader.client.get(path))
    button = re.search(rf'formaction="([^"]*)"[^>]* data-paper="{court.pk}"', page)
    assert button
    form = {**REFUSAL, "seen": change_of(page), "step": "look"}
    look = body(reader.client.post(path + unescape(button[1]).partition("#")[0], form))
    assert "Page 1 of 3" in look
    assert str(REFUSAL["words"]) in look
    assert 'value="offence_details" checked' in look
    assert application.decisions.count() == 0
    review = reader.client.post(path, {**form, "step": ""})
    again = body(reader.client.post(f"{path}?paper={court.pk}&page=2", carried(review)))
    assert "Page 2 of 3" in again.replace("&quot;", '"')
    assert "This is what the person will read" in again, "the letter is still there"


def carried(page: HttpResponse) -> dict[str, object]:
    """Return what a page that asks for a confirmation carries, with the button of a paper."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)">', body(page)
    ):
        fields.setdefault(name, []).append(unescape(value))
    return {**fields, "step": "look"}
