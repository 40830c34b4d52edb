"""What contradicts itself in the law of the agency that is served, though each part can be read."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pycountry
from django.conf import settings

from guichet.agency.faults import ERROR, WARNING, Fault
from guichet.agency.lines import line_at, lines_of
from guichet.agency.values import is_country
from guichet.eligibility import content
from guichet.eligibility.content import LIST, TABLE
from guichet.eligibility.programme import NAME
from guichet.kernel import clock
from guichet.kernel.content import layers, lists

_ALWAYS = ("0001-01-01", "9999-12-31")


def faults_of(folder: Path) -> Iterator[Fault]:
    """Yield contradictions of the table and the list; nothing where they cannot be read."""
    if not settings.AGENCY.has(NAME):
        return
    if any(fault.severity == ERROR for fault in content.faults_of(folder)):
        return  # who reads them says so
    yield from _listed_twice()
    yield from _leading_nowhere()
    yield from _of_two_countries()
    law = content.law()
    if law.first_day > law.day_of(clock.now()):
        sentence = "history_starts_at is yet to come: nobody could ask before it."
        yield Fault(ERROR, "", TABLE, _line_of("history_starts_at"), sentence)


def _listed_twice() -> Iterator[Fault]:
    """Yield each nationality that is on two lists on the same day, of which only one can count."""
    spans: dict[str, list[tuple[str, str, int]]] = {}
    reader = lists.reader_of(layers.at(content.path_of(LIST)))
    for row in reader:
        if row["code_type"] == "condition":
            continue
        start, end = _span(row)
        for other_start, other_end, line in spans.get(row["code"], []):
            if start < other_end and other_start < end:
                sentence = f"{row['code']} stands on line {line} for the same days, too."
                yield Fault(ERROR, "", LIST, reader.line_num, sentence)
                break
        spans.setdefault(row["code"], []).append((start, end, reader.line_num))


def _leading_nowhere() -> Iterator[Fault]:
    """Yield each code that goes by another one which there is not."""
    reader = lists.reader_of(layers.at(content.path_of(LIST)))
    lines = [(reader.line_num, row["use_code"], row["code"]) for row in reader]
    codes = {code for _, _, code in lines}
    for line, other, _ in lines:
        if other and other not in codes:
            yield Fault(ERROR, "", LIST, line, f"use_code {other!r} is no code of this list.")


def _span(row: Mapping[str, str]) -> tuple[str, str]:
    cells = zip((row["valid_from"], row["valid_to"]), _ALWAYS, strict=True)
    start, end = (datetime.fromisoformat(cell or usual).isoformat() for cell, usual in cells)
    return start, end


def _of_two_countries() -> Iterator[Fault]:
    """Yield that the table is the law of another country than that travelers go to."""
    country = settings.AGENCY.country(NAME)
    home = layers.toml(content.path_of(TABLE))["state"].get("home", "")
    entry = pycountry.countries.get(alpha_2=country) if is_country(country) else None
    if home and entry and entry.alpha_3 != home:
        sentence = (
            f"state.home is {home!r}, and country.{NAME} of agency.toml is {country!r}, which is"
            f" {entry.alpha_3!r} here: citizens of which need none? Take state.home out, or correct"
            " one of them."
        )
        yield Fault(WARNING, "", TABLE, _line_of("state.home"), sentence)


def _line_of(key: str) -> int:
    own = layers.own_of(content.path_of(TABLE))
    return line_at(lines_of(own.read_text(encoding="utf-8")), key) if own else 0
