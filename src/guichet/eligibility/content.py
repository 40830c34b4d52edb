"""The law of this site, and what its questions offer, read once from content/, and judged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pycountry
from django.conf import settings

from guichet.agency.faults import ERROR, WARNING, Fault
from guichet.agency.lines import line_at, lines_of
from guichet.eligibility.facts import NAMES, RARE, VALUES
from guichet.eligibility.law import LEFT_OUT, Law
from guichet.eligibility.programme import TOPIC
from guichet.kernel.content import layers, lists
from guichet.web.words import texts

TABLE, QUESTIONS, LIST, NO_PASSPORTS = (
    "content/tables/eligibility.toml",
    "content/eligibility/questions.toml",
    "content/eligibility/nationalities.csv",
    "content/eligibility/no_passports.csv",
)
# Each answer and the numbers of its rows, by which decisions and programs know them: 17 and 18
# rest on list V, 19 on list C.
ANSWERS = {
    "not_required": range(2, 17),
    "eta_required": range(17, 20),
    "visa_required": range(20, 22),
    "not_possible": range(1, 2),
}
_COLUMNS = {
    LIST: (
        "code code_type category condition_key fallback_category use_code valid_from valid_to"
    ).split(),
    NO_PASSPORTS: ["code"],
}
CATEGORIES = {"not_a_nationality"} | set(
    "exempt special visa_exempt_eta_required eta_conditional visa_required".split()
)
_OF_A_ROW = {"number", "key", "then", "when", "since_at", "source"}
_BOTH = (True, False)
_A_CODE = ("a code of the list",)
# What a row may look at, and the values each can have: what was said, and what is worked out of it.
WHEN: Mapping[str, tuple[str | bool, ...]] = {
    **{name: VALUES.get(name, _BOTH) for name in NAMES if name != "document"},
    "nationalities": _A_CODE,
    "origin": _A_CODE,
    "home_citizen": _BOTH,
    "exempt_national": _BOTH,
    "comes_from_near": _BOTH,
    "any_nationality": ("V", "none"),
    "document_list": ("V", "C", "none"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer to a question that gathers several facts."""

    key: str
    facts: Mapping[str, str | bool]
    modes: tuple[str, ...] = ()


@cache
def law() -> Law:
    """Return the law of this site."""
    return Law(settings.CONTENT_DIR, home=_home())


def _home() -> str:
    """Return the agency's own country by its code of three letters, or nothing."""
    country = pycountry.countries.get(alpha_2=settings.AGENCY.country("eta") or "")
    return str(country.alpha_3) if country else ""


@cache
def offers(question: str) -> tuple[Offer, ...]:
    """Return what can be answered to "held" or "rare", "none of these" not included."""
    return tuple(
        Offer(line["key"], line["facts"], tuple(line.get("modes", ())))
        for line in _structure()[question]
    )


@cache
def _structure() -> Mapping[str, Mapping]:  # type: ignore[type-arg]
    return layers.toml(path_of(QUESTIONS))


def today(now: datetime) -> date:
    """Return the day on the authority's clock, by which all about an authorization goes."""
    return law().day_of(now)


def faults_of(folder: Path) -> Iterator[Fault]:
    """Yield what keeps the table and the lists of the agency that is served from deciding."""
    if not settings.AGENCY.has("eta"):
        return
    faults = [*_of_cells()] or [*_of_lists(), *_of_table(), *_of_questions()]
    if not faults:
        try:
            faults = [*_without_an_answer(Law(settings.CONTENT_DIR, home=_home()))]
        except (AttributeError, AssertionError, KeyError, TypeError, ValueError) as error:
            faults = [(TABLE, 0, f"the table cannot be read: {type(error).__name__}, {error}.")]
    for file, line, sentence in faults:
        yield Fault(ERROR, "", file, line, sentence)
    yield from _unsaid()


def _unsaid() -> Iterator[Fault]:
    """Yield which part of who needs an authorization is no law yet, but the beginning of one."""
    for file in (TABLE, LIST):
        if layers.own_of(path_of(file)) is None:
            sentence = "it is the shipped beginning, the law of no country; lay your own over it."
            yield Fault(WARNING, "", file, 0, sentence)
    if not _home() and "home" not in layers.toml(path_of(TABLE))["state"]:
        sentence = (
            'nothing says whose citizens need no authorization: say [country] with eta = "…".'
        )
        yield Fault(WARNING, "", "agency.toml", 0, sentence)


def _of_cells() -> Iterator[tuple[str, int, str]]:
    """Yield why the cells of a list cannot be read."""
    for file in _COLUMNS:
        for line, sentence in lists.faults_of(layers.at(path_of(file)).read_bytes()):
            yield file, line, sentence


def _without_an_answer(law: Law) -> Iterator[tuple[str, int, str]]:
    """Yield the first time at which the table has no answer for somebody."""
    for moment in law.changes:
        if all(row.when for row in law.at(moment).rows):
            day = law.day_of(moment).isoformat()
            sentence = (
                f"on {day} no row fits everybody: the last one takes when = {{}}, and holds from"
                " history_starts_at on, the first day about which people may ask."
            )
            yield TABLE, 0, sentence
            return


def _of_lists() -> Iterator[tuple[str, int, str]]:
    """Yield file, line and what is wrong there."""
    for file, columns in _COLUMNS.items():
        reader = lists.reader_of(layers.at(path_of(file)))
        names = reader.fieldnames or ()
        if missing := [name for name in columns if name not in names]:
            yield file, 1, f"columns are missing: {', '.join(missing)}."
        elif file == LIST:
            for cells in reader:
                yield from ((file, reader.line_num, words) for words in _of_nationality(cells))


def _of_nationality(cells: Mapping[str, str | None]) -> Iterator[str]:
    if None in cells.values() or None in cells:
        yield "it has not as many cells as the header."
        return
    for name in ("valid_from", "valid_to"):
        if (day := cells[name]) and not _is_day(day):
            yield f"{name} {day!r} takes a day, as in 2018-06-05."
    for name in ("category", "fallback_category"):
        category = cells[name]
        if category not in CATEGORIES and (category or name == "category"):
            yield f"{name} {category!r} takes {', '.join(sorted(CATEGORIES))}."


def _of_table() -> Iterator[tuple[str, int, str]]:
    table, own = layers.toml(path_of(TABLE)), layers.own_of(path_of(TABLE))
    lines = lines_of(own.read_text(encoding="utf-8")) if own else {}
    codes = {line.get("code") for line in lists.rows_of(layers.at(path_of(LIST)))}
    if not isinstance(table["history_starts_at"], datetime):
        sentence = "history_starts_at takes a moment, as in 2018-06-05T00:00:00."
        yield TABLE, line_at(lines, "history_starts_at"), sentence
    states = table["state"] if isinstance(table["state"], dict) else {}
    if states != table["state"]:
        yield TABLE, line_at(lines, "state"), "state takes a table, [state]."
    for name, code in states.items():
        if code not in codes:
            sentence = f"state.{name} is {code!r}, which is no code of {LIST}."
            yield TABLE, line_at(lines, f"state.{name}"), sentence
    rows = table["row"] if isinstance(table["row"], list) else [None]
    for place, row in enumerate(rows):
        if not isinstance(row, dict):
            yield TABLE, line_at(lines, "row"), "row takes tables, [[row]]."
            break
        for key, sentence in _of_row(row):
            line = line_at(lines, f"row[{place}].{key}")
            yield TABLE, line, f"[[row]] {place + 1}: {sentence}"


def _of_questions() -> Iterator[tuple[str, int, str]]:
    own = layers.own_of(path_of(QUESTIONS))
    lines = lines_of(own.read_text(encoding="utf-8")) if own else {}
    for question in ("held", "rare"):
        entries: object = _structure().get(question)
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            sentence = f"{question} takes tables, [[{question}]], or [] for none."
            yield QUESTIONS, line_at(lines, question), sentence
            continue
        for place, entry in enumerate(entries):
            for key, sentence in _of_offer(question, entry):
                yield QUESTIONS, line_at(lines, f"{question}[{place}].{key}"), sentence


def _of_offer(question: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the key and what is wrong with it."""
    facts, key = entry.get("facts"), entry.get("key")
    if not isinstance(key, str) or not isinstance(facts, dict):
        yield "", f"[[{question}]] takes key, a word, and facts in braces."
        return
    if f"{question}.{key}" not in texts(TOPIC):
        yield "key", f"no file of content/{TOPIC}/ has words for {question}.{key}."
    for name, value in facts.items():
        if name not in NAMES or name not in WHEN:
            names = ", ".join(name for name in NAMES if name in WHEN)
            yield f"facts.{name}", f"{name} is no fact that people tell. Those there are: {names}."
        elif not _can_be(name, value) or value == LEFT_OUT:
            choices = ", ".join(_as_toml(choice) for choice in WHEN[name])
            yield f"facts.{name}", f"{name} is never {_as_toml(value)}; it takes {choices}."


def _of_row(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the key and what is wrong with it."""
    if missing := sorted(_OF_A_ROW - row.keys()):
        yield "", f"{', '.join(missing)} is missing."
        return
    if not isinstance(row["then"], str) or row["then"] not in ANSWERS:
        yield "then", f"then is {row['then']!r}; it takes {', '.join(ANSWERS)}."
    elif row["number"] not in (numbers := ANSWERS[row["then"]]):
        sentence = f"number takes {numbers[0]} to {numbers[-1]} where then is {row['then']!r}."
        yield "number", sentence
    for part in ("why", "do"):
        if f"row.{row['key']}.{part}" not in texts(TOPIC):
            yield "key", f"no file of content/{TOPIC}/ has words for row.{row['key']}.{part}."
    if not isinstance(row["when"], dict):
        yield "when", 'when takes facts in braces, as in { document_list = "V" }, or {}.'
        return
    for name, values in row["when"].items():
        if name not in WHEN:
            sentence = f"{name} is no fact. Those there are: {', '.join(WHEN)}."
            yield f"when.{name}", sentence
        elif wrong := [value for value in _several(values) if not _can_be(name, value)]:
            choices = ", ".join(_as_toml(value) for value in (*WHEN[name], *_absent(name)))
            yield f"when.{name}", f"{name} is never {_as_toml(wrong[0])}; it takes {choices}."
    for name in ("since_at", "until_at"):
        if not isinstance(row.get(name, row["since_at"]), datetime):
            sentence = f"{name} takes a moment without quotation marks, as in 2018-06-05T00:00:00."
            yield name, sentence
            return


def _several(values: object) -> list[object]:
    return values if isinstance(values, list) else [values]


def _absent(name: str) -> list[str]:
    """Return the value of a fact that nobody gave, where a row may ask for it."""
    return [LEFT_OUT] if name in RARE else []


def _can_be(name: str, value: object) -> bool:
    if WHEN[name] == _A_CODE:
        return isinstance(value, str)
    # In Python 1 is True, which it is not in TOML.
    return any(
        value is choice or (isinstance(value, str) and value == choice)
        for choice in (*WHEN[name], *_absent(name))
    )


def _as_toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_day(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def path_of(file: str) -> Path:
    """Return where the shipped file of a name lies, as in "content/tables/eligibility.toml"."""
    return Path(settings.CONTENT_DIR) / file.removeprefix("content/")
