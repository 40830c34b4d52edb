"""What an agency says once for all is filled in wherever a sentence names it."""

from pathlib import Path

import pytest

from guichet.kernel.content import filling, layers
from guichet.kernel.content.filling import called, filled, names_of_things
from guichet.kernel.content.placeholders import unlike
from guichet.kernel.content.texts import Texts

ENGLISH = "It comes within %(answer_time)s, %(name)s."


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "_KNOWN", [])
    words = {"en": {"answer_time": "2 days"}, "fr": {"answer_time": "2 jours"}}
    filling.fill_in(lambda language: words.get(language, {}))


def test_it_fills_in_what_it_knows_and_leaves_the_rest() -> None:
    assert filled(ENGLISH, "en") == "It comes within 2 days, %(name)s."
    assert filled("Nothing to fill in: 5%", "en") == "Nothing to fill in: 5%"


def test_it_fills_in_by_the_language_of_the_words(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text(f'a = "{ENGLISH}"\nb = "%(answer_time)s"', encoding="utf-8")
    (tmp_path / "fr.toml").write_text('a = "%(name)s : %(answer_time)s."', encoding="utf-8")
    texts = Texts(tmp_path)
    assert texts.get("a", "fr").text == "%(name)s : 2 jours."
    assert texts.get("b", "fr").text == "2 days"  # shown in English, and filled in so


def test_own_words_may_leave_it_out_and_nothing_else() -> None:
    assert list(unlike([ENGLISH], ["Soon, %(name)s."])) == []
    assert list(unlike(["Soon, %(name)s."], [ENGLISH])) == []
    assert list(unlike([ENGLISH], ["Soon."])) == ["other placeholders than %(name)s"]


def test_shipped_words_have_the_names_of_the_agency_and_own_words_their_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(filling, "_RENAMING", [])
    assert (called("A pass", "en"), names_of_things()) == ("A pass", "")
    filling.call_by(lambda text, language: text.replace("pass", "card"), names="card")
    assert (called("A pass", "en"), names_of_things()) == ("A card", "card")

    shipped, own = tmp_path / "shipped", tmp_path / "own"
    for folder, words in ((shipped, 'a = "A pass"\nb = "My pass"'), (own, 'b = "Our pass"')):
        folder.mkdir()
        (folder / "en.toml").write_text(words, encoding="utf-8")
    monkeypatch.setattr(layers, "_OWN", {shipped: own})
    texts = Texts(shipped)
    assert (texts.get("a", "en").text, texts.get("b", "en").text) == ("A card", "Our pass")
    assert (texts.is_own("a"), texts.is_own("b")) == (False, "en" in layers.spoken())
