"""One answer at a time: typed text in, the value that is kept out, or Obstacle(code).

Every reader of `_READERS` takes the field, the text and the circumstances. What several answers
must have in common is in `rules.py`.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from guichet.applications.form import shapes
from guichet.applications.form.circumstances import Circumstances
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.bodies import is_readable
from guichet.kernel.reading import births, days, mailboxes, phones, typed_text

SLIP = "slip"  # the hint that an address was probably mistyped
LONGEST = 254  # where a field says nothing else
MOST_VALUES = 10
OLDEST_YEARS = 100
_YES, _NO = "yes", "no"
_NEEDED = {"agree": "must_agree", "us_visa_number": "visa_number_required"}
_TRUE = {_YES, "on", "true"}
_DAY = re.compile(r"(\d{0,10})-(\d{0,2})-(\d{0,2})", re.ASCII)
# 14:30, 14.30, 14h30, 14 h, 1430; with am or pm of twelve hours, and then also without minutes.
_TIME = re.compile(r"(?:(\d{1,2})(?:[:.h]([0-5]\d)?)?|(\d\d)([0-5]\d))(?:([ap])\.?m\.?)?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_BIRTH = re.compile(r"(\d{0,10}|XX)(-(\d{0,2}|XX)(-(\d{0,2}|XX))?)?", re.ASCII)
_TYPED = {"name": typed_text.name, "signature": typed_text.name, "long_text": typed_text.free}
_SHAPELESS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, marks of direction, unassigned


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form, as content/fields/fields.toml describes it."""

    key: str
    type: str
    source: str = ""
    confidence: str = ""
    required: bool = False
    repeated: bool = False
    most: int = LONGEST
    like: str = ""
    accents: str = ""  # the letters of a name besides a to z; none told: those of any passport
    options: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    once: str = ""
    zone: str = ""
    example: str = ""
    when: tuple[tuple[str, frozenset[str]], ...] = ()

    @property
    def is_day(self) -> bool:
        """Tell whether the answer is a day, typed in three boxes."""
        return self.type in {"date", "birth"}


def read(field: Field, answer: object, where: Circumstances) -> tuple[object, str]:
    """Return the value that is kept and a hint code ("" for none), or raise Obstacle."""
    if field.repeated:
        return _several(field, answer, where), ""
    value = _text(field, answer)
    if not value:
        if field.required:
            raise Obstacle(_NEEDED.get(field.like) or _NEEDED.get(field.type) or "required")
        return "", ""
    if len(value) > max(field.most, LONGEST):
        raise Obstacle("too_long")
    read_value = _READERS[field.type](field, value, where)
    if len(read_value) > field.most:  # a number was typed with spaces
        raise Obstacle("too_long")
    if field.type == "email" and mailboxes.near_miss(read_value):
        return read_value, SLIP
    return read_value, shapes.hint(field.like, read_value)


def _several(field: Field, answer: object, where: Circumstances) -> list[str]:
    answers = answer if isinstance(answer, list | tuple) else [answer]
    texts = [text for item in answers if (text := _text(field, item))]
    if field.required and not texts:
        raise Obstacle("required")
    if len(texts) > MOST_VALUES:
        raise Obstacle("too_many_values")
    values = [_READERS[field.type](field, text, where) for text in texts]
    return list(dict.fromkeys(values))


def _text(field: Field, answer: object) -> str:
    """Return what was typed as its field is read; bools are what programs send for yes and no."""
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return _YES if answer else _NO
    if not isinstance(answer, str) or not is_readable(answer):
        raise Obstacle("malformed")
    return _TYPED.get(field.type, typed_text.plain)(answer)


def _read_text(field: Field, text: str, where: Circumstances) -> str:
    """Return a line in Latin letters; a field with a shape of its own is read by that."""
    if field.like:
        return shapes.SHAPES[field.like](text)
    return shapes.latin(" ".join(_shaped(text).split()))


def _read_long_text(field: Field, text: str, where: Circumstances) -> str:
    return shapes.latin(_shaped(text.replace("\r\n", "\n"), besides="\n\t"))


def _shaped(text: str, *, besides: str = "\t") -> str:
    if any(unicodedata.category(c) in _SHAPELESS and c not in besides for c in text):
        raise Obstacle("malformed")
    return text


def _read_name(field: Field, text: str, where: Circumstances) -> str:
    return shapes.name(_shaped(text), accents=field.accents)


def _read_signature(field: Field, text: str, where: Circumstances) -> str:
    return shapes.latin(" ".join(_shaped(text).split()))


def _read_date(field: Field, text: str, where: Circumstances) -> str:
    parts = _DAY.fullmatch("-".join(part.strip() for part in text.split("-")))
    if parts is None:
        raise Obstacle("malformed")
    year, month, day = parts.groups()
    if not (year and month and day):
        raise Obstacle("date_incomplete" if year or month or day else "required")
    return days.of_parts(year, month, day).isoformat()


def _read_birth(field: Field, text: str, where: Circumstances) -> str:
    """Return as much of a date as a passport shows; a part left empty may be a slip."""
    parts = [part.strip() for part in text.upper().split("-")]
    if not _BIRTH.fullmatch("-".join(parts)):
        raise Obstacle("malformed")
    if not all(parts):
        raise Obstacle("birth_partly" if any(parts) else "required")
    year, month, day = [*parts, "", ""][:3]
    try:
        return str(births.of_parts(year, month and month.zfill(2), day and day.zfill(2)))
    except Obstacle as obstacle:
        raise Obstacle({"malformed": "no_such_day"}.get(obstacle.code, obstacle.code)) from None


def _read_time(field: Field, text: str, where: Circumstances) -> str:
    """Return hour and minute on the clock of twenty-four hours, however they were written.

    A bare number is no time: "2" may be an hour or a slip.
    """
    parts = _TIME.fullmatch("".join(text.lower().split()))
    if parts is None:
        raise Obstacle("malformed")
    hour, minute, half = int(parts[1] or parts[3]), parts[2] or parts[4], parts[5]
    if (half and not 1 <= hour <= 12) or hour > 23 or not (minute or half or "h" in text.lower()):
        raise Obstacle("malformed")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute or '00'}"


def _read_year(field: Field, text: str, where: Circumstances) -> str:
    if not _YEAR.fullmatch(text):
        raise Obstacle("year_four_digits")
    if int(text) > where.today.year:
        raise Obstacle("in_future")
    if int(text) < where.today.year - OLDEST_YEARS:
        raise Obstacle("too_early")
    return text


def _read_yes_no(field: Field, text: str, where: Circumstances) -> str:
    return _one_of(text, (_YES, _NO))


def _read_agree(field: Field, text: str, where: Circumstances) -> str:
    if text.lower() not in _TRUE:
        raise Obstacle("must_agree")
    return _YES


def _read_province(field: Field, text: str, where: Circumstances) -> str:
    return _one_of(text.upper(), field.options)


def _read_choice(field: Field, text: str, where: Circumstances) -> str:
    if text in field.refused:
        raise Obstacle("document_not_accepted")
    return _one_of(text, field.options)


def _read_country(field: Field, text: str, where: Circumstances) -> str:
    return _one_of(text.upper(), where.law.codes.places)


def _read_nationality(field: Field, text: str, where: Circumstances) -> str:
    return _one_of(text.upper(), where.law.codes.nationalities)


def _read_issuer(field: Field, text: str, where: Circumstances) -> str:
    return _one_of(text.upper(), where.law.codes.issuers)


def _read_time_zone(field: Field, text: str, where: Circumstances) -> str:
    return _one_of(text, _time_zones())


def _read_phone(field: Field, text: str, where: Circumstances) -> str:
    """Return a number as E.164, and its extension behind it as people write it."""
    try:
        phone = phones.read(text)
    except Obstacle as obstacle:
        malformed = obstacle.code == "malformed" and not text.startswith("+")
        raise Obstacle("phone_country_code" if malformed else obstacle.code) from None
    return f"{phone.number} ext. {phone.extension}" if phone.extension else phone.number


def _read_email(field: Field, text: str, where: Circumstances) -> str:
    return mailboxes.read(text)


def _one_of(value: str, values: Collection[str]) -> str:
    if value not in values:
        raise Obstacle("unknown_value")
    return value


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


_READERS: Mapping[str, Callable[[Field, str, Circumstances], str]] = {
    "text": _read_text,
    "long_text": _read_long_text,
    "name": _read_name,
    "signature": _read_signature,
    "date": _read_date,
    "birth": _read_birth,
    "time": _read_time,
    "year": _read_year,
    "yes_no": _read_yes_no,
    "agree": _read_agree,
    "choice": _read_choice,
    "province": _read_province,
    "country": _read_country,
    "issuer": _read_issuer,
    "nationality": _read_nationality,
    "time_zone": _read_time_zone,
    "phone": _read_phone,
    "email": _read_email,
}
KINDS = frozenset(_READERS)
