"""Adding a file: it is kept at once, looked at by the worker, and the page goes on by itself."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.models import Paper, PaperBytes
from guichet.applications.papers import checking, scanner
from guichet.applications.papers.tests import files
from guichet.applications.papers.tests.browsing import FURTHER, form, open_for, question_path, send
from guichet.applications.papers.tests.scanning import look_at_papers
from guichet.applications.papers.workshop import order
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.applications.tests.visitor import Visitor, leads_to

pytestmark = pytest.mark.django_db
RELOADS = re.compile(r'<noscript>\s*<meta http-equiv="refresh" content="(\d+)">')


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


@pytest.fixture
def path(client: Client) -> str:
    """Return the page of a question, which this browser has open."""
    application = worlds.make_asked()
    open_for(client, application)
    return question_path(application)


def test_it_only_keeps_what_came_and_answers_at_once(
    client: Client, path: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLAMD = "unix:/nowhere"

    def never(*args: object, **options: object) -> None:
        raise AssertionError("this is for the worker")

    monkeypatch.setattr(order, "make", never)
    monkeypatch.setattr(scanner, "scan", never)
    original = files.photo()
    answer = send(client, path, original, "a.jpg", words="See there.")
    assert bytes(PaperBytes.objects.get().content) == original

    page = client.get(answer["Location"])
    assert "We are looking at your file" in text_of(page)
    assert "a.jpg" in text_of(page)
    assert RELOADS.findall(text_of(page)) == ["5"]
    assert "no-store" in page["Cache-Control"]


def test_it_goes_on_by_itself_once_the_file_is_looked_at(
    client: Client, path: str, scanned: None
) -> None:
    looking = send(client, path, files.photo(), words="See there.")["Location"]
    assert client.get(looking).status_code == 200
    look_at_papers(now=NOW)
    answer = client.get(looking)
    assert leads_to(answer) == path + "?said=added"
    page = text_of(client.get(answer["Location"]))
    assert "The file was added and checked" in page
    assert "See there." in page
    assert not RELOADS.search(page)


def test_it_says_what_is_wrong_with_a_file_that_cannot_be_read(
    client: Client, path: str, scanned: None
) -> None:
    looking = send(client, path, files.photo()[:9_000], words="A long story.")["Location"]
    look_at_papers(now=NOW)
    answer = client.get(looking)
    assert leads_to(answer) == path + "?said=refused"
    page = text_of(client.get(answer["Location"]))
    assert "We could not accept this file" in page
    assert "This file cannot be read" in page
    assert "A long story." in page
    assert not PaperBytes.objects.exists()


def test_it_lets_somebody_go_on_without_waiting(client: Client, path: str, scanned: None) -> None:
    page = client.get(send(client, path, files.small())["Location"])
    assert f'href="{path}"' in re.sub(r"/\d[a-z]{3}/", "/", text_of(page))
    page = client.get(path)
    assert "Waiting to be checked" in text_of(page)
    assert not RELOADS.search(text_of(page))  # what is typed there is not to be lost


def test_it_reads_undisturbed_who_wants_to(client: Client, path: str, scanned: None) -> None:
    looking = send(client, path, files.small())["Location"]
    assert 'href="?still"' in text_of(client.get(looking))
    page = text_of(client.get(looking + "?still"))
    assert not RELOADS.search(page)
    assert "See whether we are done" in page


def test_it_does_not_keep_a_visit_open_for_ever(
    client: Client, path: str, scanned: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = send(client, path, files.small())["Location"]
    stop_clock(monkeypatch, NOW + timedelta(minutes=6))
    page = text_of(client.get(looking))
    assert "This takes longer than usual" in page
    assert not RELOADS.search(page)


def test_it_says_that_the_scanner_is_down(client: Client, path: str, settings: Any) -> None:
    settings.CLAMD = "unix:/nowhere"
    looking = send(client, path, files.small())["Location"]
    look_at_papers(now=NOW)
    answer = client.get(looking)
    assert leads_to(answer) == path + "?said=waits"
    assert "could not be checked right now" in text_of(client.get(answer["Location"]))


def test_it_does_not_wait_where_there_is_no_scanner(client: Client, path: str) -> None:
    answer = client.get(send(client, path, files.small())["Location"])
    assert leads_to(answer) == path + "?said=waits"
    assert "Files cannot be checked on this site" in text_of(client.get(answer["Location"]))


def test_it_shows_nobody_the_file_of_another(client: Client, path: str, scanned: None) -> None:
    other = worlds.make_asked(2)
    looking = send(client, path, files.small())["Location"]
    theirs = open_for(Visitor(), other)
    assert theirs.get(looking).status_code == 404
    assert client.get(looking.replace(f"/{Paper.objects.get().pk}/", "/99999/")).status_code == 404


def test_it_follows_a_file_whose_question_was_dropped(
    client: Client, path: str, scanned: None
) -> None:
    looking = send(client, path, files.small())["Location"]
    officer = worlds.make_officer()
    worlds.decisions.resume(Paper.objects.get().application_id, officer=officer, now=NOW)
    look_at_papers(now=NOW)
    assert leads_to(client.get(looking)) == FURTHER + "?said=added"


def test_it_takes_what_was_removed_for_done(client: Client, path: str, scanned: None) -> None:
    looking = send(client, path, files.small())["Location"]
    client.post(path, form(remove=Paper.objects.get().pk))
    assert look_at_papers(now=NOW) == []
    assert leads_to(client.get(looking)) == path


def test_it_makes_again_what_a_worker_left_in_the_middle(
    client: Client, path: str, scanned: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = send(client, path, files.small())["Location"]
    with monkeypatch.context() as fall:
        fall.setattr(checking, "check", lambda *args, **options: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            look_at_papers(now=NOW)
    assert client.get(looking).status_code == 200
    look_at_papers(now=NOW)
    assert leads_to(client.get(looking)) == path + "?said=added"
