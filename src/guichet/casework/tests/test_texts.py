"""The words of the officers' pages: whole in both languages, and one for every code there is."""

import re

import pytest

from guichet.applications import states
from guichet.applications.letters import body as letters_body
from guichet.applications.models import (
    Decision,
    OfficerTask,
    Paper,
    Payment,
    Reconsideration,
    Version,
)
from guichet.applications.reasons import provisions
from guichet.casework.deeds import reasons
from guichet.casework.deeds.table import DEEDS
from guichet.casework.words import LETTERS, TOPIC
from guichet.web.words import texts

WORDS = texts(TOPIC)
PLACE = re.compile(r"%\((\w+)\)s")


def test_it_is_whole_in_english_and_french() -> None:
    assert WORDS.languages() == {"en", "fr"}
    assert (WORDS.missing(), WORDS.unknown()) == ([], [])


def test_it_keeps_every_place_for_a_value() -> None:
    for key in sorted(WORDS.keys()):
        english, french = WORDS.get(key, "en").text, WORDS.get(key, "fr").text
        assert sorted(PLACE.findall(english)) == sorted(PLACE.findall(french)), key


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("state", states.STATES),
        ("authorization", (states.VALID, *states.ENDED_AS)),
        ("kind", OfficerTask.Kind.values),
        ("cause", Version.Cause.values),
        ("decision", Decision.Kind.values),
        ("outcome", Reconsideration.Outcome.values),
        ("payment", Payment.State.values),
        ("verdict", Paper.Verdict.values),
        ("letter", tuple(letters_body.SHOWS)),
        ("internal", (*reasons.INTERNAL_FOR, *reasons.INTERNAL_AGAINST, "simple")),
        *((table, [deed.verb for deed in DEEDS]) for table in ("deed", "lead", "done")),
        ("field", [name for deed in DEEDS for name in deed.form.base_fields]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_has_words_for_every_code(table: str, codes: list[str]) -> None:
    assert [code for code in codes if f"{table}.{code}" not in WORDS] == []


def test_it_offers_only_reasons_and_papers_that_a_letter_can_name() -> None:
    letters = texts(LETTERS)
    public = {
        *provisions.KINDS,
        *reasons.CLOSING,
        *reasons.UPHOLDING,
        *reasons.DECLINING,
    }
    assert sorted(code for code in public if f"reason.{code}" not in letters) == []
    assert [code for code in reasons.DOCUMENTS if f"wanted.{code}" not in letters] == []
