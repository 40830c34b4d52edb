"""Decide whether somebody needs an authorization: the first row of the table that fits.

Rows are tried in order with what is known. A row that cannot be decided yet stops the search, and
the answer says which fact to ask for next. Pure: the law, the facts and the moment go in; neither
Django nor the clock is known here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter

from guichet.eligibility.conditions import NO_LIST, Conditions, Missing
from guichet.eligibility.facts import NAMES, RARE, Document, Facts
from guichet.eligibility.law import InForce, Law, LawRow
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_zone

BY_DOCUMENT = 16  # from this row on only the nationality counts that the document proves
BEST_FIRST = ("not_required", "eta_required", "visa_required")
_RARE_FACTS, _NONE_OF_THEM = attrgetter(*RARE), (None,) * len(RARE)
_ORDER = {name: position for position, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True)
class Hint:
    """Another passport would do better, and what the answer would be with it.

    `conditional`: only if it meets what the law asks of a passport of that nationality.
    """

    nationality: str
    answer: str
    conditional: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the table says, or which fact it must know next.

    `instruction` is the key of the words that give the reason and say what to do.
    """

    answer: str | None = None
    row: int | None = None
    instruction: str | None = None
    source: str | None = None
    source_fr: str | None = None
    valid_from: date | None = None
    asks: tuple[str, ...] = ()
    hint: Hint | None = None


def decide(facts: Facts, law: Law, *, at: datetime) -> Verdict:
    """Return the answer of the first row in force that fits, or the next fact it asks for."""
    if at < law.starts_at:
        raise Obstacle("invalid", errors={"on": "out_of_range"})
    in_force = law.at(at)
    conditions = Conditions(facts, law, in_force)
    row = _first(_rows(facts, in_force), conditions.values)
    if isinstance(row, str):
        return Verdict(asks=(row,))
    return Verdict(
        answer=row.then,
        row=row.number,
        instruction=row.key,
        source=row.source,
        source_fr=row.source_fr,
        valid_from=_valid_from(row, conditions, law),
        hint=_hint(facts, law, in_force, row, conditions.proved),
    )


def _rows(facts: Facts, in_force: InForce) -> Sequence[LawRow]:
    """Return the rows to try; without rare facts, those that need one cannot fit."""
    return in_force.common_rows if _RARE_FACTS(facts) == _NONE_OF_THEM else in_force.rows


def _first(rows: Sequence[LawRow], values: Mapping[str, object]) -> LawRow | str:
    """Return the first row that fits, or the fact without which that cannot be told."""
    for row in rows:
        missing = ""
        for name, allowed_values in row.when:
            value = values[name]
            if type(value) is Missing:
                fact = _needed(value, allowed_values)
                if fact is None:
                    break
                if fact and (not missing or _ORDER[fact] < _ORDER[missing]):
                    missing = fact
            elif type(value) is frozenset:
                if allowed_values.isdisjoint(value):
                    break
            elif value not in allowed_values:
                break
        else:
            return missing or row
    raise LookupError("The last row of the table must fit everybody.")


def _needed(value: Missing, allowed_values: frozenset[object]) -> str | None:
    """Return the fact to ask for; None where the condition fails anyway, "" where it holds."""
    if value.possible is None:
        return value.fact
    if allowed_values.isdisjoint(value.possible):
        return None
    return "" if value.possible <= allowed_values else value.fact


def _valid_from(row: LawRow, conditions: Conditions, law: Law) -> date:
    """Return since when the row reads so, for the nationality it was read for."""
    since = max(law.starts_at, row.since_at)
    for name in [name for name, _ in row.when] or ["document_list"]:
        entry = conditions.rests_on.get(name)
        if entry and entry.since_at and entry.since_at > since:
            since = entry.since_at
    return since.astimezone(authority_zone()).date()


def _hint(
    facts: Facts, law: Law, in_force: InForce, row: LawRow, proved: str | None
) -> Hint | None:
    """Return the passport of another nationality that would do better, if there is one."""
    if row.number < BY_DOCUMENT or row.then == BEST_FIRST[0] or not facts.nationalities:
        return None
    hints = []
    for code in facts.nationalities:
        own = law.own_code[code]
        entry = in_force.nationalities.get(own)
        if own == proved or entry is None or entry.list == NO_LIST:
            continue
        condition = entry.condition
        mark = condition.feature if condition else None
        passport = Document(own, "ordinary", frozenset({mark} if mark else ()))
        other = replace(facts, document=passport, nationalities=(code,))
        better = _first(in_force.rows, Conditions(other, law, in_force).values)
        if isinstance(better, LawRow) and _rank(better.then) < _rank(row.then):
            hints.append(Hint(code, better.then, conditional=condition is not None))
    return min(hints, key=lambda hint: _rank(hint.answer), default=None)


def _rank(answer: str) -> int:
    return BEST_FIRST.index(answer)
