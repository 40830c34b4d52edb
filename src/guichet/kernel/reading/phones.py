"""Phone numbers as people write them: in which country, with which extension, and never less.

A number with + or 00 says its country. A bare one is read in the countries that the caller names;
where it can be called in two of them, somebody has to choose. What was typed is kept whole: a
country code that stands twice is refused instead of being dropped, and an extension is kept.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat

from guichet.kernel.obstacles import Obstacle

LONGEST_EXTENSION = 8
_WORDS = """
    ext extn extension x int interno poste ramal anexo local lokal loc wew nebenstelle durchwahl
    доб внутр máy_lẻ nhánh 分机 分機 转 轉 内線 内线 내선 تحويلة داخلي
""".split()
_EXTENSION = "|".join(re.escape(word.replace("_", " ")) for word in _WORDS)
# A word before it ("Tel.:"), the number, and an extension behind one of its names.
_WRITTEN = re.compile(
    rf"(?:[^\W\d]{{1,12}}[.: ]{{1,3}})?(?P<number>\+?[\d().\s/*-]+?)[\s.]*"
    rf"(?:[,;(]?\s*(?:[,;#]|{_EXTENSION})[\s=:#.]*(?P<extension>\d+)\)?)?",
    re.IGNORECASE,
)
_NO_DIGITS = re.compile(r"\D+")
_MEXICO, _MOBILE_ONCE = "+52", "1"  # that until 2019 stood before the numbers of mobile phones


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can be called, as E.164, and the extension behind it; mostly none."""

    number: str
    extension: str = ""


@dataclass(frozen=True, slots=True)
class NumberParts:
    """What was typed: signs and digits of the number, and the extension."""

    number: str
    extension: str

    @property
    def is_bare(self) -> bool:
        """Tell whether the number does not say which country it belongs to."""
        return not self.number.startswith(("+", "00"))


def read(text: str, *, regions: Sequence[str] = ()) -> Phone:
    """Return the number that was meant, or raise Obstacle.

    `regions` are the countries (ISO 3166-1 alpha-2) in which a bare number is read. Can it be
    called in two of them, the obstacle is "ambiguous" and has `choices`, numbers as E.164.

    >>> read("(212) 555-0142 ext. 12", regions=["US"])
    Phone(number='+12125550142', extension='12')
    >>> read("+52 1 55 1234 5678").number
    '+525512345678'
    """
    parts = parts_of(text)
    if parts.is_bare and not regions:
        raise Obstacle("phone_country_code")
    numbers = list(_numbers(parts, regions))
    if not numbers:
        raise _refusal(parts)
    if len(numbers) > 1:
        raise Obstacle("ambiguous", choices=tuple(numbers))
    return Phone(numbers[0], parts.extension)


def everywhere(text: str) -> tuple[Phone, ...]:
    """Return every number that may be meant, whatever country it is in, or raise Obstacle.

    The order is fixed and the work rests on what was typed alone.
    """
    parts = parts_of(text)
    numbers = _numbers(parts, sorted(phonenumbers.SUPPORTED_REGIONS))
    phones = tuple(Phone(number, parts.extension) for number in numbers)
    if not phones:
        raise _refusal(parts)
    return phones


def is_bare(text: str) -> bool:
    """Tell whether a number leaves open which country it belongs to; an unreadable one does not."""
    try:
        return parts_of(text).is_bare
    except Obstacle:
        return False


def parts_of(text: str) -> NumberParts:
    """Return the parts of what was typed, or raise Obstacle("malformed")."""
    text = text.strip()
    if text.removeprefix("+").isdecimal():  # as programs and most people write it
        return NumberParts(text, "")
    parts = _WRITTEN.fullmatch(text)
    if parts is None and phonenumbers.is_alpha_number(text):  # 1-800-FLOWERS
        parts = _WRITTEN.fullmatch(phonenumbers.convert_alpha_characters_in_number(text))
    extension = (parts and parts["extension"]) or ""
    if parts is None or len(extension) > LONGEST_EXTENSION:
        raise Obstacle("malformed")
    return NumberParts(parts["number"].strip(), extension)


def for_people(number: str, extension: str = "") -> str:
    """Return a number as people group it, for reading it over; the extension behind it.

    >>> for_people("+12125550142"), for_people("+12125550142", "12")
    ('+1 212-555-0142', '+1 212-555-0142 ext. 12')
    """
    grouped = phonenumbers.format_number(_parsed(number), PhoneNumberFormat.INTERNATIONAL)
    return f"{grouped} ext. {extension}" if extension else grouped


def country_of(number: str) -> str:
    """Return the country of a number (ISO 3166-1 alpha-2); empty where it belongs to none.

    >>> country_of("+33612345678"), country_of("+390612345678")
    ('FR', 'IT')
    """
    return phonenumbers.region_code_for_number(_parsed(number)) or ""


def _numbers(parts: NumberParts, regions: Collection[str]) -> Iterator[str]:
    """Give each number that may be meant once, as E.164."""
    numbers = set[str]()
    number = "+" + parts.number[2:] if parts.number.startswith("00") else parts.number
    for region in regions if parts.is_bare else (None,):
        parsed = _callable_number(number, region)
        e164 = phonenumbers.format_number(parsed, PhoneNumberFormat.E164) if parsed else ""
        if e164 and e164 not in numbers:
            numbers.add(e164)
            yield e164


def _callable_number(number: str, region: str | None) -> PhoneNumber | None:
    for text in (number, _without_the_mobile_one(number, region)):
        try:
            parsed = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed) and _is_whole(text, parsed):
            return parsed
    return None


def _without_the_mobile_one(number: str, region: str | None) -> str:
    """Return a Mexican number without the 1 that WhatsApp and older papers still have."""
    digits = _digits(number)
    if number.startswith("+"):
        old = _MEXICO[1:] + _MOBILE_ONCE
        return _MEXICO + digits[len(old) :] if digits.startswith(old) else number
    if region == "MX" and digits.startswith(_MOBILE_ONCE):
        return digits[1:]
    return number


def _is_whole(text: str, parsed: PhoneNumber) -> bool:
    """Tell whether nothing but a prefix for dialing was left out of what was typed.

    Where the prefix for dialing is the country code itself, as in North America, the library drops
    either, and so would take a code that was typed twice for a number of somebody else.
    """
    code, national = str(parsed.country_code), phonenumbers.national_significant_number(parsed)
    digits = _digits(text)
    if text.startswith("+"):
        before = digits.removesuffix(national).removeprefix(code)
        return before in {"", _prefix(code)} - {code} or not digits.endswith(national)
    if _prefix(code) == code and digits.endswith(national):
        return digits.removesuffix(national) in {"", code, f"011{code}"}
    return True


def _refusal(parts: NumberParts) -> Obstacle:
    """Return what is wrong with a number that cannot be called; most often a doubled code."""
    digits = "" if parts.is_bare else _digits(parts.number).removeprefix("00")
    for length in (1, 2, 3):
        code, rest = digits[:length], digits[length:]
        if code and rest.startswith(code) and _callable_number(f"+{rest}", None):
            return Obstacle("doubled_code")
    return Obstacle("malformed")


@cache
def _prefix(code: str) -> str:
    """Return what is dialed before a number inside its country: 0, 8, 1 or nothing."""
    region = phonenumbers.region_code_for_country_code(int(code))
    metadata = PhoneMetadata.metadata_for_region(region, None)
    return (metadata.national_prefix if metadata else None) or ""


def _digits(text: str) -> str:
    return _NO_DIGITS.sub("", text)


@lru_cache(maxsize=256)  # offices show the same few again and again; a person's soon goes
def _parsed(number: str) -> PhoneNumber:
    return phonenumbers.parse(number)
