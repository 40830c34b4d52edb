"""What an authorization is called and promises, put into the shipped words."""

import pytest

from guichet.agency.model import Phrase
from guichet.agency.promises.naming import renaming
from guichet.agency.promises.words import span
from guichet.agency.shipped import COMPLETE, CONTENT
from guichet.kernel.content.texts import topics

SHIPPED = Phrase({"en": "eTA", "fr": "AVE"}, "en")
OWN = renaming(Phrase({"en": "travel pass", "fr": "carte", "it": "tessera", "ar": "MTA"}, "en"))


def test_the_shipped_names_leave_every_shipped_sentence_as_it_is() -> None:
    rename = renaming(SHIPPED)
    sentences = [
        (language, words)
        for texts in topics(CONTENT).values()
        for language, rows in texts.words.items()
        for words in rows.values()
    ]
    assert [words for language, words in sentences if rename(words, language) != words] == []


def test_no_shipped_sentence_keeps_the_shipped_name() -> None:
    for texts in topics(CONTENT).values():
        for language, rows in texts.words.items():
            renamed = [OWN(words, language) for words in rows.values()]
            assert [words for words in renamed if "eTA" in words or "AVE" in words.split()] == []


@pytest.mark.parametrize(
    ("language", "sentence", "renamed"),
    [
        ("en", "Apply for an eTA.", "Apply for a travel pass."),
        (
            "en",
            "You need no eTA; eTAs are free.",
            "You need no travel pass; travel passes are free.",
        ),
        ("en", "eTA number", "Travel pass number"),
        ("fr", "Le dernier jour de l’AVE", "Le dernier jour de la carte"),
        ("fr", "Une demande d’AVE, une AVE", "Une demande de carte, une carte"),
        ("it", "L’ultimo giorno dell’eTA. Un’eTA", "L’ultimo giorno della tessera. Una tessera"),
        ("ar", "تصريح eTA.", "تصريح MTA."),
        ("en", "See /en/eta/ or metaAVEs", "See /en/eta/ or metaAVEs"),
    ],
)
def test_it_is_called_as_the_agency_calls_it(language: str, sentence: str, renamed: str) -> None:
    assert OWN(sentence, language) == renamed


@pytest.mark.parametrize("language", COMPLETE["eta"])
def test_a_stretch_of_time_has_words_in_every_language(language: str) -> None:
    for unit in ("year", "hour"):
        assert "duration" not in span(5, unit, language)
        assert span(1, unit, language) != span(5, unit, language)
