"""Public holidays of an office: the federal days of the United States, and those of its country.

Islamic and lunar holidays can be estimates; a closure corrects them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

import holidays

OBSERVED = " (observed)"

# The keys of content/holidays/, by the name the `holidays` package gives.
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


def closed_days(country: str, subdivision: str, *, years: Iterable[int]) -> frozenset[date]:
    """Return the days on which an office is closed: federal days, and those of its country."""
    return frozenset(day for year in years for day in _year(country, subdivision, year))


def holiday_key(day: date, country: str, subdivision: str = "") -> str | None:
    """Return the key of content/holidays/ that names the day, or None for an ordinary day."""
    return _year(country, subdivision, day.year).get(day)


@cache
def _year(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    local = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    days = dict.fromkeys((day for day in local if day.year == year), "local_holiday")
    for day, name in holidays.country_holidays("US", years=year).items():
        if day.year == year:
            days[day] = FEDERAL.get(name.removesuffix(OBSERVED), "federal_holiday")
    return days
