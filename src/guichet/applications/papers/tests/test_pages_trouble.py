"""The pages of papers when something goes wrong: nothing is lost, and it says what to do."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications import tokens
from guichet.applications.changes import actions as changes_actions
from guichet.applications.models import (
    ExplanationDraft,
    Paper,
    PaperBytes,
)
from guichet.applications.papers import actions, answering
from guichet.applications.papers.tests import files
from guichet.applications.papers.tests.browsing import (
    FURTHER,
    LIST,
    a_file,
    add,
    form,
    open_for,
    question_path,
)
from guichet.applications.papers.tests.scanning import EICAR
from guichet.applications.papers.workshop.tests import test_filled
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.applications.tests.visitor import leads_to
from guichet.kernel.guarding.table import PAPERS
from guichet.kernel.models import AuditEntry
from guichet.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This file is empty"),
        (files.HTML, "This is not a PDF"),
        (bytes(26 * 1024 * 1024), "This file is larger than 25 MB"),
    ],
    ids=["empty", "html", "26 MB"],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(
    client: Client, content: bytes, says: str
) -> None:
    application = worlds.make_asked()
    open_for(client, application)
    page = add(client, question_path(application), content, words="A long story.")
    assert page.status_code == 422
    assert f'<p class="error" id="paper-error">{says}' in text_of(page)
    assert 'href="#paper"' in text_of(page)
    assert "A long story." in text_of(page)
    assert ExplanationDraft.objects.get().words == "A long story."
    assert not Paper.objects.exists()


def test_it_says_that_no_file_was_chosen(client: Client) -> None:
    application = worlds.make_asked()
    page = open_for(client, application).post(question_path(application), form(do="add"))
    assert page.status_code == 422
    assert "No file was chosen" in text_of(page)


def test_it_takes_no_part_of_a_form_for_the_whole(client: Client) -> None:
    application = worlds.make_asked()
    fields = form(do="add", paper=a_file(files.small()))
    del fields["end"]
    page = open_for(client, application).post(question_path(application), fields)
    assert "did not arrive whole" in text_of(page)
    assert not Paper.objects.exists()


def test_it_keeps_a_paper_in_quarantine_while_the_scanner_is_down(
    client: Client, settings: Any
) -> None:
    settings.CLAMD = "unix:/nowhere"
    application = worlds.make_asked()
    path = question_path(open_for(client, application) and application)
    assert leads_to(add(client, path, files.small())) == path + "?said=waits"
    paper = Paper.objects.get()
    assert "Waiting to be checked" in text_of(client.get(path))
    for what in ("file", "picture"):
        assert client.get(f"{LIST}{paper.pk}/{what}/").status_code == 404
    assert "You can hand in now" in text_of(client.get(LIST))
    page = client.post(LIST + "hand-in/", follow=True)
    assert "A file is still waiting to be checked" in text_of(page)
    assert "Waiting to be checked" in text_of(page)


def test_it_tells_nobody_but_staff_what_an_infected_paper_holds(
    client: Client, scanned: None
) -> None:
    application = worlds.make_asked()
    path = question_path(open_for(client, application) and application)
    answer = add(client, path, files.infected_pdf(), words="See there.")
    page = text_of(client.get(answer["Location"]))
    assert "We could not accept this file" in page
    assert "<title>Error: " in page
    assert "irus" not in page
    assert "Eicar" not in page
    paper = Paper.objects.get()
    assert (paper.state, paper.verdict) == ("refused", "infected")
    assert not PaperBytes.objects.exists()
    note = AuditEntry.objects.get(record_type="paper", verb="refuse")
    assert str(note.facts["signature"]).startswith("Eicar")
    client.post(LIST + "hand-in/")  # the explanation counts
    assert application.requests.get().answered_at == NOW


def test_it_lists_no_refused_paper_as_ready(client: Client, scanned: None) -> None:
    application = worlds.make_asked()
    path = question_path(open_for(client, application) and application)
    add(client, path, files.infected_pdf(), name="bad.pdf")
    add(client, path, files.small(), name="good.pdf")
    page = text_of(client.get(LIST))
    ready, _, rest = page.partition("Ready to hand in")[2].partition("Not accepted")
    assert "good.jpg" in ready and "bad.pdf" not in ready
    assert "bad.pdf" in rest


@pytest.mark.parametrize("text", [test_filled.GREEK, test_filled.CHINESE, test_filled.ARABIC])
def test_it_keeps_a_filled_form_or_says_what_to_do(
    client: Client, scanned: None, text: str
) -> None:
    application = worlds.make_asked()
    path = question_path(open_for(client, application) and application)
    answer = add(client, path, test_filled.form(text, needs=True), name="form.pdf")
    page = client.get(answer["Location"])
    assert "This form holds words that would be lost here" in text_of(page)
    pdf_form = test_filled.form(text, needs=True, drawing=test_filled.drawing_of(text))
    page = client.get(add(client, path, pdf_form, name="form.pdf")["Location"])
    assert "The file was added and checked" in text_of(page)


def test_it_keeps_what_two_windows_wrote(client: Client) -> None:
    application = worlds.make_asked()
    path = question_path(open_for(client, application) and application)
    client.post(path, form(words="From the first window."))
    client.post(path, form(words=""))  # the second one only looked
    assert ExplanationDraft.objects.get().words == "From the first window."
    client.post(path, form(words="From the second window."))
    assert "From the first window." in text_of(client.get(path))
    assert "From the second window." in text_of(client.get(path))


def test_it_keeps_what_comes_for_a_question_that_was_answered(
    client: Client, scanned: None
) -> None:
    application = worlds.make_asked()
    path = question_path(open_for(client, application) and application)
    client.post(path, form(words="Here."))
    client.post(LIST + "hand-in/")
    answer = add(client, path, files.small(), words="And this.")
    assert leads_to(answer) == FURTHER + "?said=moved"
    page = text_of(client.get(answer["Location"]))
    assert "And this." in page
    assert "scan.jpg" in page


def test_it_adds_nothing_to_what_is_decided(client: Client) -> None:
    application = worlds.make_asked()
    path = question_path(open_for(client, application) and application)
    changes_actions.withdraw(application.pk, now=NOW)
    page = client.post(path, form(words="Wait, one more thing."))
    assert page.status_code == 409
    assert "Wait, one more thing." in text_of(page)
    assert "Nothing can be added" in text_of(client.get(LIST))
    assert not ExplanationDraft.objects.exists()


def test_it_keeps_the_words_while_somebody_signs_in_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = worlds.make_asked()
    open_for(client, application)
    stop_clock(monkeypatch, NOW + timedelta(minutes=31))
    page = add(client, question_path(application), files.small(), words="Do not lose me.")
    assert page.status_code == 403
    assert "Do not lose me." in text_of(page)
    assert 'name="paper_was_lost" value="yes"' in text_of(page)
    pin = tokens.pin_of(application)
    fields = {"words": "Do not lose me.", "loaded": actions.mark_of(""), "do": "add", "end": "1"}
    keys = {"number": application.number, "pin": pin, "paper_was_lost": "yes"}
    answer = client.post(question_path(application), {**fields, **keys})
    assert "please add it again" in text_of(client.get(answer["Location"]))
    assert ExplanationDraft.objects.get().words == "Do not lose me."


def test_it_lets_a_slow_line_finish(
    client: Client, scanned: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = worlds.make_asked()
    open_for(client, application)
    later = iter([NOW + timedelta(minutes=29)])
    monkeypatch.setattr(
        "guichet.kernel.clock.now", lambda: next(later, NOW + timedelta(minutes=55))
    )
    assert add(client, question_path(application), files.small()).status_code == 302
    assert client.get(LIST).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(0, 403), (40 * 60, 302)])
def test_it_lets_a_slow_line_finish_that_was_waited_for_before_the_page_was_asked(
    client: Client, scanned: None, monkeypatch: pytest.MonkeyPatch, seconds: int, status: int
) -> None:
    application = worlds.make_asked()
    open_for(client, application)
    stop_clock(monkeypatch, NOW + timedelta(minutes=55))
    client.defaults["guichet.seconds"] = seconds  # its body was on its way for so long
    assert add(client, question_path(application), files.small()).status_code == status


def test_it_keeps_what_was_typed_and_chosen_when_the_language_changes(
    client: Client, scanned: None
) -> None:
    application = worlds.make_asked()
    open_for(client, application)
    path = question_path(application).replace("/en/", "/fr/")
    answer = add(client, path, files.small(), words="Still here.", language="fr")
    assert leads_to(answer) == path + "?said=added"
    page = text_of(client.get(answer["Location"]))
    assert "Still here." in page
    assert "scan.jpg" in page
    assert client.cookies[visits.LANGUAGE].value == "fr"


def test_it_refuses_a_form_of_another_site() -> None:
    application = worlds.make_asked()
    client = open_for(Client(enforce_csrf_checks=True), application)
    assert add(client, question_path(application), files.small(), words="Evil").status_code == 403
    assert not ExplanationDraft.objects.exists()


def test_it_reads_no_large_body_of_a_stranger(client: Client) -> None:
    application = worlds.make_asked()
    for path in (question_path(application), "/en/eta/apply/"):
        body = form(paper=a_file(bytes(3 * 1024 * 1024)))
        assert client.post(path, body).status_code == 413


def test_it_limits_how_many_papers_a_network_sends(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PAPERS", replace(PAPERS, burst=1))
    application = worlds.make_asked()
    open_for(client, application)
    pages = [add(client, question_path(application), files.HTML, words="Mine") for _ in range(2)]
    assert [page.status_code for page in pages] == [422, 429]
    assert ExplanationDraft.objects.get().words == "Mine"


def test_it_takes_no_longer_explanation_than_it_can_keep(client: Client) -> None:
    application = worlds.make_asked()
    page = open_for(client, application).post(question_path(application), form(words="x" * 10_001))
    assert page.status_code == 422
    assert "x" * 10_001 in text_of(page)
    assert "at most 10,000 characters" in text_of(page)


def test_it_finds_eicar_under_whatever_name(client: Client, scanned: None) -> None:
    application = worlds.make_asked()
    open_for(client, application)
    page = add(client, question_path(application), files.photo() + EICAR, "holiday.jpg")
    assert leads_to(page).endswith("said=refused")
