"""Offices as they stand in a CSV file: read row by row, judged before anything is written.

Two shapes are read: `state` and `zip` for offices in the home country, `country_alpha2` and
`postal_code` for the others. `name_fr`, `name_ar`, … is the name in a language. Columns that nobody
asked for are left alone, so that a file may carry its own notes.
"""

import csv
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from guichet.agency.values import is_country
from guichet.kernel.content.lists import delimiter_of
from guichet.offices.reference.cells import unguarded
from guichet.offices.reference.faults import FileProblem, SheetError, UnreadableFileError
from guichet.offices.reference.readings import has_control_characters
from guichet.offices.rules import BOUNDS

REQUIRED = ("code", "name", "street", "city", "time_zone", "lat", "lon")
# What a file may say beside where an office is; files of content/ say it in templates of hours.
SETTINGS = (
    "holidays_subdivision",
    "room",
    "access",
    "is_open",
    "arrive_early_minutes",
    "release_at",
    "release_window_minutes",
    "horizon_days",
    "public_percent",
)
NAME_IN = "name_"  # and the code of a language
LONGEST = {
    "code": 8,
    "name": 120,
    "street": 200,
    "city": 100,
    "state": 10,
    "zip": 20,
    "postal_code": 20,
    "jurisdiction": 10,  # a postal code that decides on the office
}


@dataclass(frozen=True)
class OfficeRow:
    """One office of a file; `hours` names a template of content/hours/, or nothing."""

    code: str
    name: str
    street: str
    city: str
    subdivision: str
    postal_code: str
    country: str
    time_zone: str
    latitude: Decimal
    longitude: Decimal
    holidays_country: str
    hours: str = ""
    names: Mapping[str, str] = field(default_factory=dict)  # of its own, by language
    settings: Mapping[str, Any] = field(default_factory=dict)  # what else an office has
    unnamed: tuple[str, ...] = ()  # languages whose column is there and empty
    line: int = 0


def read_offices(
    lines: Iterable[str],
    *,
    home: str,
    templates: Iterable[str] = (),
    may_be_empty: bool = False,
    codes: Container[str] = (),
) -> list[OfficeRow]:
    """Return the offices of a CSV file, or raise UnreadableFileError with every problem in it.

    `home` is the country of rows that name none. Offices whose `status_2017` is not `open` are left
    out: the file keeps them as history. `codes` are those of offices that exist, whatever they look
    like.
    """
    whole = list(lines)
    delimiter = delimiter_of(whole[0]) if whole else ","
    reader = csv.DictReader(whole, delimiter=delimiter, strict=True)
    missing = _missing(_header(reader), home)
    if missing == ["country_alpha2"] and may_be_empty and not list(reader):
        return []  # the shipped file, of an agency whose offices are at home nowhere
    if missing:
        raise UnreadableFileError([FileProblem(SheetError("missing", names=", ".join(missing)), 1)])
    rows, problems, line_of = list[OfficeRow](), list[FileProblem](), dict[str, int]()
    for line, cells in _numbered(reader, problems, home):
        if cells.get("status_2017", "open") != "open":
            continue
        faults = list(_faults(cells, frozenset(templates), codes))
        if (first := line_of.setdefault(cells["code"], line)) != line:
            faults.append(SheetError("code_twice", column="code", code=cells["code"], line=first))
        problems += [FileProblem(fault, line) for fault in faults]
        if not faults:
            rows.append(_office(cells, line))
    if problems or not (rows or may_be_empty):
        raise UnreadableFileError(problems or [FileProblem(SheetError("no_open_office"), 1)])
    return rows


def _missing(header: set[str], home: str) -> list[str]:
    missing = [name for name in REQUIRED if name not in header]
    if not ({"state", "zip"} <= header and home) and "country_alpha2" not in header:
        missing.append("country_alpha2 (or state and zip)" if home else "country_alpha2")
    return missing


def _header(reader: "csv.DictReader[str]") -> set[str]:
    try:
        return set(reader.fieldnames or ())
    except csv.Error as error:
        problem = FileProblem(SheetError("cells", reason=error), 1)
        raise UnreadableFileError([problem]) from error


def _numbered(
    reader: "csv.DictReader[str]", problems: list[FileProblem], home: str
) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        for cells in reader:
            if None in cells or None in cells.values():
                problems.append(FileProblem(SheetError("other_cells"), reader.line_num))
            else:
                texts = {name: unguarded(cell).strip() for name, cell in cells.items()}
                yield reader.line_num, {"country_alpha2": home} | texts
    except csv.Error as error:
        problems.append(FileProblem(SheetError("cells", reason=error), reader.reader.line_num))


def _faults(
    cells: Mapping[str, str], templates: frozenset[str], codes: Container[str]
) -> Iterator[SheetError]:
    yield from (SheetError("office_empty", column=name) for name in REQUIRED if not cells[name])
    for name, most in LONGEST.items():
        if len(cells.get(name, "")) > most:
            yield SheetError("office_long", column=name, most=most)
        if has_control_characters(cells.get(name, "")):
            yield SheetError("office_control", column=name)
    code = cells["code"]
    is_plain = code.isascii() and code.isalnum() and code == code.upper()
    if code and code not in codes and not is_plain:
        yield SheetError("office_code", column="code", text=repr(code))
    if cells["time_zone"] and cells["time_zone"] not in _time_zones():
        yield SheetError("time_zone", column="time_zone", text=repr(cells["time_zone"]))
    for name, most in (("lat", BOUNDS["latitude"][1]), ("lon", BOUNDS["longitude"][1])):
        if cells[name] and not _within(cells[name], most):
            yield SheetError("degrees", column=name, text=repr(cells[name]), most=most)
    country = cells["country_alpha2"]
    if not (len(country) == 2 and country.isascii() and country.isupper()):
        yield SheetError("office_capitals", column="country_alpha2", text=repr(country))
    elif not is_country(country):
        yield SheetError("office_country", column="country_alpha2", text=repr(country))
    holidays = cells.get("holidays_country", "")
    if holidays and not is_country(holidays):
        yield SheetError("office_country", column="holidays_country", text=repr(holidays))
    if cells.get("hours") and cells["hours"] not in templates:
        choices = ", ".join(sorted(templates))
        yield SheetError("office_hours", column="hours", text=repr(cells["hours"]), choices=choices)


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())  # it searches folders: once is enough


def _within(cell: str, most: int) -> bool:
    try:
        return abs(Decimal(cell)) <= most  # NaN compares false by raising
    except InvalidOperation:
        return False


def _office(cells: Mapping[str, str], line: int) -> OfficeRow:
    country = cells["country_alpha2"]
    return OfficeRow(
        code=cells["code"],
        name=cells["name"],
        street=cells["street"],
        city=cells["city"],
        subdivision=cells.get("state", ""),
        postal_code=cells.get("zip") or cells.get("postal_code", ""),
        country=country,
        time_zone=cells["time_zone"],
        latitude=Decimal(cells["lat"]),
        longitude=Decimal(cells["lon"]),
        holidays_country=cells.get("holidays_country") or country,
        hours=cells.get("hours", ""),
        names={
            name.removeprefix(NAME_IN): cell
            for name, cell in cells.items()
            if name.startswith(NAME_IN) and cell
        },
        unnamed=tuple(
            name.removeprefix(NAME_IN)
            for name, cell in cells.items()
            if name.startswith(NAME_IN) and not cell
        ),
        settings={name: cells[name] for name in SETTINGS if name in cells},
        line=line,
    )
