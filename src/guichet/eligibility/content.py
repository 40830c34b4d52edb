"""The law of this site, and what its questions offer, read once from content/, and judged."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pycountry
from django.conf import settings

from guichet.agency.faults import ERROR, WARNING, Fault
from guichet.eligibility.facts import NAMES
from guichet.eligibility.law import Law
from guichet.eligibility.programme import TOPIC
from guichet.kernel.content import layers
from guichet.kernel.content.texts import Texts, topics
from guichet.web.formats.countries import country_name
from guichet.web.words import texts

TABLE, LIST, NO_PASSPORTS = (
    "content/tables/eligibility.toml",
    "content/eligibility/nationalities.csv",
    "content/eligibility/no_passports.csv",
)
ANSWERS = ("not_required", "eta_required", "visa_required", "not_possible")
_COLUMNS = {
    LIST: (
        "code code_type category condition_key fallback_category use_code valid_from valid_to"
    ).split(),
    NO_PASSPORTS: ["code"],
}
_OF_A_ROW = {"number", "key", "then", "when", "since_at", "source"}
_WORKED_OUT = "canadian_citizen us_national comes_from_spm any_nationality document_list".split()


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer to a question that gathers several facts."""

    key: str
    facts: Mapping[str, str | bool]
    modes: tuple[str, ...] = ()


@cache
def law() -> Law:
    """Return the law of this site."""
    return Law(settings.CONTENT_DIR)


@cache
def offers(question: str) -> tuple[Offer, ...]:
    """Return what can be answered to "held" or "rare", "none of these" not included."""
    return tuple(
        Offer(line["key"], line["facts"], tuple(line.get("modes", ())))
        for line in _structure()[question]
    )


@cache
def _structure() -> Mapping[str, Mapping]:  # type: ignore[type-arg]
    file = settings.CONTENT_DIR / "eligibility" / "questions.toml"
    return layers.toml(file)


def today(now: datetime) -> date:
    """Return the day on the authority's clock, by which all about an authorization goes."""
    return law().day_of(now)


def faults_of(folder: Path) -> Iterator[Fault]:
    """Yield what keeps the table and the lists of the agency that is served from deciding."""
    if not settings.AGENCY.has("eta"):
        return
    sentences = [*_of_lists(), *_of_table()]
    if not sentences:
        try:
            Law(settings.CONTENT_DIR)
        except (AttributeError, AssertionError, KeyError, TypeError, ValueError) as error:
            sentences = [(TABLE, f"the table cannot be read: {type(error).__name__}, {error}.")]
    for file, sentence in sentences:
        yield Fault(ERROR, "", file, 0, sentence)
    yield from _of_another_country()


def _of_another_country() -> Iterator[Fault]:
    """Yield which words still name the country that the shipped law is of, where it is not ours."""
    shipped = pycountry.countries.get(alpha_3=layers.read(_path(TABLE))["state"]["home"])
    if shipped is None or settings.AGENCY.country("eta") in (None, shipped.alpha_2):
        return
    for topic in sorted(topics(settings.CONTENT_DIR)):
        words = Texts(settings.CONTENT_DIR / topic)
        for language in settings.AGENCY.languages:
            name = country_name(shipped.alpha_2, language)
            keys = [key for key, text in words.words.get(language, {}).items() if name in text]
            if keys:
                sentence = (
                    f"your travelers read {name} in {len(keys)} of its sentences, {keys[0]} among"
                    " them; lay your own words over those they come to."
                )
                yield Fault(WARNING, language, f"content/{topic}/{language}.toml", 0, sentence)


def _of_lists() -> Iterator[tuple[str, str]]:
    for file, columns in _COLUMNS.items():
        with layers.at(_path(file)).open(encoding="utf-8", newline="") as lines:
            names = csv.DictReader(lines).fieldnames or ()
        if missing := [name for name in columns if name not in names]:
            yield file, f"columns are missing: {', '.join(missing)}."


def _of_table() -> Iterator[tuple[str, str]]:
    table = layers.toml(_path(TABLE))
    with layers.at(_path(LIST)).open(encoding="utf-8", newline="") as lines:
        codes = {line.get("code") for line in csv.DictReader(lines)}
    states = table["state"] if isinstance(table["state"], dict) else {}
    for name, code in states.items():
        if code not in codes:
            yield TABLE, f"state.{name} is {code!r}, which is no code of {LIST}."
    rows = table["row"] if isinstance(table["row"], list) else []
    for place, row in enumerate(rows, start=1):
        yield from ((TABLE, f"[[row]] {place}: {sentence}") for sentence in _of_row(row))


def _of_row(row: Mapping[str, Any]) -> Iterator[str]:
    if missing := sorted(_OF_A_ROW - row.keys()):
        yield f"{', '.join(missing)} is missing."
        return
    if row["then"] not in ANSWERS:
        yield f"then is {row['then']!r}; it takes {', '.join(ANSWERS)}."
    for part in ("why", "do"):
        if f"row.{row['key']}.{part}" not in texts(TOPIC):
            yield f"no file of content/{TOPIC}/ has words for row.{row['key']}.{part}."
    facts = row["when"] if isinstance(row["when"], dict) else {"when": None}
    for name in facts:
        if name not in (*NAMES, *_WORKED_OUT):
            yield f"{name} is no fact; those there are stand at the head of the table."
    if not isinstance(row["since_at"], datetime):
        yield "since_at takes a moment without quotation marks, as in 2018-06-05T00:00:00."


def _path(file: str) -> Path:
    return Path(settings.CONTENT_DIR) / file.removeprefix("content/")
