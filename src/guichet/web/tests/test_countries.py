"""Names of countries and their order."""

import re

import pycountry
import pytest

from guichet.web.formats.countries import country_name, sort_key, sorted_countries, subdivision_name
from guichet.web.languages import ALL


@pytest.mark.parametrize("language", ALL)
def test_it_names_every_country_once(language: str) -> None:
    pairs = sorted_countries(language)
    assert len(pairs) == 250
    assert len({name for _code, name in pairs}) == 250
    assert all(name != code for code, name in pairs)


@pytest.mark.parametrize(
    ("language", "name"),
    [("ht", "Ayiti"), ("fr", "Haïti"), ("ar", "هايتي"), ("zh-Hans", "海地"), ("ru", "Гаити")],
)
def test_it_names_haiti(language: str, name: str) -> None:
    assert country_name("HT", language) == name


def test_tagalog_has_names_of_its_own() -> None:
    english = dict(sorted_countries("en"))
    own = [code for code, name in sorted_countries("fil") if name != english[code]]
    assert len(own) > 80
    assert country_name("DE", "fil") == "Alemanya"


@pytest.mark.parametrize(
    ("language", "first", "later"),
    [
        ("en", "AX", "AL"),  # Åland Islands stand among the A
        ("de", "EG", "AL"),  # Ägypten
        ("pl", "LU", "LV"),  # Luksemburg before Łotwa
        ("es", "DE", "YE"),
        ("ko", "GH", "GU"),  # 가나 before 괌
        ("zh-Hans", "AL", "CN"),  # by sound: a before zh
        ("zh-Hans", "FJ", "GH"),  # 斐济 among the f, which its old encoding keeps apart
        ("ar", "ES", "DE"),  # إسبانيا before ألمانيا: the hamza does not count
        ("vi", "AF", "IN"),  # Ấn Độ after Afghanistan, for â is a letter of its own
    ],
)
def test_it_sorts_as_the_language_does(language: str, first: str, later: str) -> None:
    order = [code for code, _name in sorted_countries(language)]
    assert order.index(first) < order.index(later)


def test_it_names_states_and_provinces() -> None:
    assert subdivision_name("MX-JAL", "ar") == "خاليسكو"
    assert subdivision_name("MX-JAL", "fr") == "Jalisco"
    assert subdivision_name("CN-GD", "en") == "Guangdong"
    assert subdivision_name("CN-GD", "zh-Hans") == "广东省"
    assert subdivision_name("ZZ-ZZ", "en") == "ZZ-ZZ"


SCRIPTS = ("zh-Hans", "ko", "ar", "ru")


def parts_of(country: str) -> list[str]:
    """Return the states or provinces of a country that are no territories of their own."""
    parts = pycountry.subdivisions.get(country_code=country)  # type: ignore[no-untyped-call]
    return [part.code for part in parts if part.code not in {"CN-HK", "CN-MO", "CN-TW"}]


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("country", ["CN", "MX"])
def test_no_state_or_province_is_in_another_script(country: str, language: str) -> None:
    names = [subdivision_name(code, language) for code in parts_of(country)]
    assert [name for name in names if re.search("[A-Za-z]", name)] == []
    assert len(set(names)) == len(names) > 30


def test_a_chinese_list_begins_with_a_chinese_name() -> None:
    names = [subdivision_name(code, "zh-Hans") for code in parts_of("CN")]
    assert min(names, key=lambda name: sort_key(name, "zh-Hans")) == "安徽省"
    assert subdivision_name("CN-NX", "en") == "Ningxia"


def test_the_list_of_haitian_creole_is_not_french() -> None:
    french = re.compile(r"[éêîïâçÉÎ]|R\.A\.S\.|-et-|es$")
    names = [name for _code, name in sorted_countries("ht")]
    assert [name for name in names if french.search(name)] == []
