"""Public holidays of an office: those of the home country of all offices, and of its own.

Islamic and lunar holidays can be estimates; a closure corrects them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

import holidays

from guichet.offices.reference import home_country

OBSERVED = " (observed)"

# The keys of content/holidays/ of days that have a name there, by country and by the name the
# `holidays` package gives.
FEDERAL = {
    "New Year's Day": "new_years_day",
    "Martin Luther King Jr. Day": "martin_luther_king_day",
    "Washington's Birthday": "washingtons_birthday",
    "Memorial Day": "memorial_day",
    "Juneteenth National Independence Day": "juneteenth",
    "Independence Day": "independence_day",
    "Labor Day": "labor_day",
    "Columbus Day": "columbus_day",
    "Veterans Day": "veterans_day",
    "Thanksgiving Day": "thanksgiving_day",
    "Christmas Day": "christmas_day",
}
NAMED: Mapping[str, Mapping[str, str]] = {"US": FEDERAL}


def closed_days(country: str, subdivision: str, *, years: Iterable[int]) -> frozenset[date]:
    """Return the days on which an office is closed: those at home, and those of its country."""
    return frozenset(day for year in years for day in _year(country, subdivision, year))


def holiday_key(day: date, country: str, subdivision: str = "") -> str | None:
    """Return the key of content/holidays/ that names the day, or None for an ordinary day."""
    return _year(country, subdivision, day.year).get(day)


@cache
def _year(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    days = dict.fromkeys(_days_of(country, subdivision, year), "local_holiday")
    home = home_country.home()
    for day, name in _days_of(home, "", year).items():
        if home in NAMED:
            days[day] = NAMED[home].get(name.removesuffix(OBSERVED), "federal_holiday")
        else:
            days.setdefault(day, "home_holiday")
    return days


def public_holidays(country: str, *, years: Iterable[int]) -> frozenset[date]:
    """Return the holidays of a whole country; none where nobody has listed them."""
    return frozenset(day for year in years for day in _days_of(country, "", year))


def _days_of(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    """Return the holidays of a country; none where nobody has listed them."""
    try:
        days = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    except NotImplementedError:
        return {}
    return {day: name for day, name in days.items() if day.year == year}
