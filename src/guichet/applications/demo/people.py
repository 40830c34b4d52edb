"""The invented people of the demonstration: names from content/demo/, answers that fit together."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings

from guichet.applications.form.answers import form, reading_of
from guichet.applications.testing import NIAMH

NAMES = settings.CONTENT_DIR / "demo" / "personas.jsonl"
GENDERS = {"F": "female", "M": "male", "X": "x"}
GROWN_UP_BY = "2004-01-01"
PEOPLE = 10**7  # that could be told apart
DAYS = 3000  # by which the same name is born earlier
JOURNEYS = (3, None, 24, 1, 9, None, 75, 45)  # in how many days they leave; some cannot say yet


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody comes from: their passport, a town, the names and the language that fit."""

    country: str
    city: str
    names: str  # the language by which people of the list are chosen
    language: str  # of the interface
    letters: str = "en"


ORIGINS: Mapping[str, Origin] = {
    origin.country: origin
    for origin in (
        Origin("IRL", "Galway", "en", "en"),
        Origin("GBR", "Leeds", "en", "en"),
        Origin("AUS", "Hobart", "en", "en"),
        Origin("FRA", "Nantes", "fr", "fr", "fr"),
        Origin("BEL", "Namur", "fr", "fr", "fr"),
        Origin("DEU", "Kassel", "de", "de"),
        Origin("ARE", "Sharjah", "ar", "ar"),
        Origin("SGP", "Singapore", "zh-Hans", "zh-Hans"),
        Origin("TWN", "Tainan", "zh-Hant", "zh-Hant"),
        Origin("KOR", "Daegu", "ko", "ko"),
        Origin("ESP", "Toledo", "es", "es"),
        Origin("MEX", "Puebla", "es", "es"),
        Origin("PRT", "Braga", "pt", "pt", "fr"),
        Origin("POL", "Gdynia", "pl", "en"),
        Origin("PHL", "Cebu", "fil", "en"),
        Origin("ITA", "Lecce", "es", "it", "fr"),
        Origin("JPN", "Sendai", "zh-Hant", "ja"),
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

LEAVING: Mapping[str, object] = {
    "travel_known": "yes",
    "travel_time": "10:15",
    "travel_time_zone": "Europe/London",
}


def origin_of(code: str) -> Origin:
    """Return where somebody with a passport of a country comes from; of most, a town like any."""
    return ORIGINS.get(code) or Origin(code, "Newtown", "en", "en")


def journey(number: int, *, on: date) -> dict[str, object]:
    """Return what somebody answers about a journey, counted from a day; nothing before it is set.

    >>> journey(0, on=date(2026, 7, 30))["travel_date"], journey(1, on=date(2026, 7, 30))
    ('2026-08-02', {})
    """
    days = JOURNEYS[number % len(JOURNEYS)]
    if days is None:
        return {}
    leaves = (on + timedelta(days=days)).isoformat()
    return {**LEAVING, "travel_date": leaves}


def answers(
    origin: Origin, number: int, *, on: date, changes: Mapping[str, object]
) -> dict[str, object]:
    """Return the answers of somebody from somewhere; a length of time becomes a day after `on`.

    Each number is another person: a name may come again, with another day of birth.
    """
    persona = _choose(origin.names, number)
    born = date.fromisoformat(persona["date_of_birth"]) - timedelta(days=number % DAYS)
    given_names, family = persona["latin_given_names"], persona["latin_family_name"]
    facts = {
        **NIAMH,
        "issuer": origin.country,
        "nationality": origin.country,
        "passport_number": f"DM{number:07d}",
        "surname": family.upper(),
        "given_names": given_names.upper(),
        "signature": f"{given_names} {family}",
        "birth_date": born.isoformat(),
        "gender": GENDERS.get(persona["sex"], "x"),
        "issue_date": timedelta(days=-700),
        "expiry_date": timedelta(days=2900),
        "email": f"{persona['id'].lower()}@example.org",
        **_at_home(origin),
        **ADDED.get(origin.country, {}),
        **changes,
    }
    return {key: _as_day(value, on) for key, value in facts.items() if key in form().fields}


def fitted(answers: Mapping[str, object], *, now: datetime) -> dict[str, object]:
    """Return answers that fit the agency's form: none it does not ask for, and those it adds."""
    questions = form().fields
    fitting = {key: value for key, value in answers.items() if key in questions}
    for key, code in reading_of(fitting, now=now).errors.items():
        options = questions[key].options if key in questions else ()
        if options and code in {"required", "unknown_value"}:
            fitting[key] = options[0]
        elif code == "required" and key not in answers:
            fitting[key] = "no" if questions[key].type == "yes_no" else "Demonstration"
    return fitting


def _at_home(origin: Origin) -> dict[str, object]:
    return {
        "birth_country": origin.country,
        "birth_city": origin.city,
        "employer": f"{origin.city} Hospital",
        "work_country": origin.country,
        "work_city": origin.city,
        "home_country": origin.country,
        "home_city": origin.city,
        "letter_language": origin.letters,
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
