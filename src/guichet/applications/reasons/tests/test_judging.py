"""What is wrong with an agency's provisions is said with its line, before anybody is refused."""

from pathlib import Path

import pytest
from django.conf import settings

from guichet.agency.faults import ERROR
from guichet.applications.reasons import judging
from guichet.applications.reasons.provisions import KINDS, provisions, to_choose
from guichet.kernel.content import layers
from guichet.web.words import texts

GOOD = '[[provision]]\ncode = "entry_4"\nkind = "criminality"\nname = "Entry Act, s. 4"\n'


@pytest.fixture
def faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Return what reads the faults of a list."""

    def of(text: str) -> list[str]:
        path = tmp_path / "tables" / "provisions.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        monkeypatch.setitem(layers._OWN, settings.CONTENT_DIR, tmp_path)
        return [str(fault) for fault in judging.faults_of(tmp_path)]

    return of


def test_the_list_that_is_served_has_nothing_to_correct() -> None:
    assert [str(fault) for fault in judging.faults_of(Path())] == []
    assert {provision.kind for provision in to_choose(KINDS)} == set(KINDS)
    assert any(provision.second_reader for provision in provisions().values())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_provision_of_the_demonstration_says_what_it_is_about(language: str) -> None:
    choices = to_choose(KINDS)
    assert [row.code for row in choices if language not in row.subjects] == []
    assert len({row.subject(language) for row in choices}) == len(choices)


def test_every_kind_has_words_in_every_language() -> None:
    for topic in ("changes", "letters/full"):
        words = texts(topic)
        assert [kind for kind in KINDS if f"reason.{kind}" not in words] == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("provision = 3\n", "1: error: provision takes tables"),
        (GOOD + 'law = "x"\n', "5: error: [[provision]] 1: law is not a key"),
        (GOOD + "second_reader = 1\n", "5: error: [[provision]] 1: second_reader takes true"),
        (GOOD + 'link = "law.example"\n', "5: error: [[provision]] 1: link takes an address"),
        (GOOD + GOOD, "6: error: [[provision]] 2: entry_4 stands twice."),
        (GOOD.replace("criminality", "crime"), "3: error: [[provision]] 1: kind is 'crime'."),
        (GOOD.replace("entry_4", "§ 4"), "2: error: [[provision]] 1: code takes small letters"),
        (GOOD + "ended = true\n", "1: error: no provision is for a refusal"),
        (GOOD.replace('"Entry Act, s. 4"', '{ en = "Act" }'), "name has no words in fr"),
        (GOOD.replace('"Entry Act, s. 4"', '{ xx = "Act" }'), "error: [[provision]] 1: name has"),
        (GOOD.partition("name")[0], "warning: [[provision]] 1: it has no name"),
    ],
)
def test_it_says_what_is_wrong_and_where(faults: object, text: str, sentence: str) -> None:
    assert faults(GOOD) == []  # type: ignore[operator]
    lines = faults(text)  # type: ignore[operator]
    assert any(
        f"content/tables/provisions.toml:{sentence}" in line or sentence in line for line in lines
    )


def test_it_tells_who_has_no_law_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "_OWN", {})
    (fault,) = judging.faults_of(Path())
    assert (fault.severity != ERROR, "names no law" in fault.sentence) == (True, True)
