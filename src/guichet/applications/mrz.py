"""Read a machine-readable zone: what it says, how far that is proved, and what must be asked.

`read` never raises: a zone that cannot be read says why in `faults`. A check digit proves the
number, the dates and the personal number; names, issuer, nationality and sex are proved by
nothing, and some characters take each other's place unseen: all that is in `doubts`, so that the
page can ask. Pure: two-digit years are read by the day that is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from guichet.applications import mrz_dates
from guichet.applications.mrz_digits import (
    ALPHABET,
    FILLER,
    agrees,
    as_digit,
    as_letters,
    look_alikes,
    swapped_once,
)
from guichet.applications.mrz_layouts import CODES, TD3, Layout, Place
from guichet.applications.mrz_text import Fault, arrange

DATES = ("birth_date", "expiry_date")
CHECKED, FAILED, UNCHECKED = "checked", "failed", "unchecked"
_SEXES = {"F": "F", "M": "M", "X": "X", FILLER: "X"}
_UNPROVED = ("surname", "given_names", "issuer", "nationality", "sex")


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

    @property
    def wrong_check_digits(self) -> tuple[str, ...]:
        """Return the fields whose check digit does not agree, in their order."""
        return tuple(fault.field for fault in self.faults if fault.code == "check_digit")


def read(text: str, *, today: date) -> Zone:
    """Return the zone in a text, however it was pasted."""
    arranged = arrange(text)
    if arranged.layout is None:
        return Zone("", arranged.lines, faults=arranged.faults)
    reading = _Reading(arranged.layout, arranged.lines)
    values = reading.values(today)
    checks = tuple(reading.wrong_digits())
    failed = {fault.field for fault in checks}
    faults = (*arranged.faults, *reading.strange_characters(), *checks)
    faults += tuple(_wrong_values(arranged.layout, values, failed))
    return Zone(
        kind=arranged.layout.kind,
        lines=arranged.lines,
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
        surname, _, given = self.at(self.layout.places["names"]).partition(FILLER * 2)
        raw = {key: self.raw(key)[0] for key in self.layout.places if key != "names"}
        return {
            "document_type": raw["document_type"].rstrip(FILLER),
            "issuer": raw["issuer"].rstrip(FILLER),
            "surname": _words(surname),
            "given_names": _words(given),
            "document_number": raw["document_number"].rstrip(FILLER),
            "nationality": raw["nationality"].rstrip(FILLER),
            "birth_date": mrz_dates.birth(raw["birth_date"], today=today),
            "sex": _SEXES.get(raw["sex"], ""),
            "expiry_date": mrz_dates.expiry(raw["expiry_date"], today=today),
            "personal_number": raw["personal_number"].rstrip(FILLER),
        }

    def strange_characters(self) -> Iterator[Fault]:
        """Yield the first character of each line that no zone contains."""
        for number, line in enumerate(self.lines, start=1):
            strange = [(n, c) for n, c in enumerate(line, start=1) if c not in ALPHABET]
            if strange:
                yield Fault("character", f"line{number}", strange[0][0], strange[0][1])

    def wrong_digits(self) -> Iterator[Fault]:
        """Yield the check digits that do not agree, with what may have been meant."""
        for key in self.layout.checks:
            if key == "composite":
                if not self.whole_agrees():
                    yield Fault("check_digit", "composite")
            elif not self.agrees(key):
                yield Fault("check_digit", key, suggestion=self.meant(key))

    def agrees(self, key: str) -> bool:
        data, digit = self.raw(key)
        empty = key == "personal_number" and digit == FILLER and not data.strip(FILLER)
        return empty or agrees(data, digit)

    def whole_agrees(self) -> bool:
        if not self.layout.composite:
            return True
        covered = "".join(self.at(place) for place in self.layout.composite)
        return agrees(covered, self.at(self.layout.checks["composite"]))

    def meant(self, key: str) -> str:
        """Return the one value, a single misread character away, with which all agrees."""
        place, digit_at = self.layout.places[key], self.layout.checks[key]
        data, digit = self.at(place), self.at(digit_at)
        readings = [self._with(place, other) for other in swapped_once(data)]
        readings.append(self._with(digit_at, as_digit(digit)))
        good = [one for one in readings if one.agrees(key) and one.whole_agrees()]
        found = {one.at(place).rstrip(FILLER) for one in good}
        return found.pop() if len(found) == 1 else ""

    def _with(self, place: Place, text: str) -> "_Reading":
        line, start, end = place
        changed = self.lines[line][:start] + text + self.lines[line][end:]
        return _Reading(self.layout, (*self.lines[:line], changed, *self.lines[line + 1 :]))


def _words(part: str) -> str:
    return " ".join(part.replace(FILLER, " ").split())


def _proof(key: str, layout: Layout, values: Mapping[str, str], failed: set[str]) -> str:
    if key in failed:
        return FAILED
    return CHECKED if key in layout.checks and values[key] else UNCHECKED


def _wrong_values(layout: Layout, values: Mapping[str, str], failed: set[str]) -> Iterator[Fault]:
    """Yield what no check digit finds: an unknown code, a month 13, a digit in a name."""
    if values["document_type"][:1] not in tuple(layout.opens_with):
        yield Fault("document", "document_type", found=values["document_type"])
    for key in ("issuer", "nationality"):
        if values[key] not in CODES:
            meant = as_letters(values[key])
            yield Fault("country", key, suggestion=meant if meant in CODES else "")
    for key in DATES:
        if not values[key] and key not in failed:
            yield Fault("date", key)
    if not values["sex"]:
        yield Fault("character", "sex")
    if not values["surname"]:
        yield Fault("no_name", "surname")
    for key in ("surname", "given_names"):
        if any(c.isdigit() for c in values[key]):
            yield Fault("character", key, suggestion=as_letters(values[key]))


def _doubts(reading: _Reading, values: Mapping[str, str], today: date) -> Iterator[Doubt]:
    """Yield what the page must ask, though nothing is wrong."""
    for key in _UNPROVED:
        if values[key]:
            yield Doubt("unchecked", key)
    if not reading.at(reading.layout.places["names"]).endswith(FILLER):
        yield Doubt("truncated", "given_names" if values["given_names"] else "surname")
    if not values["given_names"]:
        yield Doubt("no_given_name", "given_names")
    number = enumerate(values["document_number"], start=1)
    if places := tuple((n, c, look_alikes(c)) for n, c in number if look_alikes(c)):
        yield Doubt("same_value", "document_number", places)
    if 0 < len(values["birth_date"]) < len("YYYY-MM-DD"):
        yield Doubt("unknown_day", "birth_date")
    if mrz_dates.may_be_a_century_older(values["birth_date"], today=today):
        yield Doubt("century", "birth_date")
