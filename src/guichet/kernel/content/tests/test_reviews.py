"""What is known of a translation: stale once its English changed, unread until it is read."""

from pathlib import Path

import pytest

from guichet.kernel.content import reviews
from guichet.kernel.content.reviews import Review, Standing, brought_up_to_date, mark, standing

ENGLISH, FRENCH = "What it costs", "Ce que cela coûte"
READ = Review(mark(ENGLISH), mark(FRENCH), "Marie Tremblay", "2026-11-23")


@pytest.mark.parametrize(
    ("english", "french", "review", "stale", "unread"),
    [
        (ENGLISH, FRENCH, READ, False, False),
        (ENGLISH + ".", FRENCH, READ, True, False),
        (ENGLISH, FRENCH + ".", READ, False, True),
        (ENGLISH, FRENCH, Review(mark(ENGLISH), mark(FRENCH)), False, True),
        (ENGLISH, FRENCH, None, False, True),
    ],
    ids="read english-changed translation-changed machine-made unknown".split(),
)
def test_it_stands_as_it_was_made_and_read(
    english: str, french: str, review: Review | None, stale: bool, unread: bool
) -> None:
    assert standing(english, french, review) == Standing(stale=stale, unread=unread)


def test_a_page_stands_no_better_than_its_worst_sentence() -> None:
    page = Standing()
    for stale, unread in [(False, False), (True, False), (False, True), (False, False)]:
        page.add(stale=stale, unread=unread)
    assert page == Standing(stale=True, unread=True)


def test_it_notes_what_is_new_or_edited_and_forgets_what_is_gone() -> None:
    english = {"a": ENGLISH, "b": "Two", "c": "Three"}
    words = {"a": FRENCH, "b": "Deux, corrigé"}
    notes = {"a": READ, "b": Review(mark("Old"), mark("Deux"), "Ana", "2026-01-01"), "d": READ}
    assert brought_up_to_date(english, words, notes) == {
        "a": READ,
        "b": Review(mark("Two"), mark("Deux, corrigé")),
    }


def test_collecting_again_makes_nothing_fresh_that_is_stale() -> None:
    changed = {"a": "What an eTA costs"}
    notes = brought_up_to_date(changed, {"a": FRENCH}, {"a": READ})
    assert standing(changed["a"], FRENCH, notes["a"]).stale


def test_it_is_written_and_read_back_and_written_only_when_it_changed(tmp_path: Path) -> None:
    notes = {"b": READ, "a": Review("1", "2", 'Anne "Nan" O’Neill, B.A.', "2026-11-23")}
    assert reviews.load(tmp_path, "fr", {}) == {}
    assert reviews.save(tmp_path, "fr", notes)
    assert reviews.load(tmp_path, "fr", {}) == notes
    assert not reviews.save(tmp_path, "fr", dict(reversed(notes.items())))
    assert reviews.save(tmp_path, "fr", {"a": notes["a"]})


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_lines_that_were_merged_the_one_that_fits_the_words_wins(
    tmp_path: Path, turn: int
) -> None:
    reviews.save(tmp_path, "fr", {"a": READ})
    path = tmp_path / reviews.FOLDER / "fr.csv"
    head, *lines = [*path.read_text().splitlines(), "a,1,2,,"]
    path.write_text("\n".join([head, *lines[::turn]]) + "\n")
    assert reviews.load(tmp_path, "fr", {"a": FRENCH}) == {"a": READ}
