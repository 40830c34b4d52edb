"""The invented people of the demonstration: names from content/demo/, answers that fit together."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.conf import settings

from guichet.applications.testing import NIAMH

NAMES = settings.CONTENT_DIR / "demo" / "personas.jsonl"
GENDERS = {"F": "female", "M": "male", "X": "x"}
GROWN_UP_BY = "2004-01-01"
PEOPLE = 10**7  # that could be told apart
DAYS = 3000  # by which the same name is born earlier


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody comes from: their passport, a town, the names and the language that fit."""

    country: str
    city: str
    names: str  # the language by which people of the list are chosen
    language: str  # of the interface
    letters: str = "en"


PLACES: Mapping[str, Place] = {
    place.country: place
    for place in (
        Place("IRL", "Galway", "en", "en"),
        Place("GBR", "Leeds", "en", "en"),
        Place("AUS", "Hobart", "en", "en"),
        Place("FRA", "Nantes", "fr", "fr", "fr"),
        Place("BEL", "Namur", "fr", "fr", "fr"),
        Place("DEU", "Kassel", "de", "de"),
        Place("ARE", "Sharjah", "ar", "ar"),
        Place("SGP", "Singapore", "zh-Hans", "zh-Hans"),
        Place("TWN", "Tainan", "zh-Hant", "zh-Hant"),
        Place("KOR", "Daegu", "ko", "ko"),
        Place("ESP", "Toledo", "es", "es"),
        Place("MEX", "Puebla", "es", "es"),
        Place("PRT", "Braga", "pt", "pt", "fr"),
        Place("POL", "Gdynia", "pl", "en"),
        Place("PHL", "Cebu", "fil", "en"),
        Place("ITA", "Lecce", "es", "it", "fr"),
        Place("JPN", "Sendai", "zh-Hant", "ja"),
    )
}
ADDED: Mapping[str, Mapping[str, object]] = {
    "TWN": {"personal_id_number": "yes", "tw_id_number": "A223456781"},
    "MEX": {
        "trv_in_last_10_years": "no",
        "us_visa": "yes",
        "us_visa_number": "K1234567",
        "us_visa_expiry": timedelta(days=700),
    },
    "PHL": {"trv_in_last_10_years": "yes", "us_visa": "no"},
}


def answers(
    place: Place, number: int, *, on: date, changes: Mapping[str, object]
) -> dict[str, object]:
    """Return the answers of somebody from a place; a length of time becomes a day after `on`.

    Each number is another person: a name may come again, with another day of birth.
    """
    persona = _choose(place.names, number)
    born = date.fromisoformat(persona["date_of_birth"]) - timedelta(days=number % DAYS)
    given_names, family = persona["latin_given_names"], persona["latin_family_name"]
    facts = {
        **NIAMH,
        "issuer": place.country,
        "nationality": place.country,
        "passport_number": f"DM{number:07d}",
        "surname": family.upper(),
        "given_names": given_names.upper(),
        "signature": f"{given_names} {family}",
        "birth_date": born.isoformat(),
        "gender": GENDERS.get(persona["sex"], "x"),
        "issue_date": timedelta(days=-700),
        "expiry_date": timedelta(days=2900),
        "email": f"{persona['id'].lower()}@example.org",
        **_at_home(place),
        **ADDED.get(place.country, {}),
        **changes,
    }
    return {key: _as_day(value, on) for key, value in facts.items()}


def _at_home(place: Place) -> dict[str, object]:
    return {
        "birth_country": place.country,
        "birth_city": place.city,
        "employer": f"{place.city} Hospital",
        "work_country": place.country,
        "work_city": place.city,
        "home_country": place.country,
        "home_city": place.city,
        "letter_language": place.letters,
    }


def _as_day(value: object, on: date) -> object:
    return (on + value).isoformat() if isinstance(value, timedelta) else value


def _choose(language: str, number: int) -> Mapping[str, Any]:
    fitting = [persona for persona in _grown_up() if persona["preferred_language"] == language]
    return fitting[number % len(fitting)]


@cache
def _grown_up() -> Sequence[Mapping[str, Any]]:
    people = [json.loads(line) for line in NAMES.read_text(encoding="utf-8").splitlines()]
    return [
        persona
        for persona in people
        if persona["date_of_birth"] < GROWN_UP_BY
        and persona["latin_family_name"]
        and persona["latin_given_names"]
    ]
