"""Readers of single values of `agency.toml`: each returns one, or says what would be right."""

import re
from collections.abc import Callable, Collection
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pycountry
from babel import Locale, localedata
from babel.numbers import get_currency_precision, list_currencies

from guichet.agency import colors
from guichet.agency.faults import nearest

LONGEST = 300  # characters of a line of text
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>.]+(\.[^@\s<>.]+)+")
_AN_AMOUNT = 'takes an amount in quotation marks, as in "7.00".'
_SENDER = re.compile(r"[^<>\r\n]*<([^<>]+)>")

type Reader[T] = Callable[[object], T]


class UnfitError(Exception):
    """A value that cannot be taken; its text says what is right."""


def text(value: object) -> str:
    """Read one line of text."""
    if not isinstance(value, str) or not value.strip():
        raise UnfitError('takes words, as in "Consular Service".')
    if not value.isprintable() or len(value) > LONGEST:
        raise UnfitError(f"takes one line of at most {LONGEST} characters.")
    return value.strip()


def address(value: object) -> str:
    """Read an official address, as letters name it; it may be the same in every language."""
    return text(value)


def texts(value: object) -> tuple[str, ...]:
    """Read a list of lines."""
    if not isinstance(value, list) or not value:
        raise UnfitError('takes a list, as in ["one", "two"].')
    return tuple(text(part) for part in value)


def flag(value: object) -> bool:
    """Read a yes or no."""
    if not isinstance(value, bool):
        raise UnfitError("takes true or false.")
    return value


def whole(least: int, most: int) -> Reader[int]:
    """Return the reader of a whole number within bounds."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise UnfitError(f"takes a whole number from {least} to {most}.")
        return value

    return read


def several_of(choices: Collection[str]) -> Reader[tuple[str, ...]]:
    """Return the reader of a list of some of these words, each once."""

    def read(value: object) -> tuple[str, ...]:
        if value == []:
            raise UnfitError(f"names none. It takes at least one of {', '.join(choices)}.")
        if not isinstance(value, list):
            raise UnfitError(f'takes a list, as in ["{next(iter(choices))}"].')
        words = texts(value)
        for word in words:
            if word not in choices:
                guess = nearest(word, choices) or f" It takes {', '.join(choices)}."
                raise UnfitError(f"names {word!r}, which there is not.{guess}")
        if len(set(words)) < len(words):
            raise UnfitError("names something twice.")
        return words

    return read


def color(value: object) -> str:
    """Read a color."""
    if not isinstance(value, str) or not colors.is_color(value):
        raise UnfitError('takes a color in six digits, as in "#7a1020".')
    return value


def zone(value: object) -> ZoneInfo:
    """Read a time zone."""
    try:
        return ZoneInfo(text(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = 'takes the name of a time zone, as in "Europe/Paris".'
        raise UnfitError(message) from None


def phone(value: object) -> str:
    """Read a telephone number as it is shown; it begins with + and the code of its country."""
    number = text(value)
    if not _E164.fullmatch(e164(number)):
        raise UnfitError('takes a number with the code of its country, as in "+33 1 23 45 67 89".')
    return number


def e164(number: str) -> str:
    """Return a telephone number without what is only there for the eye.

    >>> e164("+33 1 23-45 67"), e164("0123")
    ('+331234567', '0123')
    """
    return "+" + re.sub(r"\D", "", number) if number.startswith("+") else number


def mail(value: object) -> str:
    """Read a mail address."""
    address = text(value)
    if not _MAIL.fullmatch(address):
        raise UnfitError('takes a mail address, as in "help@example.org".')
    return address


def sender(value: object) -> str:
    """Read a mail address, also as `Name <address>`."""
    line = text(value)
    with_name = _SENDER.fullmatch(line)
    mail(with_name[1] if with_name else line)
    return line


def sender_name(value: object) -> str:
    """Read the name under which mail goes out; the address stands elsewhere."""
    name = text(value)
    if any(sign in '<>@"' for sign in name):
        raise UnfitError('takes a name without an address, as in "Consular Service".')
    return name


def url(value: object) -> str:
    """Read the address of a page."""
    address = text(value)
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in {"https", "http"} or " " in address:
        raise UnfitError('takes the address of a page, as in "https://www.example.org/help".')
    return address


def countries(value: object) -> tuple[str, ...]:
    """Read a list of countries."""
    codes = texts(value)
    if wrong := [code for code in codes if not re.fullmatch(r"[A-Z]{2}", code)]:
        raise UnfitError(f'names {wrong[0]!r}; it takes codes of two letters, as in ["FR", "PT"].')
    if wrong := [code for code in codes if not is_country(code)]:
        raise UnfitError(f"names {wrong[0]!r}, which is the code of no country (ISO 3166).")
    if doubles := sorted({code for code in codes if codes.count(code) > 1}):
        raise UnfitError(f"names {', '.join(doubles)} twice.")
    return codes


def is_country(code: str) -> bool:
    """Tell whether two letters are the code of a country; Kosovo's is in use and in no standard.

    >>> is_country("FR"), is_country("XK"), is_country("QQ")
    (True, True, False)
    """
    return code == "XK" or pycountry.countries.get(alpha_2=code) is not None


def country(value: object) -> str:
    """Read the code of a country."""
    return countries([value])[0]


def language(value: object) -> str:
    """Read the code of a language."""
    code = text(value)
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise UnfitError('takes the code of a language, as in "fsl" (ISO 639).')
    return code


def spoken_languages(value: object) -> tuple[str, ...]:
    """Read a list of languages that have a name in themselves."""
    codes = tuple(language(code) for code in texts(value))
    for code in codes:
        if not localedata.exists(code) or Locale.parse(code).get_language_name(code) is None:
            raise UnfitError(f"names {code!r}, whose own name nobody knows (CLDR).")
    if doubles := sorted({code for code in codes if codes.count(code) > 1}):
        raise UnfitError(f"names {', '.join(doubles)} twice.")
    return codes


def currency(value: object) -> str:
    """Read the code of a currency."""
    code = text(value)
    if code not in list_currencies():
        raise UnfitError('takes the code of a currency, as in "EUR".')
    return code


def minor(amount: object, code: str) -> int:
    """Read an amount as the smallest unit of its currency: "7.00" CAD is 700, "7" JPY is 7."""
    digits = get_currency_precision(code)
    if not isinstance(amount, str):
        raise UnfitError(_AN_AMOUNT)
    try:
        whole_amount = Decimal(amount.strip())
        units, is_negative = whole_amount.scaleb(digits), whole_amount < 0
    except InvalidOperation:
        raise UnfitError(_AN_AMOUNT) from None
    if is_negative:
        raise UnfitError("takes no amount below 0.")
    if not units.is_finite() or units != int(units) or len(amount.partition(".")[2]) > digits:
        rest = f"with at most {digits} digits after the point" if digits else "in whole numbers"
        raise UnfitError(f"takes an amount {rest}: {code} has no smaller coin.")
    if units >= 10_000_000:
        raise UnfitError("takes an amount with at most 7 digits.")
    return int(units)
