"""What somebody says of themselves, as it was typed and as it is kept: one cleaning for all.

The pages and the API come here with the same words, so both refuse the same.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from guichet.booking import rules
from guichet.booking.places import Details
from guichet.kernel.obstacles import Obstacle

LONGEST = {"email": 254, "case_number": 20, "access_needs": 500, "interpreter": 60, "phone": 40}
JOINERS = "\u200c\u200d"  # they spell words in some scripts


@dataclass
class Cleaned:
    """What was typed once it is clean, and the obstacle of each field where it is not."""

    values: dict[str, object] = field(default_factory=dict)
    obstacles: dict[str, Obstacle] = field(default_factory=dict)

    @property
    def details(self) -> Details | None:
        """Return the client; None while something stands in the way."""
        return None if self.obstacles else Details(**self.values)  # type: ignore[arg-type]


def clean_details(typed: Mapping[str, object], *, country: str, today: date) -> Cleaned:
    """Return a client's details, clean; `country` is where a number without + is called from.

    `date_of_birth` is an ISO day or a date; all others are texts. What may be left out is "".
    """
    cleaners: dict[str, Callable[[object], object]] = {
        "name": lambda value: rules.clean_name(_text(value)),
        "date_of_birth": lambda value: clean_birth(value, today=today),
        "phone": lambda value: clean_phone(_text(value), country=country),
        "email": lambda value: clean_email(_text(value)),
        "case_number": lambda value: clean_case_number(_text(value)),
        "access_needs": lambda value: clean_words(_text(value), most=LONGEST["access_needs"]),
        "interpreter": lambda value: clean_words(_text(value), most=LONGEST["interpreter"]),
    }
    cleaned = Cleaned()
    for name, clean in cleaners.items():
        try:
            cleaned.values[name] = clean(typed.get(name) or "")
        except Obstacle as obstacle:
            obstacle.facts["field"] = name
            cleaned.obstacles[name] = obstacle
    return cleaned


def clean_birth(typed: object, *, today: date) -> date:
    """Return a date of birth that somebody alive may have."""
    if not typed:
        raise Obstacle("required")
    try:
        born = typed if isinstance(typed, date) else date.fromisoformat(_text(typed).strip())
    except ValueError:
        raise Obstacle("malformed") from None
    rules.check_birth(born, today=today)
    return born


def clean_phone(typed: str, *, country: str) -> str:
    """Return a number that can exist, as E.164: +12125550100."""
    number = _without_marks(unicodedata.normalize("NFKC", typed))
    if not number:
        raise Obstacle("required")
    if len(number) > LONGEST["phone"]:
        raise Obstacle("too_long", most=LONGEST["phone"])
    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        raise Obstacle("malformed") from None
    if not phonenumbers.is_valid_number(parsed):
        raise Obstacle("malformed")
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def clean_email(typed: str) -> str:
    """Return an address that mail can be sent to; nothing where none was given."""
    address = _without_marks(unicodedata.normalize("NFC", typed))
    if len(address) > LONGEST["email"]:
        raise Obstacle("too_long", most=LONGEST["email"])
    try:
        if address:
            EmailValidator()(address)
    except ValidationError:
        raise Obstacle("malformed") from None
    return address


def clean_case_number(typed: str) -> str:
    """Return a case or receipt number in capitals, without what is only there to be read."""
    shown = _without_marks(unicodedata.normalize("NFKC", typed))
    number = "".join(shown.replace("-", "").split()).upper()
    if len(number) > LONGEST["case_number"]:
        raise Obstacle("too_long", most=LONGEST["case_number"])
    if number and not (number.isascii() and number.isalnum()):
        raise Obstacle("malformed")
    return number


def clean_words(typed: str, *, most: int) -> str:
    """Return some words, without what cannot be seen; lines are kept."""
    lines = unicodedata.normalize("NFC", typed).splitlines()
    words = "\n".join(" ".join(_without_marks(line).split()) for line in lines).strip()
    if len(words) > most:
        raise Obstacle("too_long", most=most)
    return words


def _text(value: object) -> str:
    text = value if isinstance(value, str) else str(value)
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text):
        raise Obstacle("malformed")
    return text


def _without_marks(text: str) -> str:
    """Return the text without controls and marks of direction, which come along when one copies."""
    kept = (
        character
        for character in text
        if character in JOINERS or unicodedata.category(character) not in {"Cc", "Cf"}
    )
    return "".join(kept).strip()
