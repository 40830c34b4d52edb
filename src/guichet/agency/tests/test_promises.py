"""What an authorization is called and promises, put into the shipped words."""

import re

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


WHOLE = renaming(
    Phrase({"en": "TTA", "ja": "TTA"}, "en"),
    Phrase(
        {"en": "island pass", "fr": "carte de l’île", "it": "tessera", "de": "Inselkarte"}, "en"
    ),
)


def test_no_shipped_sentence_keeps_the_shipped_whole_name() -> None:
    in_brackets = re.compile(r"\w ?[(（](?:TTA|eTA|AVE)[)）]")
    for texts in topics(CONTENT).values():
        for language, rows in texts.words.items():
            renamed = [WHOLE(words, language) for words in rows.values()]
            halves = [words for words in renamed if in_brackets.search(words)]
            assert [words for words in halves if not re.search(NAMED, words)] == []


NAMED = r"(?i)(island pass|carte de l’île|tessera|inselkarte) ?[(（]TTA[)）]"


@pytest.mark.parametrize(
    ("language", "sentence", "renamed"),
    [
        ("en", "an electronic travel authorization (eTA).", "an island pass (TTA)."),
        ("en", "Electronic travel authorization (eTA)", "Island pass (TTA)"),
        ("en", "for a travel authorization (eTA), an eTA", "for an island pass (TTA), a TTA"),
        ("fr", "l’autorisation de voyage électronique (AVE)", "la carte de l’île (TTA)"),
        ("fr", "Demandes d’autorisation de voyage (AVE)", "Demandes de carte de l’île (TTA)"),
        (
            "it",
            "Tassa dell’autorizzazione elettronica di viaggio (eTA)",
            "Tassa della tessera (TTA)",
        ),
        (
            "it",
            "Chieda un’autorizzazione elettronica di viaggio (eTA).",
            "Chieda una tessera (TTA).",
        ),
        ("de", "Eine elektronische Reisegenehmigung (eTA)", "Eine Inselkarte (TTA)"),
        ("de", "Gebühr der elektronischen Reisegenehmigung (eTA)", "Gebühr der TTA"),
        ("pl", "W sprawie elektronicznego zezwolenia na podróż (eTA)", "W sprawie TTA"),
        ("ru", "Заявления на разрешение на поездку (eTA)", "Заявления на TTA"),
        ("ja", "電子渡航認証（eTA）の手数料", "island pass（TTA）の手数料"),
        ("ko", "전자여행허가(eTA) 수수료", "island pass(TTA) 수수료"),
        ("ar", "رسم تصريح السفر الإلكتروني (eTA)", "رسم island pass (TTA)"),
    ],
)
def test_its_whole_name_stands_before_the_short_one(
    language: str, sentence: str, renamed: str
) -> None:
    assert WHOLE(sentence, language) == renamed


def test_a_whole_name_that_holds_the_short_one_has_no_brackets() -> None:
    rename = renaming(Phrase({"en": "K-ETA"}, "en"), Phrase({"en": "Korean K-ETA"}, "en"))
    assert rename("Your electronic travel authorization (eTA).", "en") == "Your Korean K-ETA."
    part = renaming(Phrase({"de": "ERL"}, "de"), Phrase({"de": "Einreiseerlaubnis"}, "de"))
    assert part("Ihre Reisegenehmigung (eTA)", "de") == "Ihre Einreiseerlaubnis (ERL)"


@pytest.mark.parametrize("language", COMPLETE["eta"])
def test_a_stretch_of_time_has_words_in_every_language(language: str) -> None:
    for unit in ("year", "hour"):
        assert "duration" not in span(5, unit, language)
        assert span(1, unit, language) != span(5, unit, language)
