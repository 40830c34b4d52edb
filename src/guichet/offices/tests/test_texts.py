"""Every text of content/ is there in the twelve languages of appointments."""

import csv
import re
import tomllib

import pytest
from django.conf import settings

from guichet.kernel.content import layers
from guichet.kernel.content.texts import Texts
from guichet.offices import words
from guichet.offices.days import holidays
from guichet.offices.reference.content import Reference
from guichet.offices.reference.names import Names

CONTENT = settings.CONTENT_DIR
TOPICS = ["services", "access", "checklists", "routine", "holidays"]
LANGUAGES = {"en", "es", "fr", "pt", "ht", "pl", "vi", "ko", "zh-Hans", "ar", "ru", "fil"}
SCRIPTS = {"ar": r"[\u0600-\u06ff]", "ru": r"[\u0400-\u04ff]", "ko": r"[\uac00-\ud7af]"}
SCRIPTS["zh-Hans"] = r"[\u4e00-\u9fff]"


@pytest.mark.parametrize("topic", TOPICS)
def test_it_is_complete_in_twelve_languages(topic: str) -> None:
    texts = Texts(CONTENT / topic)
    assert texts.languages() >= LANGUAGES
    assert texts.missing() == []
    assert texts.unknown() == []


@pytest.mark.parametrize("topic", TOPICS)
def test_it_keeps_the_script_and_the_form_numbers(topic: str) -> None:
    texts = Texts(CONTENT / topic)
    forms = re.compile(r"\b[A-Z]-\d+\b")
    for key in sorted(texts.keys()):
        everywhere = texts.everywhere(key)
        for language, text in everywhere.items():
            assert set(forms.findall(everywhere["en"])) == set(forms.findall(text)), (language, key)
            assert text == text.strip()
            if language in SCRIPTS:
                assert re.search(SCRIPTS[language], text), (language, key)


def test_it_names_services_and_holidays_that_exist() -> None:
    parts = ("name", "summary", "who_must_come")
    services = Reference(CONTENT).services
    assert Texts(CONTENT / "services").keys() == {
        f"{service.code}.{part}" for service in services for part in parts
    }
    assert Texts(CONTENT / "holidays").keys() == {
        *holidays.FEDERAL.values(),
        "federal_holiday",
        "home_holiday",
        "local_holiday",
    }
    assert all(service.names.keys() >= LANGUAGES for service in services)


def test_it_has_a_hint_for_every_routine_link() -> None:
    with layers.at(CONTENT / "routine" / "links.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert Texts(CONTENT / "routine").keys() == {
        f"{row['label_key']}.{part}" for row in rows for part in ("label", "hint")
    }
    keys = {row["label_key"] for row in rows if row["service"] == "appointments"}
    for service in Reference(CONTENT).services:
        assert set(words.usually_settled(service.code)) <= keys


def test_it_tells_how_to_get_in_by_sentences_that_exist() -> None:
    texts = Texts(CONTENT / "access")
    with layers.at(CONTENT / "hours" / "hours.toml").open("rb") as file:
        templates = [shape for shape in tomllib.load(file).values() if isinstance(shape, dict)]
    codes = {code for template in templates for code in template["access"]}
    without_tickets_on_phones = {"phones_off"}  # for agencies that have none
    assert codes | without_tickets_on_phones == texts.keys()


@pytest.mark.parametrize("language", ["zh-Hans", "ko", "ar", "ru"])
def test_every_office_is_named_in_the_script_of_the_reader(language: str) -> None:
    translations = Names(CONTENT / "offices" / "names.toml")
    offices = Reference(CONTENT).offices()
    names = {row.code: translations.of(row.code, row.name)[language] for row in offices}
    assert [name for name in names.values() if re.search("[A-Za-z]", name)] == []
    assert len(names) > 100


def test_it_finds_the_place_in_the_name_of_an_office() -> None:
    translations = Names(CONTENT / "offices" / "names.toml")
    for row in Reference(CONTENT).offices():
        for language, name in translations.of(row.code, row.name).items():
            place = translations.translated.get(row.code, {}).get(
                language, row.name.removesuffix(" Field Office")
            )
            assert translations.place(name, language) == place
    assert translations.place("The Annex", "fr") == "The Annex"
