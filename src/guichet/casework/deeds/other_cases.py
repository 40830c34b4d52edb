"""Numbers of other cases and passports in what an officer writes to a person: the wrong window.

A number with its letter is asked about as it stands. Digits alone and passports are looked for:
only what is somebody else's is asked about, since most digits are days, sums and telephones.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from guichet.applications import numbers, queries, tokens
from guichet.applications.identities import own_issuer
from guichet.applications.models import Application, Authorization, Enquiry
from guichet.eligibility.content import law

MOST = 12  # of what may be a passport that are looked for in one text: each by every issuer
_GAP = r"[\s.\-\u2010-\u2015/]{0,2}"
_NUMBER = re.compile(rf"(?<![^\W_])[VJE](?:{_GAP}\d){{9}}(?!\d)", re.IGNORECASE)
_DIGITS = re.compile(rf"(?<![^\W_])(?=(\d(?:{_GAP}\d){{8}})(?![^\W_]))")
_PART, _BETWEEN = re.compile(r"[^\W_]+"), re.compile(_GAP)
_PARTS, _SHORTEST, _LONGEST, _DIGITS_AT_LEAST, _PREFIX = 4, 6, 12, 4, 3  # of a passport's number


@dataclass(frozen=True, slots=True)
class OtherMentions:
    """What a text names of others: numbers of cases, and of passports."""

    cases: tuple[str, ...] = ()
    passports: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Return what is named: "case", "passport", "both", or "" where nothing is."""
        if self.cases and self.passports:
            return "both"
        return "case" if self.cases else "passport" if self.passports else ""


def numbers_in(text: str) -> list[str]:
    """Return what reads as the number of an application, an authorization or a question.

    >>> numbers_in("As in V 123-456/782, and in j123.456.789. Not in V12.")
    ['V123456782', 'J123456789']
    """
    return list(dict.fromkeys(_read(match.group()) for match in _NUMBER.finditer(text)))


def digits_in(text: str) -> list[str]:
    """Return nine digits that stand for themselves, with the letter that their check digit has.

    >>> digits_in("As in 572.319.048, not in 2011 or +353 91 123 4567.")
    ['V572319048']
    """
    read = (numbers.with_letter(_read(match[1])) for match in _DIGITS.finditer(text))
    return [number for number in dict.fromkeys(read) if number[0].isalpha()]


def _read(text: str) -> str:
    """Return a number without whatever stands between its signs."""
    return numbers.read("".join(_PART.findall(text)))


def passports_in(text: str) -> list[str]:
    """Return what may be the number of a passport, as its zone has it; most of it is none.

    What has letters stands first: digits alone are more often days and sums. A short word before
    digits may be letters of a number that was typed small: these stand between.

    >>> passports_in("Your passport DM 262-3280 of 2011 is not pa0000001.")
    ['DM2623280', 'PA0000001', '2623280']
    >>> passports_in("Passport dm-2623280, 696.024/897")
    ['DM2623280', '2623280', '696024', '696024897', '024897']
    """
    numbers_read: dict[str, int] = {}
    for number, rank in _passports_in(text):
        numbers_read.setdefault(number, rank)
    return sorted(numbers_read, key=numbers_read.__getitem__)[:MOST]


def _passports_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield what may be a number, with a rank: the lower, the likelier it is one."""
    parts = list(_PART.finditer(text))
    for first, part in enumerate(parts):
        if not (_has_digit(part.group()) or _is_prefix(part.group())):
            continue
        read, end, is_small = "", part.start(), _is_small(part.group())
        for further in parts[first : first + _PARTS]:
            is_next = further is part or (
                further.group()[0].isdecimal() if is_small else _has_digit(further.group())
            )
            if not is_next or not _BETWEEN.fullmatch(text[end : further.start()]):
                break
            read, end = read + tokens.read_passport_number(further.group()), further.end()
            least = _DIGITS_AT_LEAST + is_small  # "of 2011" is a year
            if _SHORTEST <= len(read) <= _LONGEST and _count_digits(read) >= least:
                yield read, 2 if read.isdecimal() else 1 if is_small else 0


def _is_prefix(text: str) -> bool:
    return text.isalpha() and len(text) <= _PREFIX


def _is_small(text: str) -> bool:
    return text.isalpha() and not text.isupper()


def _has_digit(text: str) -> bool:
    return any(letter.isdecimal() for letter in text)


def _count_digits(text: str) -> int:
    return sum(letter.isdecimal() for letter in text)


def of_others(
    text: str, application: Application | None, *, besides: Collection[str] = ()
) -> OtherMentions:
    """Return what a text names that is neither of this application nor named `besides`."""
    return OtherMentions(
        cases=tuple(_cases(text, application, besides)),
        passports=tuple(_passports(text, application, besides)),
    )


def _cases(text: str, application: Application | None, besides: Collection[str]) -> list[str]:
    mentions = numbers_in(text)
    bare = [number for number in digits_in(text) if number not in mentions]
    mentions += _existing(bare) if bare else []
    own = _own(application) if mentions and application else ()
    return [number for number in mentions if number not in own and number not in besides]


def _existing(candidates: Collection[str]) -> list[str]:
    """Return the numbers that are somebody's, in their order."""
    tables = (
        model.objects.values_list("number") for model in (Application, Authorization, Enquiry)
    )
    existing = {number for rows in tables for (number,) in rows.filter(number__in=candidates)}
    return [number for number in candidates if number in existing]


def _own(application: Application) -> Collection[str]:
    authorizations = Authorization.objects.filter(application=application)
    enquiries = application.enquiries.values_list("number", flat=True)
    return {application.number, *authorizations.values_list("number", flat=True), *enquiries}


def _passports(text: str, application: Application | None, besides: Collection[str]) -> list[str]:
    """Return the passports of other persons, whoever issued them: found by keyed hash."""
    own = str(application.answers.get("passport_number", "")) if application else ""
    candidates = [
        number
        for number in passports_in(text)
        if number != tokens.read_passport_number(own) and number not in besides
    ]
    if not candidates:
        return []
    issuers = {own_issuer(code) for code in law().codes.issuers}
    keys = {
        tokens.passport_key(number, issuer): number for number in candidates for issuer in issuers
    }
    column = queries.on_shelf("passport")
    others = Application.objects.filter(**{f"{column}__in": list(keys)})
    if application:
        others = others.exclude(pk=application.pk)
    if application and application.person:
        others = others.exclude(queries.is_same_person(application))
    matches = {keys[bytes(key)] for (key,) in others.values_list(column)}
    return [number for number in candidates if number in matches]
