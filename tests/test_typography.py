"""Each language is written as its readers print it, and says the numbers that the English says."""

import re

import pytest

from guichet.kernel.content.filling import filled
from guichet.web.pages import catalogues
from guichet.web.translation.translating import texts_of
from tests.sentences import OTHERS, glossary, sentences

NARROW = "\u202f"  # a narrow no-break space
CJK = "[\u3040-\u30ff\u4e00-\u9fff]"
MARKUP = re.compile(r"<[^>]*>|https?://\S+")
HELD = re.compile(r"%\(\w+\)s")
# What must not stand in a language, and why.
WRONG: dict[str, dict[str, str]] = {
    "fr": {
        "a narrow no-break space before ? ! ; »": rf"(?<![{NARROW}?!])[?!;»]",
        "a narrow no-break space before :": rf"(?<![{NARROW}\d]):(?=\s|$)",
        "a narrow no-break space after «": rf"«(?!{NARROW})",
        "« » for quotations": r"[\"“”']",
    },
    "es": {
        "« » for quotations": r"[\"“”']",
        "the words of the Americas": r"\b(?:estancia|pegatina|rellen|ordenador|billete)",
    },
    "it": {"« » for quotations": r"[\"“”]|« | »"},
    "pt": {"“ ” for quotations": r"[«»\"']"},
    "de": {"„ “ for quotations": r"[«»\"”']|“(?=\w)"},
    "pl": {
        "„ ” for quotations": r"[\"«»“']",
        "a sentence instead of a figure in brackets": r"\(%\((duration|wait)\)s\)|\([^()]+: %\(",
    },
    "ru": {
        "« » for quotations": r"[\"“”']",
        "окно for the window of a browser alone": r"свободн\w+ ок[но]|ок[но]\w* отделени|для окна",
        "a sentence instead of a figure in brackets": r"\(%\((duration|wait)\)s\)|\([^()]+: %\(",
    },
    "ar": {
        "its own question mark, semicolon and comma": r"[?;,](?!\d)",
        "no tanwin, which print could not hold": "\u064b",
        "« » for quotations": r"[\"“”']",
        "a number with hyphens kept in its order": r"(?<![\u2066\w-])\d[\dA-Z]*-[\dA-Z-]+",
    },
    "ja": {
        "a space beside what is filled in": rf"{CJK}%\(|%\(\w+\)s{CJK}",
        "wide punctuation": rf"{CJK}[,.?!:;()]|\({CJK}",
        "no question mark after か": "？",
        "one word for passport, official, visit and folder": r"旅券|官用|接続|フォルダ(?!ー)",
        "「 」 for quotations": r"[\"“”']",
    },
    "zh-Hans": {
        "a space beside what is filled in": rf"{CJK}%\(|%\(\w+\)s{CJK}",
        "wide punctuation": rf"{CJK}[,.?!:;]",
        "“ ” for quotations": r"[\"「」']",
    },
    "zh-Hant": {
        "a space beside what is filled in": rf"{CJK}%\(|%\(\w+\)s{CJK}",
        "wide punctuation": rf"{CJK}[,.?!:;]",
        "「 」 for quotations": r"[\"“”']",
        "the words of Taiwan and Hong Kong": r"(?<!提)出行|要麼|自僱|虛假|入籍",
    },
    "ko": {"‘ ’ for quotations": r"[\"']", "no particle that is left open": r"이\(가\)"},
    "vi": {"“ ” for quotations": r"[\"']", "no tourism where travel is meant": "giấy phép du lịch"},
    "ht": {"« » with narrow spaces": rf"[\"']|«(?!{NARROW})|(?<!{NARROW})»"},
    "fil": {
        "“ ” for quotations": r"[\"]",
        "kahit kailan": "kailanman ninyo",
        "counter": r"\bmesa\b",
    },
}
IN_WORDS = {"ja", "ko", "zh-Hans", "zh-Hant"}  # write as a digit what English writes as a word
GROUPED = re.compile(r"(?<=\d)[.,\u202f\u00a0 ](?=\d{3}(?!\d))")


@pytest.mark.parametrize(("language", "rule"), [(a, b) for a in WRONG for b in WRONG[a]])
def test_it_keeps_the_typography_of_the_language(language: str, rule: str) -> None:
    faults = [
        f"{name}: {form}"
        for name, english, forms in sentences(language)
        for form in forms
        if not english.startswith(("%(name)s: ", "%(office)s "))  # a text: each sign is counted
        and form != english  # a name
        and re.search(WRONG[language][rule], MARKUP.sub("", filled(form, language)))
    ]
    assert faults == []


def test_it_has_rules_for_every_language() -> None:
    assert WRONG.keys() == set(OTHERS)


@pytest.mark.parametrize("language", OTHERS)
def test_it_says_the_same_numbers(language: str) -> None:
    allowed = glossary(language)["allowed"].get("numbers", [])
    other = [
        f"{name}: {_numbers(english)}: {form}"
        for name, english, forms in sentences(language)
        for form in forms[:1]
        if len(forms) == 1
        if name not in allowed
        and (
            set(_numbers(english)) - set(_numbers(form))
            or (language not in IN_WORDS and _numbers(english) != _numbers(form))
        )
    ]
    assert other == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_reads_as_in_english_is_meant_so(language: str) -> None:
    allowed = [
        *glossary(language)["allowed"].get("identical", []),
        *glossary("en")["allowed"]["identical"],
    ]
    same = {
        name
        for name, english, forms in sentences(language)
        if english in forms and re.search("[a-z]{3}", HELD.sub("", MARKUP.sub("", english)))
    }
    assert sorted(same - set(allowed)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_it_keeps_to_the_room_that_its_writer_told_translators(language: str) -> None:
    longer = [
        f"{limit[1]}: {form}"
        for message in catalogues.read(language)
        for note in message.auto_comments
        if (limit := re.search(r"(\d+) signs at most", note))
        for form in texts_of(message)
        if len(HELD.sub("", form)) > int(limit[1])
    ]
    assert longer == []


def _numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d+", GROUPED.sub("", HELD.sub("", MARKUP.sub("", text)))))
