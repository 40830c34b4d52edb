"""How the sentences of a page stand, all together; and what an agency says, which is its own."""

import threading
from pathlib import Path

import pytest

from guichet.kernel.content import layers, reviews, texts
from guichet.kernel.content.reviews import Review, Standing
from guichet.kernel.content.texts import Text, Texts, note_taken, standing_watched, topics, watching

FRESH, STALE, UNREAD = (
    Text("a", "fr"),
    Text("b", "fr", stale=True),
    Text("c", "fr", unread=True),
)


@pytest.mark.parametrize(
    ("page", "stale", "unread"),
    [
        ([], False, False),
        ([FRESH], False, False),
        ([FRESH, STALE], True, False),
        ([UNREAD, FRESH], False, True),
        ([STALE, UNREAD, FRESH], True, True),
    ],
)
def test_a_page_stands_as_the_sentences_that_were_taken_for_it(
    page: list[Text], stale: bool, unread: bool
) -> None:
    with watching() as standing:
        assert [note_taken(text) for text in page] == page
        assert standing_watched() is standing
    assert standing == Standing(stale=stale, unread=unread)


def test_the_next_page_has_nothing_of_the_one_before_even_where_that_failed() -> None:
    @watching()
    def fail() -> None:
        note_taken(STALE)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert standing_watched() == Standing()
    note_taken(STALE)
    with watching() as standing:
        assert standing == Standing()


def test_a_part_of_a_page_may_be_watched_by_itself() -> None:
    with watching() as page:
        with watching() as part:
            note_taken(UNREAD)
        assert standing_watched() is page
    assert (part.unread, page.unread) == (True, False)


def test_two_pages_at_once_are_watched_apart() -> None:
    standings: list[Standing] = []

    def other() -> None:
        standings.append(standing_watched())

    with watching():
        note_taken(STALE)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert standings == [Standing()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shipped topic in English and French, with room for an agency's own beside it."""
    monkeypatch.setattr(layers, "_OWN", {})
    monkeypatch.setattr(layers, "_SPOKEN", [])
    topic = tmp_path / "content" / "fees"
    write(topic, "en", a="Fee", b="Pay")
    write(topic, "fr", a="Tarif", b="Payez")
    Texts(topic).note()
    layers.lay(tmp_path / "own", over=tmp_path / "content", languages=["de", "fr"])
    return topic


@pytest.fixture
def own(folder: Path) -> Path:
    return folder.parents[1] / "own" / "fees"


def write(folder: Path, language: str, **words: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f'{key} = "{text}"\n' for key, text in words.items()]
    (folder / f"{language}.toml").write_text("".join(lines), encoding="utf-8")


def test_what_an_agency_says_stands_instead_and_answers_for_itself(folder: Path, own: Path) -> None:
    write(own, "fr", a="Prix")
    words = Texts(folder)
    assert words.get("a", "fr") == Text("Prix", "fr"), "nobody asks who has read it"
    assert words.get("b", "fr") == Text("Payez", "fr", unread=True)
    assert words.standing_of("a", "fr") == Standing()
    assert words.standing_of("b", "fr") == Standing(unread=True)
    assert str(words.get("a", "fr")) == "Prix"
    assert "a" in words


def test_an_agency_may_speak_a_language_that_is_not_shipped(folder: Path, own: Path) -> None:
    write(own, "de", a="Gebühr")
    words = Texts(folder)
    assert words.languages() == {"en", "fr", "de"}
    assert words.get("a", "de") == Text("Gebühr", "de")
    assert words.get("b", "de") == Text("Pay", "en")


def test_what_an_agency_says_in_no_english_is_answered_in_its_first_language_that_has_it(
    folder: Path, own: Path
) -> None:
    write(own, "fr", c="Ici")
    write(own, "de", c="Hier")
    words = Texts(folder)
    assert words.get("c", "en") == Text("Hier", "de")
    assert words.get("c", "ar") == Text("Hier", "de")
    assert words.get("c", "fr").text == "Ici"


def test_an_agency_that_notes_its_own_is_held_by_its_own_english(folder: Path, own: Path) -> None:
    write(own, "en", a="Price", c="Here")
    write(own, "fr", a="Prix", c="Ici")
    notes = {"a": Review(reviews.mark("Price"), reviews.mark("Prix")), "b": Review("1", "2")}
    reviews.save(own, "fr", notes)
    words = Texts(folder)
    assert words.get("a", "fr") == Text("Prix", "fr", unread=True)
    assert words.get("b", "fr") == Text("Payez", "fr", unread=True), "its note is of no word of it"
    assert words.get("c", "fr") == Text("Ici", "fr"), "of this it notes nothing"
    assert words.standing_of("a", "fr") == Standing(unread=True)
    write(own, "en", a="Price today")
    assert Texts(folder).standing_of("a", "fr") == Standing(stale=True, unread=True)


def test_what_is_shipped_can_be_read_without_what_lies_over_it(folder: Path, own: Path) -> None:
    write(own, "fr", a="Prix")
    assert Texts(folder, shipped_only=True).get("a", "fr").text == "Tarif"
    assert topics(folder.parent)["fees"].get("a", "fr").text == "Tarif"


def test_a_topic_stands_as_the_worst_of_its_sentences(folder: Path) -> None:
    assert Texts(folder).standing("fr") == Standing(unread=True)
    notes = reviews.load(folder, "fr", Texts(folder).words["fr"])
    people = {
        key: Review(note.english, note.translation, "Marie Tremblay", "2028-02-29")
        for key, note in notes.items()
    }
    reviews.save(folder, "fr", people)
    assert Texts(folder).standing("fr") == Standing()
    write(folder, "en", a="Fee", b="Please pay")
    assert Texts(folder).standing("fr") == Standing(stale=True)
    assert Texts(folder).standing_of("b", "fr") == Standing(stale=True)
    assert Texts(folder).standing("en") == Texts(folder).standing("xx") == Standing()


def test_a_sentence_that_is_taken_is_watched_and_english_never_is(folder: Path) -> None:
    words = Texts(folder)
    with watching() as standing:
        words.get("a", "en")
        words.get("a", "xx")
        assert standing == Standing()
        words.get("a", "fr")
    assert standing == Standing(unread=True)
    assert texts.ENGLISH == "en"
