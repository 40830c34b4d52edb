"""A right and a wrong run of each story, played by the real rules, and what they score."""

from collections import Counter
from collections.abc import Iterable

from guichet.contact.desk.rules import OUTCOMES
from guichet.contact.disclosure import table
from guichet.contact.practice import rules
from guichet.contact.practice.rules import PARTS, Part
from guichet.contact.practice.stories import playing
from guichet.contact.practice.stories.checking import steps_of
from guichet.contact.practice.stories.reading import right_step
from guichet.contact.practice.stories.shelf import books, codes
from guichet.contact.practice.stories.story import RightStep, Story
from guichet.contact.practice.tests.runs import WRONG

FULL = (30, 20, 25, 10, 15)


def parts_of(story: Story, path: Iterable[RightStep]) -> tuple[Part, ...]:
    state = playing.replay(story, steps_of(story, path), table())
    return rules.score(story, state, table(), codes().points)


def test_there_are_twelve_two_a_language_each_with_a_wrong_run() -> None:
    stories = [book.story for book in books().values()]
    assert len(stories) == 12
    assert set(Counter(story.language for story in stories).values()) == {2}
    assert {story.name for story in stories} == WRONG.keys()
    assert {story.role for story in stories} == {"general_agent", "national_agent", "centre_staff"}


def test_the_right_run_of_each_scores_full() -> None:
    for book in books().values():
        parts = parts_of(book.story, book.story.right)
        assert tuple(part.points for part in parts) == FULL, book.name
        assert {part.reasons for part in parts} == {(("right", ""),)}, book.name
        assert rules.total(parts) == 100


def test_the_wrong_run_of_each_scores_what_was_computed_by_hand() -> None:
    for name, run in WRONG.items():
        parts = parts_of(books()[name].story, map(right_step, run.path))
        assert tuple(part.points for part in parts) == run.points, (name, parts)
        assert tuple(part.name for part in parts) == PARTS


def test_a_run_ends_as_a_contact_does() -> None:
    assert codes().outcomes == tuple(OUTCOMES)
    assert sum(points.points for points in codes().points.values()) == 100


def test_each_fault_has_its_reason() -> None:
    def reasons(name: str, part: str) -> list[tuple[str, str]]:
        parts = parts_of(books()[name].story, map(right_step, WRONG[name].path))
        return list(next(each.reasons for each in parts if each.name == part))

    assert reasons("calls_for_his_wife", "early") == [("early", "tell_status")]
    assert reasons("namesake", "path") == [
        ("missing_deed", "tell_status"),
        ("extra", "send_letter"),
    ]
    assert reasons("promise_by_friday", "promise") == [("not_ours", "decision")]
    assert reasons("promise_by_friday", "order") == [("no_proof", "")]
    assert reasons("paper_too_late", "promise") == [("day", "call_back")]
    assert reasons("number_lost", "order") == [("no_set", "")]
    assert reasons("after_three_tries", "order").count(("guess", "")) == 2
    assert ("unsaid", "birth_date") in reasons("after_three_tries", "order")
    assert ("needless_set", "") in reasons("at_check_in", "order")
    assert reasons("notice_lost", "outcome") == [("other_outcome", "answered")]


def test_a_set_is_compared_as_a_real_one_is() -> None:
    namesake = books()["namesake"].story
    state = playing.replay(namesake, steps_of(namesake, namesake.right), table())
    assert [(check.verdict, check.level) for check in state.checks] == [
        ("wrong", "send"),
        ("fits", "status"),
    ]
    locked = books()["after_three_tries"].story
    state = playing.replay(locked, steps_of(locked, locked.right), table())
    assert [(check.verdict, check.level) for check in state.checks] == [
        ("locked", "send"),
        ("fits", "change"),
    ]
    blind = books()["number_lost"].story
    state = playing.replay(blind, steps_of(blind, blind.right), table())
    assert [check.verdict for check in state.checks] == ["sends"]  # and not whether it fits
    early = playing.replay(locked, [{"ask": "code"}], table())
    assert early.times("code") == 0  # nobody can say a code that was not sent
