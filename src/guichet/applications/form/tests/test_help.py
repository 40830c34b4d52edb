"""The help of the form: complete, and the same placeholders in eleven languages."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from guichet.applications.form import fields
from guichet.applications.form.fields import Form
from guichet.applications.form.help import Words
from guichet.eligibility.law import Law
from guichet.eligibility.programme import ETA
from guichet.passports import drawing, zone

FORM = Form(settings.CONTENT_DIR, Law(settings.CONTENT_DIR))
WORDS = Words(settings.CONTENT_DIR, FORM)
EVERY_KEY = sorted(WORDS.texts.keys())
SOURCE, PASSPORTS = Path(fields.__file__).parent, Path(zone.__file__).parent
_PLACEHOLDER = re.compile(r"%\((\w+)\)s|%(?!\()")


def test_it_has_words_for_all_that_the_structure_asks_for() -> None:
    assert WORDS.needed() - WORDS.texts.keys() == set()


def test_it_has_no_words_that_nothing_asks_for() -> None:
    free = {"note", "error", "hint", "mrz", "where", "picture"}
    keys = {key for key in EVERY_KEY if key.split(".")[0] not in free}
    assert keys - WORDS.needed() == set()
    zones = {key.split(".")[1] for key in EVERY_KEY if key.startswith("picture.")}
    assert zones == set(drawing.ZONES)


def test_it_misses_nothing_in_eleven_languages() -> None:
    assert WORDS.texts.languages() == set(ETA)
    assert WORDS.texts.missing() == []
    assert WORDS.texts.unknown() == []


@pytest.mark.parametrize("language", [code for code in ETA if code != "en"])
def test_it_keeps_placeholders(language: str) -> None:
    for key in EVERY_KEY:
        english = WORDS.texts.get(key, "en").text
        translated = WORDS.texts.get(key, language).text
        assert translated.strip(), key
        assert sorted(map(str, _PLACEHOLDER.findall(translated))) == sorted(
            map(str, _PLACEHOLDER.findall(english))
        ), key


def _codes(pattern: re.Pattern[str], folder: Path, *names: str) -> set[str]:
    sources = [(folder / f"{name}.py").read_text(encoding="utf-8") for name in names]
    return {code for source in sources for code in pattern.findall(source)}


def test_it_has_a_sentence_for_every_code() -> None:
    errors = _codes(re.compile(r'Obstacle\("(\w+)"'), SOURCE, "readers", "shapes")
    errors |= _codes(re.compile(r'yield [^\n]*"(\w+)"\n'), SOURCE, "rules")
    errors |= {"must_agree", "visa_number_required", "unknown_field", "citizen_of_canada"}
    errors |= {"eta_not_required", "visa_needed", "name_letters", "name_characters"}
    assert len(errors) > 25
    assert {code for code in errors if f"error.{code}" not in WORDS.texts} == set()
    findings = _codes(re.compile(r'(?:Fault|Doubt)\(\s*"(\w+)"'), PASSPORTS, "zone", "zone_text")
    assert {code for code in findings if f"mrz.{code}" not in WORDS.texts} == set()


@pytest.mark.parametrize("language", ETA)
def test_it_gives_the_help_of_every_field(language: str) -> None:
    for key, field in FORM.fields.items():
        field_help = WORDS.help(key, language)
        assert field_help.label.language == language
        assert (field_help.where is None) == (field.zone == "")
        assert (
            all(str(words) for _, words in WORDS.options(key, language)) or field.type != "choice"
        )


def test_it_says_how_much_room_there_is() -> None:
    assert "100" in WORDS.error("too_long", "fr", key="surname")


def test_it_draws_every_place_that_a_field_names() -> None:
    form = Form(settings.CONTENT_DIR, Law(settings.CONTENT_DIR))
    zones = {field.zone for field in form.fields.values() if field.zone}
    assert zones | {"mrz"} == set(drawing.ZONES)
