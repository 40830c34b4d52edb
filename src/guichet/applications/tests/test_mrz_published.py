"""Zones of specimens that states and ICAO have published: what is filled in, the form takes.

A few are from the tests of a public reader, as their source says. Zones of people who live are in
many collections and in none of ours. `fault`: the check digit that is wrong on the specimen.
"""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from guichet.applications.apply import zone_page
from guichet.applications.form import questions
from guichet.applications.form.answers import form
from guichet.applications.form.circumstances import Circumstances
from guichet.applications.form.readers import read
from guichet.eligibility.content import law
from guichet.eligibility.programme import ETA
from guichet.kernel.testing import wrong
from guichet.passports import zone as mrz
from guichet.passports.layouts import CODES
from guichet.passports.tests.test_zone_mended import checked

TODAY = date(2026, 11, 22)
with (Path(__file__).parent / "data" / "published_zones.csv").open(encoding="utf-8") as _file:
    PUBLISHED = list(csv.DictReader(_file))
INNER = re.compile(r"\b[a-z]+_[a-z_]+\b|\bline\d\b|“(?:issuer|nationality|sex|composite)”")


def lines(row: dict[str, str]) -> str:
    return f"{row['line1']}\n{row['line2']}"


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["line2"][:13])
def test_it_reads_what_was_published(row: dict[str, str]) -> None:
    zone = mrz.read(lines(row), today=TODAY)
    assert zone.is_passport
    assert [fault.field for fault in zone.faults] == list(filter(None, row["fault"].split(" ")))


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["line2"][:13])
def test_it_fills_in_only_what_the_form_takes(row: dict[str, str]) -> None:
    where = Circumstances(TODAY, law())
    filled = zone_page.read(lines(row), "en", today=TODAY).answers
    assert filled
    for key, value in filled.items():
        assert read(form().fields[key], value, where)[0] == value


@pytest.mark.parametrize("language", ETA)
def test_it_shows_no_inner_name(language: str) -> None:
    for row in PUBLISHED:
        page = zone_page.read(lines(row), language, today=TODAY)
        for sentence in (*page.faults, *page.mended, *page.checks, page.compare):
            assert not INNER.search(re.sub("<[^>]*>", "", sentence)), (row["source"], sentence)


def test_it_fills_in_no_issuer_that_the_form_refuses() -> None:
    assert wrong(_check_issuer, sorted(CODES)) == []


def _check_issuer(code: str) -> None:
    first = f"P<{code.ljust(3, '<')}OAK<<ANN".ljust(44, "<")
    second = checked(f"92573947<_{code.ljust(3, '<')}740812_F310415_<<<<<<<<<<<<<<<_")
    page = zone_page.read(f"{first}\n{second}", "en", today=TODAY)
    for key in ("issuer", "nationality"):
        label = str(questions.words().help(key, "en").label)
        is_told = any(label in fault for fault in page.faults)
        assert is_told == (key not in page.answers), "what is not filled in is told at once"
        if key in page.answers:
            assert read(form().fields[key], page.answers[key], Circumstances(TODAY, law()))
