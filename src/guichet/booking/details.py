"""What clients say of themselves, read the same way on pages and in the API.

Every field is looked at, so that all that is wrong is told at once: Obstacle("invalid") carries
`errors`, a code for each field.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from guichet.booking import rules
from guichet.booking.places import Details
from guichet.kernel import typed_text
from guichet.kernel.bodies import is_readable
from guichet.kernel.obstacles import Obstacle

LONGEST_TYPED = 2000  # nothing we ask for comes near it
LONGEST_EMAIL = 254
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
    typed: Mapping[str, object],
    *,
    default_region: str,
    today: date,
    errors: Mapping[str, str] | None = None,
) -> Details:
    """Return the details as they are kept, or raise Obstacle("invalid", errors={field: code}).

    `default_region` is the country in which a phone number without a country code is read, and
    `today` the day at the office. `errors` are what the caller has found wrong already.
    """
    wrong = dict(errors or {})
    cleaned: dict[str, object] = {}
    readers: dict[str, Callable[[object], object]] = {
        "name": read_name,
        "date_of_birth": lambda value: read_birth(value, today=today),
        "phone": lambda value: read_phone(value, default_region=default_region),
        "email": read_email,
        "case_number": read_case_number,
        "access_needs": lambda value: read_text(value, most=LONGEST_ACCESS_NEEDS),
        "interpreter": lambda value: read_text(value, most=LONGEST_INTERPRETER),
    }
    for field, read in readers.items():
        try:
            cleaned[field] = read(typed.get(field))
        except Obstacle as obstacle:
            wrong.setdefault(field, obstacle.code)
    if wrong:
        raise Obstacle("invalid", errors=wrong)
    return Details(**cleaned)  # type: ignore[arg-type]


def read_name(value: object) -> str:
    """Return a name as `rules.clean_name` keeps it; a control in the middle of one is refused."""
    typed = _text(value, reads=typed_text.name, otherwise="name_characters")
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in typed):
        raise Obstacle("name_characters")
    return rules.clean_name(typed)


def read_birth(value: object, *, today: date) -> date:
    """Return a date of birth that somebody alive can have; ISO 8601 where it is a text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        born = value
    else:
        typed = _text(value)
        if not typed:
            raise Obstacle("required")
        born = read_day(typed)
    rules.check_birth(born, today=today)
    return born


def read_day(typed: str) -> date:
    """Return a day written YYYY-MM-DD, or raise Obstacle("malformed").

    >>> read_day("1985-05-17")
    datetime.date(1985, 5, 17)
    """
    try:
        if _ISO_DAY.fullmatch(typed):
            return date.fromisoformat(typed)
    except ValueError:
        pass  # the thirtieth of February
    raise Obstacle("malformed")


def read_phone(value: object, *, default_region: str) -> str:
    """Return a phone number that can be called, as E.164, or raise Obstacle.

    >>> read_phone("(212) 555-0142", default_region="US")
    '+12125550142'
    """
    typed = _text(value)
    if not typed:
        raise Obstacle("required")
    try:
        number = phonenumbers.parse(typed, default_region or None)
    except phonenumbers.NumberParseException:
        raise Obstacle("malformed") from None
    if not (phonenumbers.is_possible_number(number) and phonenumbers.is_valid_number(number)):
        raise Obstacle("malformed")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_email(value: object) -> str:
    """Return an e-mail address, or an empty text where none was given."""
    typed = _text(value)
    if len(typed) > LONGEST_EMAIL:
        raise Obstacle("too_long", most=LONGEST_EMAIL)
    try:
        if typed:
            validate_email(typed)
    except ValidationError:
        raise Obstacle("malformed") from None
    if not typed.isprintable():  # a quoted name may hide controls
        raise Obstacle("malformed")
    return typed


def read_case_number(value: object) -> str:
    """Return a case or receipt number in capitals, without spaces; empty where none was given.

    >>> read_case_number(" msc 12 345-67890 ")
    'MSC12345-67890'
    """
    typed = "".join(_text(value).split()).upper()
    if len(typed) > LONGEST_CASE_NUMBER:
        raise Obstacle("too_long", most=LONGEST_CASE_NUMBER)
    if typed and not _CASE_NUMBER.fullmatch(typed):
        raise Obstacle("malformed")
    return typed


def read_text(value: object, *, most: int) -> str:
    """Return a free text, composed and trimmed; empty where none was given."""
    typed = _text(value, reads=typed_text.free)
    if len(typed) > most:
        raise Obstacle("too_long", most=most)
    if any(unicodedata.category(c) in _SHAPELESS and c not in _IN_TEXT for c in typed):
        raise Obstacle("malformed")
    return typed


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
