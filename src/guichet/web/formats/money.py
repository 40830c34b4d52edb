"""Amounts of money, one way in each language: on pages, in mail, on paper and for programs."""

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency, get_currency_precision

from guichet.web.formats.dates import widened
from guichet.web.languages import locale_of

_NAMED = {("ja", "JPY")}  # where everybody writes the name of the currency behind the amount


@lru_cache(maxsize=256)
def money(minor: int, currency: str, language: str) -> str:
    """Return an amount with the code of its currency, placed as the language places it.

    `minor` counts the smallest unit of the currency. A whole amount has no point.

    >>> money(700, "CAD", "en"), money(123456, "CAD", "fr"), money(1500, "JPY", "ja")
    ('CAD\\xa07', '1\\xa0234,56\\xa0CAD', '1,500円')
    """
    locale, units = locale_of(language), _units(minor, currency)
    if (language, currency) in _NAMED:
        words = format_currency(units, currency, locale=locale, format_type="name")
        return widened(words.replace(" ", ""))
    pattern = locale.currency_formats["standard"].pattern.replace("¤", "¤¤")
    pattern = pattern.replace("¤¤#", "¤¤\xa0#").replace("\u200f", "")
    if units == units.to_integral_value():
        pattern = pattern.replace(".00", "")
    return widened(
        format_currency(
            units,
            currency,
            pattern,
            locale=locale,
            currency_digits=units != units.to_integral_value(),
            numbering_system="latn",
        )
    )


def plain_amount(minor: int, currency: str) -> str:
    """Return an amount as programs read it, with all the digits of its currency.

    >>> plain_amount(700, "CAD"), plain_amount(1500, "JPY")
    ('7.00', '1500')
    """
    return f"{_units(minor, currency):.{get_currency_precision(currency)}f}"


def _units(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-get_currency_precision(currency))
