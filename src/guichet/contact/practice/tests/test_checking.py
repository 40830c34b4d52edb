"""What is wrong with a story is said; nothing that is wrong is practised."""

from copy import deepcopy
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from guichet.contact.practice.stories import checking, reading
from guichet.contact.practice.stories.reading import BadStoryError
from guichet.contact.practice.stories.shelf import Book, books
from guichet.contact.practice.stories.story import Story
from guichet.kernel.content import layers
from guichet.kernel.testing import wrong

NAME = "promise_by_friday"


@dataclass(frozen=True)
class Changed(Book):
    """A shipped story whose file says something else."""

    content: dict[str, Any] = field(default_factory=dict)

    @property
    def story(self) -> Story:  # type: ignore[override]
        """Return the story as it is changed."""
        return reading.read(self.name, self.content)


def faults(**changes: Any) -> list[str]:
    folder = books()[NAME].folder
    content = deepcopy(layers.read(folder / "story.toml"))
    for key, value in changes.items():
        if value is None:
            del content[key]
        else:
            content[key] = value
    return checking.faults(Changed(NAME, folder, content))


def with_step(number: int, step: dict[str, Any]) -> list[dict[str, Any]]:
    right = deepcopy(layers.read(books()[NAME].folder / "story.toml")["right"])
    right[number] = step
    return list(right)


def test_the_shipped_ones_are_whole() -> None:
    out = StringIO()
    call_command("check_practice", stdout=out)
    assert out.getvalue() == "12 stories are whole.\n"
    assert faults() == []


CASES: list[tuple[dict[str, Any], str]] = [
    ({"right": None}, "there is no right path."),
    ({"right": []}, "there is no right path."),
    ({"right": [{"ask": "number"}]}, "must end once"),
    ({"right": [{"ask": "number", "do": "explain"}]}, "step 1: it must be one of"),
    ({"right": [{"ask": 7}]}, "step 1: ask must be a text."),
    ({"right": [{"end": "answered", "days": 3}]}, "step 1: end takes no more."),
    ({"language": 1}, "language must be a text."),
    ({"coulour": "red"}, "nobody reads 'coulour'"),
    ({"case": [{"number": 7}]}, "case 1: each fact must be a text or a day."),
    ({"right": with_step(0, {"play": "lost_hat"})}, "lost_hat is no scenario."),
    ({"right": with_step(0, {"play": "status", "answers": ["yes"]})}, "lead to no outcome"),
    ({"right": with_step(0, {"play": "status", "answers": ["x"]})}, "x are no answers of it."),
    ({"right": with_step(5, {"check": ["number"], "level": "all"})}, "all is no level"),
    ({"right": with_step(5, {"check": ["number"], "level": "case"})}, "reaches send."),
    ({"right": with_step(6, {"do": "tell_all"})}, "tell_all is no action"),
    ({"right": with_step(8, {"end": "happy"})}, "happy is no outcome"),
    ({"right": with_step(7, {"promise": "money", "days": 3})}, "money is no promise"),
    ({"right": with_step(1, {"ask": "hat"})}, "hat is no fact"),
    ({"right": with_step(1, {"ask": "pin"})}, "scores 10 of 20 for order: unsaid number, guess"),
    ({"role": "king"}, "king is no role"),
    ({"role": "general_agent"}, "for early: early open_enquiry"),
    ({"language": "tlh"}, "tlh is no language"),
    ({"channel": "web"}, "web is no channel"),
    ({"language": "ko"}, "ko: the caller has no opening."),
    ({"language": "ko"}, "nobody has written ko in content/practice_calls/."),
]


def test_it_says_what_is_wrong() -> None:
    def check(case: tuple[dict[str, Any], str]) -> None:
        changes, sentence = case
        assert [fault for fault in faults(**changes) if sentence in fault], faults(**changes)

    assert wrong(check, CASES) == []


def test_a_file_that_is_none_is_named() -> None:
    lost = Book("nothing", books()[NAME].folder.parent / "nothing")
    with pytest.raises(BadStoryError, match=r"there is no story\.toml"):
        assert lost.story
