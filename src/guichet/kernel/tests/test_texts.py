"""Content in a language: fallback to English, completeness, staleness."""

from pathlib import Path

import pytest

from guichet.kernel.texts import Text, Texts


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    files = {
        "tree": "version = 3\n",
        "en": 'translated_from = 3\nplain = "Hello"\n[passport]\nask = "Where is it?"\n',
        "ar": 'translated_from = 3\nplain = "مرحبا"\n[passport]\nask = "أين هو؟"\n',
        "fr": 'translated_from = 2\nplain = "Bonjour"\nleftover = "Reste"\n',
    }
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return Texts(tmp_path)


def test_it_gives_words_in_the_language(texts: Texts) -> None:
    assert texts.get("passport.ask", "ar") == Text("أين هو؟", "ar")
    assert texts.languages() == {"en", "ar", "fr"}


@pytest.mark.parametrize("language", ["fr", "ja"])
def test_it_falls_back_to_english_and_says_so(texts: Texts, language: str) -> None:
    assert texts.get("passport.ask", language) == Text("Where is it?", "en")


def test_it_tells_what_is_stale_missing_and_left_over(texts: Texts) -> None:
    assert texts.stale() == {"fr"}
    assert texts.get("plain", "fr").stale
    assert not texts.get("plain", "en").stale
    assert texts.missing() == [("fr", "passport.ask")]
    assert texts.unknown() == [("fr", "leftover")]


def test_it_lists_a_text_in_all_languages_english_first(texts: Texts) -> None:
    assert list(texts.everywhere("plain")) == ["en", "ar", "fr"]
    assert list(texts.everywhere("passport.ask")) == ["en", "ar"]


def test_it_takes_the_version_of_english_where_there_is_no_structure(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('version = 2\nplain = "Hello"\n', encoding="utf-8")
    (tmp_path / "es.toml").write_text('translated_from = 2\nplain = "Hola"\n', encoding="utf-8")
    assert Texts(tmp_path).stale() == frozenset()
    assert Texts(tmp_path).keys() == {"plain"}


def test_it_refuses_a_key_nobody_wrote(texts: Texts) -> None:
    assert "nowhere" not in texts
    with pytest.raises(KeyError):
        texts.get("nowhere", "en")
