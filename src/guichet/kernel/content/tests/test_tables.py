"""Rule tables: which rows fit, in which order, from which day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from guichet.kernel.content import tables
from guichet.kernel.content.tables import TableRow

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Facts:
    service: str
    letters: tuple[str, ...] = ()
    expired: bool = False


def row(then: str = "yes", since: date = date(2020, 1, 1), **when: object) -> TableRow:
    return TableRow(then=then, reason="test", since=since, source="test", when=when)


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        (row(), True),
        (row(service="a"), True),
        (row(service="b"), False),
        (row(service=["b", "a"]), True),
        (row(letters="receipt"), True),
        (row(letters=["decision", "receipt"]), True),
        (row(letters="decision"), False),
        (row(service="a", expired=True), False),
        (row(service="a", expired=False), True),
    ],
)
def test_it_fits_when_every_condition_is_met(condition: TableRow, fits: bool) -> None:
    facts = Facts("a", ("receipt", "interview"))
    assert condition.fits(facts) is fits
    assert condition.fits(vars(facts)) is fits


def test_it_takes_the_first_row_in_force_or_every_one() -> None:
    later = row("later", since=date(2027, 1, 1))
    table = [later, row("other", service="b"), row("first"), row("second")]
    assert tables.first(table, Facts("a"), on=TODAY).then == "first"
    assert tables.first(table, Facts("a"), on=date(2027, 1, 1)) is later
    assert [fit.then for fit in tables.every(table, Facts("a"), on=TODAY)] == ["first", "second"]


def test_it_reads_a_table_file(tmp_path: Path) -> None:
    path = tmp_path / "table.toml"
    path.write_text(
        '[[row]]\nwhen = { expired = true }\nthen = "no"\nreason = "r"\n'
        'since = 2026-01-01\nsource = "s"\n',
        encoding="utf-8",
    )
    (only,) = tables.load(path)
    assert only == TableRow(
        then="no", reason="r", since=date(2026, 1, 1), source="s", when={"expired": True}
    )
