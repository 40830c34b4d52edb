"""Read a machine-readable zone: what it says, how far that is proved, and what must be asked.

`read` never raises: a zone that cannot be read says why in `faults`. A check digit proves the
number, the dates and the personal number. What the page must ask though nothing is wrong is in
`doubts`: what is not there or was cut off, and characters of the number that take each other's
place unseen. Pure: two-digit years are read by the day that is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from guichet.passports import dates
from guichet.passports.digits import (
    ALPHABET,
    FILLER,
    agrees,
    as_digit,
    as_digits,
    as_letters,
    look_alikes,
    swapped_once,
)
from guichet.passports.layouts import CODES, TD3, Layout, Place
from guichet.passports.zone_text import Fault, arrange

DATES = ("birth_date", "expiry_date")
CHECKED, FAILED, UNCHECKED = "checked", "failed", "unchecked"
_SEXES = {"F": "F", "M": "M", "X": "X", FILLER: "X"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the zone cannot prove. `places`: position from 1, the character, what else it may be."""

    code: str
    field: str
    places: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as it was read. `values` are text: dates YYYY-MM-DD, less where a part is unknown."""

    kind: str
    lines: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def valid(self) -> bool:
        """Tell whether nothing at all is wrong with it."""
        return not self.faults

    @property
    def usable(self) -> bool:
        """Tell whether its values can fill the form: all that was wrong was mended."""
        return bool(self.kind) and all(fault.mended for fault in self.faults)

    @property
    def is_passport(self) -> bool:
        """Tell whether it is the zone of a passport, not of a card or a visa."""
        return self.kind == TD3.kind


def read(text: str, *, today: date) -> Zone:
    """Return the zone in a text, however it was pasted."""
    arranged = arrange(text)
    if arranged.layout is None:
        return Zone("", arranged.lines, faults=arranged.faults)
    reading, mended = _Reading(arranged.layout, arranged.lines).with_digits_in_dates()
    values = reading.values(today)
    checks = tuple(reading.wrong_digits(today))
    failed = {fault.field for fault in checks}
    faults = (*arranged.faults, *mended, *reading.strange_characters(), *checks)
    faults += tuple(_wrong_values(reading, values, failed))
    return Zone(
        kind=arranged.layout.kind,
        lines=reading.lines,
        values=values,
        evidence={key: _proof(key, arranged.layout, values, failed) for key in values},
        faults=faults,
        doubts=tuple(_doubts(reading, values, today)),
    )


class _Reading:
    """The lines of a zone, looked at by the places of its layout."""

    def __init__(self, layout: Layout, lines: tuple[str, ...]) -> None:
        self.layout, self.lines = layout, lines

    def at(self, place: Place) -> str:
        line, start, end = place
        return self.lines[line][start:end]

    def raw(self, key: str) -> tuple[str, str]:
        """Return a field and its check digit ("" where it has none).

        The number of a card that is longer than nine characters goes on in the optional data,
        its check digit behind it.
        """
        data = self.at(self.layout.places[key])
        digit = self.at(self.layout.checks[key]) if key in self.layout.checks else ""
        rest = self._overflow()
        if rest and key == "document_number":
            return data + rest[:-1], rest[-1]
        if rest and key == "personal_number":
            return data[len(rest) + 1 :], digit
        return data, digit

    def _overflow(self) -> str:
        if self.layout.kind not in {"TD1", "TD2"}:
            return ""
        if self.at(self.layout.checks["document_number"]) != FILLER:
            return ""
        return self.at(self.layout.places["personal_number"]).split(FILLER)[0]

    def values(self, today: date) -> dict[str, str]:
        surname, given_names = self.names()
        raw = {key: self.raw(key)[0] for key in self.layout.places if key != "names"}
        return {
            "document_type": raw["document_type"].rstrip(FILLER),
            "issuer": raw["issuer"].rstrip(FILLER),
            # Who has one name only has it as the surname, as the form asks.
            "surname": surname or given_names,
            "given_names": given_names if surname else "",
            "document_number": raw["document_number"].replace(FILLER, ""),
            "nationality": raw["nationality"].rstrip(FILLER),
            "birth_date": dates.birth(raw["birth_date"], today=today),
            "sex": _SEXES.get(raw["sex"], ""),
            "expiry_date": dates.expiry(raw["expiry_date"], today=today),
            "personal_number": raw["personal_number"].replace(FILLER, ""),
        }

    def names(self) -> tuple[str, str]:
        """Return surname and given names as the zone has them."""
        surname, _, given_names = self.at(self.layout.places["names"]).partition(FILLER * 2)
        return _words(surname), _words(given_names)

    def with_digits_in_dates(self) -> tuple["_Reading", tuple[Fault, ...]]:
        """Read letters in dates as the digits they stand for, where the check digit agrees."""
        reading, mended = self, []
        for key in DATES:
            place, digit_at = self.layout.places[key], self.layout.checks[key]
            data, digit = reading.at(place), reading.at(digit_at)
            digits, meant_digit = as_digits(data), as_digit(digit)
            if (digits, meant_digit) != (data, digit) and agrees(digits, meant_digit):
                reading = reading.with_text(place, digits).with_text(digit_at, meant_digit)
                mended.append(Fault("digit", key, text=data, suggestion=digits, mended=True))
        return reading, tuple(mended)

    def strange_characters(self) -> Iterator[Fault]:
        """Yield the first character of each line that no zone contains."""
        for number, line in enumerate(self.lines, start=1):
            strange = [(n, c) for n, c in enumerate(line, start=1) if c not in ALPHABET]
            if strange:
                yield Fault("character", f"line{number}", strange[0][0], strange[0][1])

    def wrong_digits(self, today: date) -> Iterator[Fault]:
        """Yield the check digits that do not agree, with what may have been meant."""
        for key in self.layout.checks:
            if key == "composite":
                if not self.whole_agrees():
                    yield Fault("check_digit", "composite")
            elif not self.agrees(key):
                yield Fault("check_digit", key, suggestion=self.meant(key, today))

    def agrees(self, key: str) -> bool:
        data, digit = self.raw(key)
        may_be_empty = key in {"personal_number", "birth_date"}
        empty = may_be_empty and digit == FILLER and not data.strip(FILLER)
        return empty or agrees(data, digit)

    def whole_agrees(self) -> bool:
        if not self.layout.composite:
            return True
        covered = "".join(self.at(place) for place in self.layout.composite)
        return agrees(covered, self.at(self.layout.checks["composite"]))

    def meant(self, key: str, today: date) -> str:
        """Return the one value, a single misread character away, with which all agrees."""
        place, digit_at = self.layout.places[key], self.layout.checks[key]
        data, digit = self.at(place), self.at(digit_at)
        readings = [self.with_text(place, other) for other in swapped_once(data)]
        readings.append(self.with_text(digit_at, as_digit(digit)))
        good = [reading for reading in readings if reading.agrees(key) and reading.whole_agrees()]
        values = {reading.values(today)[key] for reading in good} - {""}
        return values.pop() if len(values) == 1 else ""

    def with_text(self, place: Place, text: str) -> "_Reading":
        line, start, end = place
        changed = self.lines[line][:start] + text + self.lines[line][end:]
        return _Reading(self.layout, (*self.lines[:line], changed, *self.lines[line + 1 :]))


def _words(part: str) -> str:
    return " ".join(part.replace(FILLER, " ").split())


def _proof(key: str, layout: Layout, values: Mapping[str, str], failed: set[str]) -> str:
    if key in failed:
        return FAILED
    return CHECKED if key in layout.checks and values[key] else UNCHECKED


def _wrong_values(
    reading: _Reading, values: Mapping[str, str], failed: set[str]
) -> Iterator[Fault]:
    """Yield what no check digit finds: an unknown code, a month 13, a digit in a name."""
    if values["document_type"][:1] not in tuple(reading.layout.opens_with):
        yield Fault("document", "document_type", text=values["document_type"])
    for key in ("issuer", "nationality"):
        if values[key] not in CODES:
            code = as_letters(values[key])
            yield Fault("country", key, suggestion=code if code in CODES else "")
    for key in DATES:
        if not values[key] and key not in failed and not _is_unknown(reading, key):
            yield Fault("date", key)
    if not values["sex"]:
        yield Fault("character", "sex")
    if not values["surname"]:
        yield Fault("no_name", "surname")
    elif not reading.names()[0]:
        yield Fault("no_surname", "surname", mended=True)
    for key in ("surname", "given_names"):
        if _has_digit(values[key]):
            letters = as_letters(values[key])
            yield Fault("character", key, suggestion="" if _has_digit(letters) else letters)


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _is_unknown(reading: _Reading, key: str) -> bool:
    return key == "birth_date" and not reading.raw(key)[0].strip(FILLER)


def _doubts(reading: _Reading, values: Mapping[str, str], today: date) -> Iterator[Doubt]:
    """Yield what the page must ask, though nothing is wrong."""
    if not reading.at(reading.layout.places["names"]).endswith(FILLER):
        yield Doubt("truncated", "given_names" if values["given_names"] else "surname")
    if not values["given_names"] and reading.names()[0]:
        yield Doubt("no_given_name", "given_names")
    number = enumerate(values["document_number"], start=1)
    if places := tuple((n, c, look_alikes(c)) for n, c in number if look_alikes(c)):
        yield Doubt("compare_number", "document_number", places)
    if _is_unknown(reading, "birth_date"):
        yield Doubt("unknown_birth", "birth_date")
    if 0 < len(values["birth_date"]) < len("YYYY-MM-DD"):
        yield Doubt("unknown_day", "birth_date")
    if dates.may_be_a_century_older(values["birth_date"], today=today):
        yield Doubt("century", "birth_date")
