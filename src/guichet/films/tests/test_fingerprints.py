"""A film is stale when something that it shows is otherwise, and only then."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from guichet.films import fingerprints, upkeep
from guichet.films.fingerprints import changes, mark_of, parts_of
from guichet.films.listening import Notebook, Said
from guichet.films.table import films
from guichet.films.testing import keep_film
from guichet.kernel.content.hearing import LISTENERS
from guichet.kernel.database import marks
from guichet.web.words import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client: Client, tmp_path: Path) -> Iterator[Callable[[str], frozenset[Said]]]:
    """Ask for a page as a site that is filmed, and return what it said."""
    notebook = Notebook(tmp_path / "said.txt")

    def sayings(path: str) -> frozenset[Said]:
        notebook.begin()
        LISTENERS.append(notebook.note)
        try:
            assert client.get(path).status_code == 200
        finally:
            LISTENERS.remove(notebook.note)
        return notebook.said()

    yield sayings
    forget()


def forget() -> None:
    mark_of.cache_clear()
    fingerprints._by_words.cache_clear()


def test_what_a_page_is_made_of_is_noted_while_it_is_shown(
    ask: Callable[[str], frozenset[Said]],
) -> None:
    parts = parts_of(films()["status"], "fr", ask("/fr/eta/status/"))
    assert {"sheet", "agency@fr", "journey:status", "recording"} <= parts.keys()
    assert "template:applications/status/form.html@fr" in parts
    assert "template:web/chrome.html@fr" in parts and "template:web/base.html@fr" in parts
    assert "words:apply:look.title@fr" in parts
    assert "words:apply:pay.title@fr" not in parts
    assert "" not in parts.values()


def test_a_sentence_makes_those_films_stale_that_say_it_and_no_others(
    ask: Callable[[str], frozenset[Said]], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = {
        ("status", "fr"): "/fr/eta/status/",
        ("status", "ar"): "/ar/eta/status/",
        ("apply", "fr"): "/fr/eta/apply/",
        ("book", "fr"): "/fr/appointments/",
    }
    records = {}
    for (code, language), path in paths.items():
        parts = parts_of(films()[code], language, ask(path))
        records[code, language] = keep_film(code, language, parts=parts)

    def stale() -> dict[tuple[str, str], list[str]]:
        forget()
        return {key: names for key, film in records.items() if (names := changes(film))}

    assert stale() == {}
    with monkeypatch.context() as change:
        words = texts("apply")._texts["fr"]
        for key in ("look.lede", "pay.title"):  # no film of these shows the page of the fee
            change.setitem(words, key, replace(words[key], text="Autre chose."))
        assert stale() == {("status", "fr"): ["words:apply:look.lede@fr"]}
        assert upkeep.look() == {"fresh": 3, "stale": 1}
        assert marks.value_of("films:stale") == "1"
    with monkeypatch.context() as change:
        change.setattr(fingerprints, "sheet", lambda colors: "main { color: red }")
        assert stale() == {key: ["sheet"] for key in paths}
    assert stale() == {}


def test_a_sentence_of_a_template_makes_the_film_stale_that_shows_it(
    ask: Callable[[str], frozenset[Said]], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = parts_of(films()["book"], "fr", ask("/fr/appointments/"))
    film = keep_film("book", "fr", parts=parts)
    other = keep_film(
        "status", "fr", parts=parts_of(films()["status"], "fr", ask("/fr/eta/status/"))
    )
    here = fingerprints.environment("fr")
    before = here.filters["t"]

    def otherwise(text: str) -> object:
        return "Trouver" if text == "Find my office" else before(text)

    monkeypatch.setitem(here.filters, "t", otherwise)
    forget()
    assert changes(film) == ["template:booking/start.html@fr"]
    assert changes(other) == []


def test_what_is_gone_is_a_change() -> None:
    names = ("words:apply:never.said@fr", "template:no/such.html@fr", "journey:none")
    film = keep_film("book", "en", parts=dict.fromkeys(names, "1a2b3c4d"))
    forget()
    assert changes(film) == list(names)
