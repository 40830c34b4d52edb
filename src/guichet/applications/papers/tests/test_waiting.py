"""Papers that wait for the scanner: what is kept of them, and when they are taken up again."""

from datetime import timedelta
from typing import Any

import pytest

from guichet.applications import testing as worlds
from guichet.applications.models import Application, Paper, PaperBytes
from guichet.applications.papers import actions, scanner, upkeep
from guichet.applications.papers.scanner import Scan
from guichet.applications.papers.tests import files
from guichet.applications.papers.tests.scanning import look_at_papers
from guichet.applications.testing import NOW
from guichet.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


def add(application: Application, content: bytes) -> Paper:
    """Add a paper and let the worker look at it."""
    paper = actions.add(application.pk, None, name="a.pdf", original=content, now=NOW)
    look_at_papers(now=NOW)
    paper.refresh_from_db()
    return paper


def test_it_keeps_the_original_only_in_quarantine(down: None, settings: Any, clamd: str) -> None:
    original = files.photo_of_a_phone()
    paper = add(worlds.make_listed(), original)
    assert (paper.state, paper.verdict, paper.size) == ("waiting", "not_scanned", len(original))
    assert bytes(PaperBytes.objects.get().content) == original

    settings.CLAMD = clamd
    assert upkeep.take_up_waiting(now=LATER) == 1
    look_at_papers(now=LATER)
    paper.refresh_from_db()
    assert (paper.state, paper.verdict, paper.scanned_at) == ("ready", "clean", LATER)
    content = bytes(PaperBytes.objects.get().content)
    assert paper.size == len(content)
    assert b"Exif" not in content
    assert upkeep.take_up_waiting(now=LATER + timedelta(minutes=1)) == 0


def test_it_finds_out_later_that_a_paper_is_infected(down: None, settings: Any, clamd: str) -> None:
    paper = add(worlds.make_listed(), files.infected_pdf())
    settings.CLAMD = clamd
    look_at_papers(now=LATER)
    paper.refresh_from_db()
    assert (paper.state, paper.verdict, paper.reason) == ("refused", "infected", "not_accepted")
    assert not PaperBytes.objects.exists()
    assert "signature" in AuditEntry.objects.get(verb="refuse").facts


def test_it_asks_a_scanner_that_is_down_once_a_minute(
    down: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = worlds.make_listed()
    for pages in (1, 2, 3):
        add(application, files.pdf(pages))
    lengths: list[int] = []

    def scan_at(where: str, content: bytes, **options: float) -> Scan:
        lengths.append(len(content))
        return Scan("not_scanned")

    monkeypatch.setattr(scanner, "scan_at", scan_at)
    assert upkeep.take_up_waiting(now=LATER) == 0
    assert len(lengths) == 1
    assert upkeep.take_up_waiting(now=NOW + timedelta(seconds=30)) == 0
    assert len(lengths) == 1  # they were tried a moment ago
    monkeypatch.setattr(scanner, "scan_at", lambda *args, **options: Scan("clean"))
    assert upkeep.take_up_waiting(now=LATER) == 3
    assert upkeep.take_up_waiting(now=LATER) == 0  # they wait for the worker already


def test_it_tries_ever_less_often_what_the_scanner_will_not_scan(
    down: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = add(worlds.make_listed(), files.small())
    monkeypatch.setattr(scanner, "answers", lambda: True)
    minutes = []
    for minute in range(1, 60):
        if upkeep.take_up_waiting(now=NOW + timedelta(minutes=minute)):
            look_at_papers(now=NOW + timedelta(minutes=minute))
            minutes.append(minute)
    paper.refresh_from_db()
    assert paper.state == "waiting"
    assert minutes[:4] == [1, 2, 3, 4]
    assert len(minutes) < 20


def test_it_tells_in_time_that_a_paper_is_broken_while_the_scanner_is_down(down: None) -> None:
    paper = add(worlds.make_listed(), files.photo()[:9_000])
    assert (paper.state, paper.reason) == ("refused", "unreadable")
    assert not PaperBytes.objects.exists()
