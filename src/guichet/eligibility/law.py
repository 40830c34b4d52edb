"""The law of eligibility as data: the table and the nationalities, with their days of change.

Read once from content/tables/eligibility.toml and content/eligibility/nationalities.csv, and cut
into the periods between two changes, so that a decision looks only at what was in force. What a
condition names is said in the table itself.
"""

from bisect import bisect_right
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from guichet.eligibility.facts import RARE, Codes
from guichet.kernel.content import layers
from guichet.kernel.content.lists import rows_of
from guichet.kernel.reading.days import authority_zone

NOON = time(12)
LEFT_OUT = "left_out"
_LISTS = {"visa_exempt_eta_required": "V", "eta_conditional": "C"}
_NO_LIST = "none"
_DECIDED_BY_ROWS = "decided_by_the_table"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a document must be so that its nationality keeps its place on a list."""

    feature: str | None
    types: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Nationality:
    """On which list a nationality stands, since when, and on what condition.

    `otherwise`: the list that holds where the document does not meet the condition.
    """

    code: str
    list: str
    otherwise: str
    condition: Condition | None
    since_at: datetime | None
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class LawRow:
    """One way in which a row of the table is met: facts and the values that they must have."""

    number: int
    key: str
    then: str
    when: tuple[tuple[str, frozenset[object]], ...]
    since_at: datetime
    until_at: datetime | None
    source: str
    source_fr: str


@dataclass(frozen=True, slots=True)
class InForce:
    """The rows and the nationalities of one period without change."""

    rows: tuple[LawRow, ...]
    common_rows: tuple[LawRow, ...]  # those that can be met without any rare fact
    nationalities: Mapping[str, Nationality]


class Law:
    """The table and the lists through time."""

    def __init__(self, content: Path, *, home: str = "") -> None:
        """Read them; `home`: the state whose law it is, where the table does not say it."""
        path = content / "tables" / "eligibility.toml"
        table = layers.toml(path)
        self.starts_at = _by_its_clock(table["history_starts_at"])
        self.rows = tuple(_row(row) for row in table["row"])
        states = {"home": home, "exempt": "", "near": "", **table["state"]}
        self.home, self.exempt, self.near = states["home"], states["exempt"], states["near"]
        self.proves_nothing = frozenset(table["document"]["proves_nothing"])
        self.issuer_of: Mapping[str, str] = table["document"]["issuer_of"]
        self.listed_territories = frozenset(table["document"]["listed_overseas_territories"])
        self._conditions = {key: _condition(shape) for key, shape in table["condition"].items()}
        self._lines = _lines(content / "eligibility" / "nationalities.csv")
        self.nationalities = tuple(
            self._nationality(line) for line in self._lines if line["code_type"] != "condition"
        )
        without = _lines(content / "eligibility" / "no_passports.csv")
        self._without_passports = {line["code"] for line in without}
        self._periods = tuple(self._in_force(moment) for moment in self.changes)

    def at(self, moment: datetime) -> InForce:
        """Return what is in force at a moment since the history starts."""
        return self._periods[bisect_right(self.changes, moment) - 1]

    @cached_property
    def changes(self) -> tuple[datetime, ...]:
        """Return the moment at which the history starts, and every change since."""
        dated: tuple[LawRow | Nationality, ...] = (*self.rows, *self.nationalities)
        ends = [end for entry in dated for end in _ends(entry)]
        return tuple(sorted({self.starts_at, *(end for end in ends if end > self.starts_at)}))

    @cached_property
    def own_code(self) -> Mapping[str, str]:
        """Return, for each code, the one that decides: a territory goes by its nationality."""
        return {line["code"]: line["use_code"] or line["code"] for line in self._lines}

    @cached_property
    def codes(self) -> Codes:
        """Return the codes that may be given."""
        lines = self._lines
        none = {x["code"] for x in lines if x["category"] == "not_a_nationality"}
        nobody = {line["code"] for line in lines if line["code"] in none and not line["use_code"]}
        every_code = {line["code"] for line in lines if line["code_type"] != "condition"}
        places = {line["code"] for line in lines if line["code_type"] == "iso3166"}
        return Codes(
            nationalities=frozenset(every_code - nobody),
            places=frozenset(places | {"XKX"}),
            not_nationalities=frozenset(nobody),
            issuers=frozenset(every_code - nobody - self._without_passports),
        )

    @cached_property
    def first_day(self) -> date:
        """Return the first day that can be asked about: its noon is in the history."""
        day = self.day_of(self.starts_at)
        return day if self.noon_of(day) >= self.starts_at else day + timedelta(days=1)

    def noon_of(self, day: date) -> datetime:
        """Return the moment at which a day is looked at: noon by the clock of the authority."""
        return datetime.combine(day, NOON, tzinfo=authority_zone())

    def day_of(self, moment: datetime) -> date:
        """Return the day it is by the clock of the authority at a moment."""
        return moment.astimezone(authority_zone()).date()

    def if_moved(self, code: str, *, to: str, on: date) -> "Law":
        """Return a copy in which a nationality stands on another list from a day on.

        Nothing is kept of it, and nobody else sees it: a change is tried before it is law. `to`:
        "V", "C", or "none" where it leaves both.
        """
        moment = _start_of(on.isoformat())
        assert moment
        earlier = [
            replace(entry, until_at=min(filter(None, (entry.until_at, moment))))
            for entry in self.nationalities
            if entry.code == code and (entry.since_at is None or entry.since_at < moment)
        ]
        entry_after = Nationality(
            code=code, list=to, otherwise=to, condition=None, since_at=moment, until_at=None
        )
        others = [entry for entry in self.nationalities if entry.code != code]
        law = copy(self)
        law.__dict__.pop("changes", None)
        law.nationalities = (*others, *earlier, entry_after)
        law._periods = tuple(law._in_force(change) for change in law.changes)
        return law

    def _in_force(self, moment: datetime) -> InForce:
        rows = tuple(row for row in self.rows if _holds(row, moment))
        lists = {
            nationality.code: nationality
            for nationality in self.nationalities
            if _holds(nationality, moment)
        }
        return InForce(rows, tuple(row for row in rows if not _needs_rare_fact(row)), lists)

    def _nationality(self, line: Mapping[str, str]) -> Nationality:
        key = line["condition_key"]
        conditional = line["category"] in _LISTS and key not in {"", _DECIDED_BY_ROWS}
        here = _LISTS.get(line["category"], _NO_LIST)
        return Nationality(
            code=line["code"],
            list=here,
            otherwise=_LISTS.get(line["fallback_category"], _NO_LIST) if conditional else here,
            condition=self._conditions[key] if conditional else None,
            since_at=_start_of(line["valid_from"]),
            until_at=_start_of(line["valid_to"]),
        )


def _lines(path: Path) -> list[dict[str, str]]:
    return rows_of(layers.at(path))


def _row(row: Mapping[str, object]) -> LawRow:
    when, source = row["when"], str(row["source"])
    assert isinstance(when, dict)
    since, until = row["since_at"], row.get("until_at")
    assert isinstance(since, datetime)
    return LawRow(
        number=int(str(row["number"])),
        key=str(row["key"]),
        then=str(row["then"]),
        when=tuple((name, _wanted(values)) for name, values in when.items()),
        since_at=_by_its_clock(since),
        until_at=_by_its_clock(until) if isinstance(until, datetime) else None,
        source=source,
        source_fr=str(row.get("source_fr", source)),
    )


def _needs_rare_fact(row: LawRow) -> bool:
    return any(name in RARE and None not in values for name, values in row.when)


def _wanted(values: object) -> frozenset[object]:
    several = values if isinstance(values, list) else [values]
    return frozenset(None if value == LEFT_OUT else value for value in several)


def _condition(shape: Mapping[str, object]) -> Condition:
    feature, types = shape.get("feature"), shape.get("types")
    return Condition(
        feature=str(feature) if feature else None,
        types=frozenset(types) if isinstance(types, list) else None,
    )


def _by_its_clock(moment: datetime) -> datetime:
    """Return a moment of the table: by the authority's clock, unless it says a zone itself."""
    return moment if moment.tzinfo else moment.replace(tzinfo=authority_zone())


def _start_of(day: str) -> datetime | None:
    """Return the moment that a cell names: a day begins at midnight."""
    return _by_its_clock(datetime.fromisoformat(day)) if day else None


def _ends(entry: LawRow | Nationality) -> list[datetime]:
    return [moment for moment in (entry.since_at, entry.until_at) if moment]


def _holds(entry: LawRow | Nationality, moment: datetime) -> bool:
    return (entry.since_at is None or entry.since_at <= moment) and (
        entry.until_at is None or moment < entry.until_at
    )
