"""What is wrong with the offices, services, hours, places and lists of an agency: file by file.

Each file is judged as a whole, so that somebody corrects it once; nothing is written meanwhile.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from guichet.agency.faults import nearest
from guichet.agency.lines import line_at, lines_of
from guichet.agency.values import is_country
from guichet.kernel.content import layers
from guichet.kernel.content.lists import reader_of
from guichet.kernel.content.texts import Texts
from guichet.kernel.reading import typed_text
from guichet.offices.geography import is_subdivision
from guichet.offices.reference.content import OFFICE_FILES, Reference
from guichet.offices.reference.faults import UnreadableFileError
from guichet.offices.reference.office_rows import LONGEST
from guichet.offices.rules import BOUNDS

PLACES = {"postal_codes.csv": ("zip", "office_code"), "countries.csv": ("country_alpha2",)}
ONE_OFFICE = "{place} stands in line {line} already; the people of a place have one office."
_WEEK = range(1, 8)
# What a template of hours says beside its `hours`: from which number to which, or of which kind.
_PLAIN = ("public_percent", "arrive_early_minutes", "release_window_minutes", "horizon_days")
_NUMBERS = {name: BOUNDS[name] for name in _PLAIN}
_LISTS = ("access", "offices")
_FACTS = {*_NUMBERS, *_LISTS, "room", "release_at", "hours"}
_ENTRY = {"services", "weekdays", "desks", "stretches"}
_SERVICE = {"code", "minutes", "usually_settled", "interviews"}
_QUESTION = {"key", "choices", "usual", "many", "services"}
_ROW = {"then", "reason", "since", "source"}
_LONGEST_ROOM = 60


class Problem(NamedTuple):
    """One thing to put right: in which file, on which line (0: the file as a whole), and what."""

    path: Path
    line: int
    sentence: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{where}: {self.sentence}"


def problems_of(reference: Reference) -> list[Problem]:
    """Return everything that keeps the files of `reference` from being imported."""
    services = list(_of_services(reference))
    if services:
        return services  # hours and lists name services: they come after
    hours = list(_of_hours(reference))
    if hours:
        return hours
    offices = list(_of_offices(reference))
    return [*offices, *_of_places(reference), *_of_checklists(reference)]


def hidden_behind(reference: Reference, problems: Iterable[Problem]) -> list[str]:
    """Return the files that were not looked at because those they rest on are wrong."""
    files = {problem.path for problem in problems}
    order = ["services/services.toml", "hours/hours.toml", "offices/"]
    for place, name in enumerate(order[:-1]):
        if layers.at(reference.content / name) in files:
            return [f"content/{other}" for other in order[place + 1 :]]
    return []


def _of_services(reference: Reference) -> Iterator[Problem]:
    path = layers.at(reference.content / "services" / "services.toml")
    lines = _lines(path)
    if not _is_list_of(layers.read(path).get("service", []), dict):
        yield Problem(path, line_at(lines, "service"), "service takes tables, [[service]].")
        return
    yield from _of_keys(path, "service", _SERVICE)
    codes: set[object] = set()
    for number, row in enumerate(_rows_of(path, "service")):
        code, minutes, where = row.get("code"), row.get("minutes"), f"service[{number}]"
        line = line_at(lines, f"{where}.code")
        if not isinstance(code, str) or not code.replace("_", "").isalnum() or len(code) > 40:
            yield Problem(path, line, f"code {code!r} takes small letters, digits and _, up to 40.")
        elif not reference.service_texts.everywhere(f"{code}.name"):
            yield Problem(path, line, f"no file of services/ has words for {code}.name.")
        elif code in codes:
            yield Problem(path, line, f"code {code!r} is that of an earlier service, too.")
        codes.add(code if isinstance(code, str) else "")
        if not isinstance(minutes, int) or not 0 < minutes <= 480:
            line = line_at(lines, f"{where}.minutes")
            yield Problem(path, line, f"minutes {minutes!r} takes a number from 1 to 480.")


def _of_hours(reference: Reference) -> Iterator[Problem]:
    path = layers.at(reference.content / "hours" / "hours.toml")
    services, lines = {row.code for row in reference.services}, _lines(path)
    words = Texts(reference.content / "access")
    for name, shape in layers.read(path).items():
        if not isinstance(shape, dict):
            continue
        for key, sentence in (*_of_facts(shape), *_of_access(shape, words)):
            yield Problem(path, line_at(lines, f"{name}.{key}"), f"{name}.{sentence}")
        if _is_list_of(shape.get("hours"), dict):
            for key, sentence in _of_stretches(shape["hours"], services):
                line = line_at(lines, f"{name}.hours{key}")
                yield Problem(path, line, f"{name}.hours: {sentence}")


def _of_facts(shape: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the key and what is wrong with it."""
    for key in sorted(shape.keys() - _FACTS):
        yield key, _not_read(key, _FACTS)
    if "release_at" not in shape:
        yield "release_at", "release_at is missing: when new times are released."
    elif not isinstance(shape["release_at"], time):
        yield "release_at", "release_at takes a time without quotation marks, as in 09:00:00."
    for key, (least, most) in _NUMBERS.items():
        if not _is_number(shape.get(key, most), least, most):
            yield key, f"{key} takes a number from {least} to {most}."
    for key in _LISTS:
        if not _is_list_of(shape.get(key, []), str):
            yield key, f"{key} takes a list of words."
    room = shape.get("room", "")
    if not isinstance(room, str) or len(room) > _LONGEST_ROOM:
        yield "room", f"room takes words, up to {_LONGEST_ROOM} characters."
    if not _is_list_of(shape.get("hours"), dict):
        sentence = "hours is missing, or is no list of { services, weekdays, desks, stretches }."
        yield "hours", sentence


def _of_access(shape: Mapping[str, Any], words: Texts) -> Iterator[tuple[str, str]]:
    codes = shape.get("access", [])
    for place, code in enumerate(codes if _is_list_of(codes, str) else ()):
        if not words.everywhere(code):
            guess = nearest(code, words.keys())
            yield f"access[{place}]", f"access: no file of access/ has words for {code}.{guess}"


def _not_read(key: str, keys: Iterable[str]) -> str:
    return f"{key} is not a key; nobody reads it.{nearest(key, keys)}"


def _of_keys(path: Path, key: str, keys: set[str]) -> Iterator[Problem]:
    """Yield every key of the tables of a list that nobody reads."""
    lines = _lines(path)
    for number, row in enumerate(_rows_of(path, key)):
        for name in sorted(row.keys() - keys):
            yield Problem(path, line_at(lines, f"{key}[{number}].{name}"), _not_read(name, keys))


def _is_number(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(entry, kind) for entry in value)


def _of_stretches(
    hours: Iterable[Mapping[str, Any]], services: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield where in the list, as in `[0].desks`, and what is wrong there."""
    for place, entry in enumerate(hours):
        for key in sorted(entry.keys() - _ENTRY):
            yield f"[{place}].{key}", _not_read(key, _ENTRY)
        if missing := _ENTRY - entry.keys():
            yield f"[{place}]", f"{', '.join(sorted(missing))} is missing."
            continue
        for key, sentence in _of_entry(entry, services):
            yield f"[{place}].{key}", sentence


def _of_entry(entry: Mapping[str, Any], services: set[str]) -> Iterator[tuple[str, str]]:
    if not _is_list_of(entry["services"], str):
        yield "services", "services takes a list of words."
    for place, service in enumerate(
        entry["services"] if _is_list_of(entry["services"], str) else ()
    ):
        if service not in services:
            sentence = f"{service} is none of the services: {', '.join(sorted(services))}."
            yield f"services[{place}]", sentence
    if not _is_list_of(entry["weekdays"], int) or not set(entry["weekdays"]) <= set(_WEEK):
        yield "weekdays", "weekdays are numbers from 1 (Monday) to 7."
    least, most = BOUNDS["desks"]
    if not _is_number(entry["desks"], least, most):
        yield "desks", f"desks takes a number from {least} to {most}."
    stretches = entry["stretches"]
    pairs = stretches if _is_list_of(stretches, list) else [[]]
    for place, pair in enumerate(pairs):
        if not _is_stretch(pair):
            yield f"stretches[{place}]", "each stretch is two times, the earlier first."
    times = sorted(pair for pair in pairs if _is_stretch(pair))
    if any(later[0] < earlier[1] for earlier, later in pairwise(times)):
        yield "stretches", "two stretches of a day overlap; one begins when the other has ended."


def _is_stretch(pair: list[object]) -> bool:
    if len(pair) != 2:
        return False
    start, end = pair
    return isinstance(start, time) and isinstance(end, time) and start < end


def _of_offices(reference: Reference) -> Iterator[Problem]:
    for name in OFFICE_FILES:
        path = layers.at(reference.content / "offices" / name)
        try:
            reference.offices_in(path)
        except UnreadableFileError as error:
            yield from (_problem(path, str(problem)) for problem in error.problems)
        except UnicodeDecodeError:
            yield Problem(path, 0, "the file is no text in UTF-8.")


def _of_places(reference: Reference) -> Iterator[Problem]:
    try:
        codes = {row.code for row in reference.offices()}
    except (UnreadableFileError, UnicodeDecodeError):
        return  # told already
    for name, required in PLACES.items():
        path = layers.at(reference.content / "offices" / name)
        reader = reader_of(path)
        if missing := set(required) - set(reader.fieldnames or ()):
            yield Problem(path, 1, f"columns are missing: {', '.join(sorted(missing))}")
            continue
        line_of: dict[tuple[str, ...], int] = {}
        for row in reader:
            line = reader.line_num
            yield from (Problem(path, line, sentence) for sentence in _of_place(row, codes))
            if (first := line_of.setdefault(_place_in(row), line)) != line:
                yield Problem(path, line, ONE_OFFICE.format(place=_place_in(row)[-1], line=first))


def _place_in(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a row gives an office for, as it is compared: its narrowest part comes last."""
    if "zip" in row:
        return ("zip", typed_text.compact(row["zip"] or ""))
    country, part = row["country_alpha2"], row.get("subdivision") or ""
    return (country, part) if part else (country,)


def _of_place(row: Mapping[str, str], codes: set[str]) -> Iterator[str]:
    office = row.get("office_code") or ""
    if office and office not in codes:
        yield f"office_code {office!r} is no open office."
    country = row.get("country_alpha2")
    if country is not None and not (len(country) == 2 and country.isupper()):
        yield f"country_alpha2 {country!r} is not two capital letters."
    elif country is not None and not is_country(country):
        yield f"country_alpha2 {country!r} is the code of no country."
    part = row.get("subdivision") or ""
    if part and not (part.startswith(f"{country}-") and is_subdivision(part)):
        yield f"subdivision {part!r} is no part of {country}, as in MX-JAL."
    if len(row.get("zip") or "") > LONGEST["jurisdiction"]:
        yield f"zip {row['zip']!r} is longer than {LONGEST['jurisdiction']} characters."


def _of_checklists(reference: Reference) -> Iterator[Problem]:
    path = layers.at(reference.content / "tables" / "checklists.toml")
    texts, lines = Texts(reference.content / "checklists"), _lines(path)
    yield from _of_keys(path, "question", _QUESTION)
    yield from _of_keys(path, "row", {*_ROW, "when"})
    for number, row in enumerate(_rows_of(path, "row")):
        line = line_at(lines, f"row[{number}].then")
        for key in keys_of_paper(row):
            if not texts.everywhere(key):
                yield Problem(path, line, f"no file of checklists/ has words for {key}.")
        if missing := _ROW - row.keys():
            line = line_at(lines, f"row[{number}]")
            yield Problem(path, line, f"{', '.join(sorted(missing))} is missing.")


def keys_of_paper(row: Mapping[str, Any]) -> list[str]:
    """Return the keys of the words that a row of the checklists is shown with."""
    then = str(row.get("then", ""))
    return [f"{then.partition('.')[0]}.say", *([then] if "." in then else [])]


def _rows_of(path: Path, key: str) -> list[dict[str, Any]]:
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get(key, [])
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _lines(path: Path) -> dict[str, int]:
    return lines_of(path.read_text(encoding="utf-8"))


def _problem(path: Path, sentence: str) -> Problem:
    """Return a sentence of the reader of offices, which begins with "line 7: ", as a problem."""
    line, _, rest = sentence.removeprefix("line ").partition(": ")
    return Problem(path, int(line), rest) if line.isdigit() else Problem(path, 0, sentence)
