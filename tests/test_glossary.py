"""One word per thing in every language, the polite form, deadlines that count their last day."""

import re

import pytest

from tests.sentences import OTHERS, glossary, sentences

VOWEL_MARKS = re.compile("[\u064b-\u0652]")
PLACEHOLDER = re.compile(r"%\(\w+\)s|<[^>]*>")
BY_A_DAY = re.compile(r"\b(?:by|no later than) %\((?:day|due_on|date|until)\)s")
TERMS: dict[str, str] = glossary("en")["words"]


@pytest.mark.parametrize("language", OTHERS)
def test_it_has_a_word_for_every_thing(language: str) -> None:
    assert glossary(language)["words"].keys() == TERMS.keys() == glossary("en")["meaning"].keys()
    for words in glossary(language)["words"].values():
        assert words


@pytest.mark.parametrize("language", OTHERS)
def test_it_uses_the_word_of_the_language_for_each_thing(language: str) -> None:
    words, allowed = glossary(language)["words"], glossary(language)["allowed"]
    lacking = [
        f"{term}: {name}: {' ¦ '.join(forms)}"
        for name, english, forms in sentences(language)
        for term, pattern in TERMS.items()
        if re.search(pattern, PLACEHOLDER.sub(" ", english))
        and name not in allowed.get(term, [])
        and not re.search("|".join(words[term]), _bare(forms), re.IGNORECASE)
    ]
    assert lacking == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_allowed_is_still_there(language: str) -> None:
    names = {sentence.name for sentence in sentences(language)}
    for term, allowed in glossary(language)["allowed"].items():
        assert term in {*TERMS, "numbers", "identical", "familiar"}
        assert set(allowed) - names == set()


@pytest.mark.parametrize("language", OTHERS)
def test_it_speaks_politely(language: str) -> None:
    pattern = glossary(language)["style"]["familiar"]
    allowed = glossary(language)["allowed"].get("familiar", [])
    familiar = [
        f"{name}: {form}"
        for name, _, forms in sentences(language)
        for form in forms
        if pattern
        and re.search(pattern, PLACEHOLDER.sub(" ", form), re.IGNORECASE)
        and name not in allowed
    ]
    assert familiar == []


@pytest.mark.parametrize("language", ["de", "fr", "it"])
def test_it_takes_nobody_for_a_man(language: str) -> None:
    pattern = glossary(language)["style"]["gendered"]
    gendered = [
        f"{name}: {form}"
        for name, _, forms in sentences(language)
        for form in forms
        if re.search(pattern, form)
    ]
    assert gendered == []


def test_every_word_of_the_list_stands_somewhere() -> None:
    english = [text for language in ("fr", "es") for _, text, _ in sentences(language)]
    idle = [
        term for term, pattern in TERMS.items() if not any(re.search(pattern, t) for t in english)
    ]
    assert idle == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_last_day_of_a_deadline_counts(language: str) -> None:
    style = glossary(language)["style"]
    early = [
        f"{name}: {form}"
        for name, english, forms in sentences(language)
        for form in forms
        if (BY_A_DAY.search(english) and not re.search(style["deadline"], form))
        or re.search(style["midnight"], form, re.IGNORECASE)
    ]
    assert early == []


def test_english_names_no_midnight() -> None:
    texts = {english for language in OTHERS for _, english, _ in sentences(language)}
    assert [english for english in texts if "midnight" in english] == []


def _bare(forms: tuple[str, ...]) -> str:
    """Return all forms without the vowel marks of Arabic, which come and go."""
    return VOWEL_MARKS.sub("", " ".join(forms))
