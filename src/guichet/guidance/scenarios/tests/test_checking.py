"""No scenario is published with a word, an action or a source missing."""

import shutil
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guichet.guidance.scenarios import checking, offers
from guichet.guidance.scenarios.channels import LINES
from guichet.guidance.scenarios.drafts import FOLDER, Draft, drafts
from guichet.guidance.scenarios.rules import paths
from guichet.kernel.content.texts import Texts

PATTERN = "lost_letter"


class CopiedDraft(Draft):
    """A draft that lies beside the shipped ones: nothing of an agency lies over it."""

    @cached_property
    def words(self) -> Texts:
        return Texts(self.folder, shipped_only=True)


@pytest.fixture
def change(tmp_path: Path) -> Callable[..., list[str]]:
    """Return what replaces text in a file of a copy of the pattern, and says what is wrong."""
    folder = tmp_path / PATTERN
    shutil.copytree(FOLDER / PATTERN, folder)

    def faults(file: str = "tree.toml", old: str = "", new: str = "") -> list[str]:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        return checking.faults(CopiedDraft(PATTERN, folder))

    return faults


def test_every_scenario_that_is_shipped_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_scenarios")
    assert f"{len(drafts())} scenarios are whole." in capsys.readouterr().out


def test_a_scenario_that_does_not_exist_is_named() -> None:
    with pytest.raises(CommandError, match="No scenario is called lost_hat"):
        call_command("check_scenarios", "lost_hat", PATTERN)


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("tree.toml", '"send_letter_again"', '"send_flowers"', "send_flowers is no action"),
        ("tree.toml", '"send_letter_again"', '"lost_notice"', "lost_notice is of another"),
        ("tree.toml", '"send_letter_again"', '"web_notice"', "web_notice leads nowhere yet."),
        ("tree.toml", '"send_letter_again"', '"open_link"', "a link and open_link or call_link"),
        ("tree.toml", "source =", "# source =", "send_again: it names no source, and the tree has"),
        ("tree.toml", 'yes = "send_again",', 'yes = "look",', "yes leads to look, which"),
        ("tree.toml", "start =", "start", "tree.toml is not TOML"),
        ("tree.toml", 'no = "ask_us" }', 'no = "ask_us", decide_by = "x.y" }', "leads to x.y"),
        ("tree.toml", 'version = 1', 'version = 1\nlink = "hats"', "hats is no label of routine"),
        ("en.toml", "yes =", "si =", "en: has_number.yes has no words for web."),
        ("en.toml", "send_again.say.web", "send_again.say", "not TOML: Cannot overwrite a value"),
        ("en.toml", "send_again.say.web", "send_again.say", "as in say.web and say.telephone; not"),
        ("staff/fr.toml", "about =", "about", "staff/fr.toml is not TOML"),
        ("ar.toml", "say.telephone =", "say.radio =", "ar: send_again.say has no words for tele"),
        ("ar.toml", "say.telephone =", "say.radio =", "ar: send_again.say.radio belongs to"),
        ("fr.toml", "site avec son", "site www.example.org avec son", "is spoken, and has an addr"),
        ("staff/fr.toml", "about =", "around =", "staff/fr.toml does not say what the scenario is"),
        ("staff/en.toml", "ask_us.do", "ask_him.do", "en: ask_him.do.telephone of staff/ belongs"),
    ],
)  # fmt: skip
def test_it_says_what_keeps_a_scenario_from_being_published(
    change: Callable[..., list[str]], file: str, old: str, new: str, sentence: str
) -> None:
    faults = change(file, old, new)
    assert any(sentence in fault for fault in faults), faults


def test_a_language_without_a_file_is_missed(
    change: Callable[..., list[str]], tmp_path: Path
) -> None:
    (tmp_path / PATTERN / "ja.toml").unlink()
    assert change() == ["ja: there is no ja.toml."]


def test_an_outcome_may_offer_nothing_and_is_mentioned(
    change: Callable[..., list[str]], tmp_path: Path
) -> None:
    assert change("tree.toml", '{ action = "send_letter_again" }', '{ source = "Rule 1" }') == []
    tree = CopiedDraft(PATTERN, tmp_path / PATTERN).tree
    assert list(checking.idle(tree)) == ["outcome send_again offers nothing to do"]


def test_every_outcome_that_is_shipped_offers_something_to_do() -> None:
    assert {name: list(checking.idle(draft.tree)) for name, draft in drafts().items()} == {
        name: [] for name in drafts()
    }


def test_a_translation_that_is_behind_is_told_and_is_no_fault(
    change: Callable[..., list[str]], tmp_path: Path
) -> None:
    assert change("en.toml", "Can you still read", "Do you still read") == []
    draft = CopiedDraft(PATTERN, tmp_path / PATTERN)
    assert "ar: the English has changed: reads_mail.ask" in list(checking.stale(draft))


def test_nothing_may_be_handed_in_under_a_name_that_is_no_action() -> None:
    with pytest.raises(KeyError):
        offers.hand_in(send_flowers=lambda language: "/")


@pytest.mark.parametrize("name", drafts())
def test_every_outcome_is_reached_and_says_something_on_every_channel(name: str) -> None:
    draft = drafts()[name]
    ways = list(paths(draft.tree))
    assert {way.step for way in ways} == draft.tree.outcomes.keys()
    for channel in draft.tree.channels:
        for way in ways:
            keys = draft.words.keys()
            assert any(
                f"{way.step}.say{end}" in keys for end in ("", *(f".{c}" for c in LINES[channel]))
            )
