"""Content in a language: fallback to English, completeness, staleness by sentence."""

from pathlib import Path

import pytest

from guichet.kernel.content import layers, reviews
from guichet.kernel.content.reviews import Review
from guichet.kernel.content.texts import Text, Texts, topics

ENGLISH = 'plain = "Hello"\n[passport]\nask = "Where is it?"\nday = "By %(day)s."\n'
ARABIC = 'plain = "مرحبا"\n[passport]\nask = "أين هو؟"\nday = "%(day)s"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "tree", "start = 3\n")
    write(tmp_path, "en", ENGLISH)
    write(tmp_path, "ar", ARABIC)
    write(tmp_path, "fr", 'plain = "Bonjour"\nleftover = "Reste"\n')
    assert Texts(tmp_path).note() == ["ar", "en", "fr"]
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def read(folder: Path, language: str, **words: str) -> None:
    """Note that somebody has read these words of a language."""
    notes = reviews.load(folder, language, Texts(folder).words[language])
    marks = {key: Review(reviews.mark(text), notes[key].translation) for key, text in words.items()}
    people = {
        key: Review(review.english, review.translation, "Marie Tremblay, reviser", "2026-11-28")
        for key, review in marks.items()
    }
    reviews.save(folder, language, {**notes, **people})


def test_it_gives_words_in_the_language(folder: Path) -> None:
    texts = Texts(folder)
    assert texts.get("passport.ask", "ar") == Text("أين هو؟", "ar", unread=True)
    assert texts.languages() == {"en", "ar", "fr"}


@pytest.mark.parametrize("language", ["fr", "ja"])
def test_it_falls_back_to_english_and_says_so(folder: Path, language: str) -> None:
    assert Texts(folder).get("passport.ask", language) == Text("Where is it?", "en")


def test_it_tells_what_is_missing_and_left_over(folder: Path) -> None:
    texts = Texts(folder)
    assert texts.missing() == [("fr", "passport.ask"), ("fr", "passport.day")]
    assert texts.unknown() == [("fr", "leftover")]


def test_a_changed_english_sentence_makes_exactly_its_translations_stale(folder: Path) -> None:
    assert Texts(folder).stale() == []
    write(folder, "en", ENGLISH.replace("Hello", "Welcome"))
    texts = Texts(folder)
    assert texts.stale() == [("ar", "plain"), ("fr", "plain")]
    assert texts.get("plain", "fr") == Text("Bonjour", "fr", stale=True, unread=True)
    assert not texts.get("plain", "en").stale
    assert texts.note() == ["en"]
    assert Texts(folder).stale() == [("ar", "plain"), ("fr", "plain")]


def test_an_edited_translation_is_one_of_the_english_of_now(folder: Path) -> None:
    write(folder, "en", ENGLISH.replace("Hello", "Welcome"))
    write(folder, "fr", 'plain = "Bienvenue"\n')
    assert Texts(folder).stale() == [("ar", "plain")]
    assert Texts(folder).note() == ["en", "fr"]
    assert Texts(folder).stale() == [("ar", "plain")]


def test_what_a_person_has_read_is_unread_again_once_it_changes(folder: Path) -> None:
    assert ("ar", "plain") in Texts(folder).unread()
    read(folder, "ar", plain="Hello")
    assert Texts(folder).get("plain", "ar") == Text("مرحبا", "ar")
    assert Texts(folder).note() == []
    write(folder, "ar", ARABIC.replace("مرحبا", "أهلا"))
    assert Texts(folder).get("plain", "ar").unread
    assert Texts(folder).note() == ["ar"]
    assert Texts(folder).get("plain", "ar").unread


def test_it_gives_english_where_a_stale_sentence_wants_other_values(folder: Path) -> None:
    write(folder, "en", ENGLISH.replace("%(day)s", "%(moment)s"))
    assert Texts(folder).get("passport.day", "ar") == Text("By %(moment)s.", "en")


def test_of_two_notes_that_were_merged_the_one_that_fits_counts(folder: Path) -> None:
    path = folder / "seen" / "ar.csv"
    notes = reviews.load(folder, "ar", Texts(folder).words["ar"])
    right, wrong = notes["plain"], Review("00000000", "00000000")
    for order in ([right, wrong], [wrong, right]):
        lines = [f"plain,{review.english},{review.translation},," for review in order]
        path.write_text("\n".join(["key,english,translation,read_by,read_on", *lines, ""]))
        assert reviews.load(folder, "ar", Texts(folder).words["ar"]) == {"plain": right}
    Texts(folder).note()
    assert path.read_text().count("plain,") == 1


def test_a_sentence_that_is_gone_takes_its_note_along(folder: Path) -> None:
    write(folder, "en", 'plain = "Hello"\n')
    write(folder, "ar", 'plain = "مرحبا"\n')
    assert Texts(folder).note() == ["ar", "en"]
    assert "passport" not in (folder / "seen" / "ar.csv").read_text()


def test_it_lists_a_text_in_all_languages_english_first(folder: Path) -> None:
    assert list(Texts(folder).everywhere("plain")) == ["en", "ar", "fr"]
    assert list(Texts(folder).everywhere("passport.ask")) == ["en", "ar"]


def test_it_finds_every_topic(folder: Path) -> None:
    assert topics(folder.parent)[folder.name].keys() == Texts(folder).keys()


def test_what_an_agency_says_and_notes_is_a_topic_of_its_own(folder: Path) -> None:
    content, own = folder / "content", folder / "agency" / "content"
    for place in (content / "eta", content / "fees", own / "eta", own / "fees"):
        place.mkdir(parents=True)
        write(place, "en", 'plain = "Hello"\n')
        write(place, "fr", 'plain = "Bonjour"\n')
    (own / "eta" / "seen").mkdir()
    layers.lay(own, over=content, languages=layers.spoken())
    assert list(topics(content)) == ["eta", "fees", "own/eta"]
    assert topics(content)["own/eta"].note() == ["en", "fr"]
    assert (own / "eta" / "seen" / "fr.csv").exists()
    assert not (content / "eta" / "seen").exists()


def test_it_refuses_a_key_nobody_wrote(folder: Path) -> None:
    assert "nowhere" not in Texts(folder)
    with pytest.raises(KeyError):
        Texts(folder).get("nowhere", "en")
