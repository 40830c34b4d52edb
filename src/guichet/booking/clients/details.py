"""What clients say of themselves, read the same way on pages and in the API.

Every field is looked at, so that all that is wrong is told at once: Obstacle("invalid") carries
`errors`, a code for each field.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from guichet.booking import rules
from guichet.booking.places import Details
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.bodies import is_readable
from guichet.kernel.reading import births, mailboxes, phones, typed_text
from guichet.kernel.reading.births import Birth
from guichet.kernel.reading.phones import Phone

LONGEST_TYPED = 2000  # nothing we ask for comes near it
LONGEST_EMAIL = mailboxes.LONGEST
LONGEST_CASE_NUMBER = 20
LONGEST_ACCESS_NEEDS = 500
LONGEST_INTERPRETER = 60
IDENTITY = ("name", "date_of_birth", "phone")
FIELDS = (*IDENTITY, "email", "case_number", "access_needs", "interpreter")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CASE_NUMBER = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_SHAPELESS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, marks of direction, unassigned
_IN_TEXT = {"\n", "\r", "\t", "\u200c", "\u200d"}


def clean_details(
    entries: Mapping[str, object],
    *,
    regions: Sequence[str],
    today: date,
    errors: Mapping[str, str] | None = None,
) -> Details:
    """Return the details as they are kept, or raise Obstacle("invalid", errors={field: code}).

    `regions` are the countries in which a phone number without a country code is read, and `today`
    the day at the office. `errors` are what the caller has found wrong already. Where a number can
    be called in two of the countries, `choices` has them for its field; where nothing else is
    wrong, that is the obstacle: Obstacle("ambiguous").
    """
    wrong = dict(errors or {})
    cleaned: dict[str, object] = {}
    choices: dict[str, object] = {}
    for field, read in _readers(regions, today).items():
        try:
            cleaned[field] = read(entries.get(field))
        except Obstacle as obstacle:
            wrong.setdefault(field, obstacle.code)
            if "choices" in obstacle.facts:
                choices[field] = obstacle.facts["choices"]
    if wrong:
        code = "ambiguous" if set(wrong.values()) == {"ambiguous"} else "invalid"
        raise Obstacle(code, errors=wrong, choices=choices)
    phone, born = cast(Phone, cleaned["phone"]), cast(Birth, cleaned["date_of_birth"])
    cleaned |= {"phone": phone.number, "phone_extension": phone.extension}
    cleaned |= {"date_of_birth": born.first, "birth_known": born.precision}
    return Details(**cleaned)  # type: ignore[arg-type]


def _readers(regions: Sequence[str], today: date) -> Mapping[str, Callable[[object], object]]:
    return {
        "name": read_name,
        "date_of_birth": lambda value: read_birth(value, today=today),
        "phone": lambda value: read_phone(value, regions=regions),
        "email": read_email,
        "case_number": read_case_number,
        "access_needs": lambda value: read_text(value, most=LONGEST_ACCESS_NEEDS),
        "interpreter": lambda value: read_text(value, most=LONGEST_INTERPRETER),
    }


def clean_lost(
    entries: Mapping[str, object], *, today: date, errors: Mapping[str, str] | None = None
) -> list[Details]:
    """Return who may have lost a notice, or raise Obstacle as `clean_details` does.

    Who lost it types the phone number as when they booked, and is not asked again for its country:
    they are there once for each country in which the number can be called.
    """
    wrong, numbers = dict(errors or {}), list[Phone]()
    try:
        numbers = read_phones(entries.get("phone"))
    except Obstacle as obstacle:
        wrong.setdefault("phone", obstacle.code)
    first = {"phone": numbers[0].number} if numbers else {}
    details = clean_details({**entries, **first}, regions=(), today=today, errors=wrong)
    return [
        replace(details, phone=number.number, phone_extension=number.extension)
        for number in numbers
    ]


def read_name(value: object) -> str:
    """Return a name as `rules.clean_name` keeps it; a control in the middle of one is refused."""
    text = _text(value, reads=typed_text.name, otherwise="name_characters")
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in text):
        raise Obstacle("name_characters")
    return rules.clean_name(text)


def read_birth(value: object, *, today: date) -> Birth:
    """Return a date of birth that somebody alive can have; as much as is known, where it is a text.

    >>> read_birth("1980-05", today=date(2026, 11, 23)).precision
    'month'
    """
    if isinstance(value, Birth):
        born = value
    else:
        text = _text(value)
        if not text:
            raise Obstacle("required")
        born = _born(text)
    rules.check_birth(born, today=today)
    return born


def _born(text: str) -> Birth:
    try:
        return births.read(text)
    except Obstacle as obstacle:
        plain = obstacle.code == "malformed"
        raise Obstacle("malformed" if plain else f"birth_{obstacle.code}") from None


def read_day(text: str) -> date:
    """Return a day written YYYY-MM-DD, or raise Obstacle("malformed").

    >>> read_day("1985-05-17")
    datetime.date(1985, 5, 17)
    """
    try:
        if _ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # the thirtieth of February
    raise Obstacle("malformed")


def read_phone(value: object, *, regions: Sequence[str]) -> Phone:
    """Return a phone number that can be called, or raise Obstacle.

    >>> read_phone("(212) 555-0142", regions=["US"]).number
    '+12125550142'
    """
    text = _text(value)
    if not text:
        raise Obstacle("required")
    return phones.read(text, regions=regions)


def read_phones(value: object) -> list[Phone]:
    """Return every number that may be meant, whatever its country, or raise Obstacle."""
    text = _text(value)
    if not text:
        raise Obstacle("required")
    return list(phones.everywhere(text))


def read_email(value: object) -> str:
    """Return an e-mail address, or an empty text where none was given."""
    text = _text(value)
    return mailboxes.read(text) if text else ""


def read_case_number(value: object) -> str:
    """Return a case or receipt number in capitals, without spaces; empty where none was given.

    >>> read_case_number(" msc 12 345-67890 ")
    'MSC12345-67890'
    """
    text = "".join(_text(value).split()).upper()
    if len(text) > LONGEST_CASE_NUMBER:
        raise Obstacle("too_long", most=LONGEST_CASE_NUMBER)
    if text and not _CASE_NUMBER.fullmatch(text):
        raise Obstacle("malformed")
    return text


def read_text(value: object, *, most: int) -> str:
    """Return a free text, composed and trimmed; empty where none was given."""
    text = _text(value, reads=typed_text.free)
    if len(text) > most:
        raise Obstacle("too_long", most=most)
    if any(unicodedata.category(c) in _SHAPELESS and c not in _IN_TEXT for c in text):
        raise Obstacle("malformed")
    return text


def _text(
    value: object,
    *,
    reads: Callable[[str], str] = typed_text.plain,
    otherwise: str = "malformed",
) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Obstacle("malformed")
    if len(value.strip()) > LONGEST_TYPED:
        raise Obstacle("too_long", most=LONGEST_TYPED)
    if not is_readable(value):
        raise Obstacle(otherwise)
    return reads(value)
