"""Since when a sentence says what it does: a day beside its mark, and the latest of a page."""

from pathlib import Path

import pytest

from guichet.kernel.content.reviews import FOLDER, brought_up_to_date
from guichet.kernel.content.texts import Texts, note_day, watching

BEFORE, TODAY = "2026-11-22", "2026-11-30"


@pytest.fixture
def topic(tmp_path: Path) -> Path:
    write(tmp_path, "en", 'plain = "Hello"\nbye = "Bye"\n')
    write(tmp_path, "fr", 'plain = "Bonjour"\nbye = "Au revoir"\n')
    Texts(tmp_path).note(on=BEFORE)
    return tmp_path


def write(topic: Path, name: str, text: str) -> None:
    (topic / f"{name}.toml").write_text(text, encoding="utf-8")


def days(topic: Path, language: str) -> dict[str, str]:
    return {key: Texts(topic).get(key, language).changed_on for key in ("plain", "bye")}


def test_only_what_was_changed_has_the_day_of_its_change(topic: Path) -> None:
    write(topic, "fr", 'plain = "Bonjour"\nbye = "À bientôt"\n')
    assert Texts(topic).undated() == [("fr", "bye")]
    assert days(topic, "fr") == {"plain": BEFORE, "bye": ""}  # nobody has noted it yet
    assert Texts(topic).note(on=TODAY) == ["fr"]
    assert days(topic, "fr") == {"plain": BEFORE, "bye": TODAY}
    assert days(topic, "en") == {"plain": BEFORE, "bye": BEFORE}
    assert Texts(topic).undated() == []


def test_a_translation_says_what_it_did_when_only_the_english_has_changed(topic: Path) -> None:
    write(topic, "en", 'plain = "Hello"\nbye = "Good-bye"\n')
    assert Texts(topic).note(on=TODAY) == ["en"]
    assert days(topic, "en")["bye"] == TODAY
    assert days(topic, "fr")["bye"] == BEFORE


def test_words_that_got_another_key_keep_their_day() -> None:
    words = {"greeting": "Hello"}
    before = brought_up_to_date({"plain": "Hello"}, {"plain": "Hello"}, {}, on=BEFORE)
    assert brought_up_to_date(words, words, before, on=TODAY)["greeting"].changed_on == BEFORE


def test_notes_of_before_days_were_kept_are_read_and_get_one(topic: Path) -> None:
    path = topic / FOLDER / "fr.csv"
    lines = [line.rpartition(",")[0] for line in path.read_text("utf-8").splitlines()]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert len(Texts(topic).undated()) == 2
    Texts(topic).note(on=TODAY)
    assert days(topic, "fr") == {"plain": TODAY, "bye": TODAY}


def test_of_two_days_that_were_merged_the_later_one_counts(topic: Path) -> None:
    path = topic / FOLDER / "fr.csv"
    text = path.read_text("utf-8")
    path.write_text(text + text.replace(BEFORE, TODAY) + text, encoding="utf-8")
    assert days(topic, "fr") == {"plain": TODAY, "bye": TODAY}


def test_a_page_is_of_the_latest_day_of_what_it_took(topic: Path) -> None:
    write(topic, "en", 'plain = "Hello"\nbye = "Good-bye"\n')
    Texts(topic).note(on=TODAY)
    texts = Texts(topic)
    for key, day in (("plain", BEFORE), ("bye", TODAY)):
        with watching() as page:
            texts.get(key, "en")
            note_day("2026-11-01")
        assert page.changed_on == day
