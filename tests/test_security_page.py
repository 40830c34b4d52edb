"""docs/security.md names places that are there, and leaves no chapter and no requirement out."""

import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
PLACES = (ROOT, ROOT / "src" / "guichet")
A_PATH = re.compile(r"^(?:[\w-]+/)*\.?[\w-]+\.(?:py|sql|html|js|toml|md|lock)$|^\.ci/\w+$")
DECISION = re.compile(r"(?<![\w.])0\d{3}\b")
ROW = re.compile(r"^\| (\d+)\.(\d+)\.(\d+) \| .+ \| (met|partly|not|n\.a\.) \|$", re.M)
COUNTED = re.compile(r"^\| V(\d+) [^|]+\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.M)
VERDICTS = ("met", "partly", "not", "n.a.")
NOT_APPLICABLE = {10, 17}
# How many requirements of levels 1 and 2 each chapter of version 5.0 has.
COUNTS = (27, 11, 19, 10, 9, 32, 18, 7, 7, 13, 9, 13, 9, 13, 16)
REQUIREMENTS = dict(zip((*range(1, 10), *range(11, 17)), COUNTS, strict=True))


def test_every_chapter_stands_there_in_order() -> None:
    chapters = [int(number) for number in re.findall(r"^## V(\d+) ", PAGE, re.M)]
    assert chapters == list(range(1, 18))


def test_every_requirement_stands_there_once_and_in_order() -> None:
    numbers = [tuple(map(int, row[:3])) for row in ROW.findall(PAGE)]
    assert numbers == sorted(set(numbers))
    by_chapter = {key: len(list(of)) for key, of in groupby(numbers, key=lambda each: each[0])}
    assert by_chapter == REQUIREMENTS


def test_every_row_of_a_requirement_has_a_verdict() -> None:
    rows = re.findall(r"^\| \d+\.\d+\.\d+ \|", PAGE, re.M)
    assert len(rows) == len(ROW.findall(PAGE))


def test_every_place_it_names_is_there() -> None:
    codes = [code for code in re.findall(r"`([^`\n]+)`", PAGE) if A_PATH.match(code)]
    missing = {code for code in codes if not any((place / code).is_file() for place in PLACES)}
    assert len(codes) > 100
    assert missing == set()


def test_every_decision_it_names_is_there() -> None:
    numbers = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")}
    assert set(DECISION.findall(PAGE)) - numbers == set()


def test_every_duty_of_an_installation_is_on_the_list() -> None:
    duties = set(re.findall(r"^- \*\*(I\d+) ", PAGE, re.M))
    assert set(re.findall(r"\bI\d+\b", PAGE)) - duties == set()


@pytest.mark.parametrize("chapter", REQUIREMENTS)
def test_the_counts_are_those_of_the_rows(chapter: int) -> None:
    rows = [verdict for number, *_, verdict in ROW.findall(PAGE) if int(number) == chapter]
    counts_of = {int(number): list(map(int, counts)) for number, *counts in COUNTED.findall(PAGE)}
    assert counts_of[chapter] == [Counter(rows)[verdict] for verdict in VERDICTS]
    assert NOT_APPLICABLE.isdisjoint(counts_of)


def test_the_sums_are_those_of_the_chapters() -> None:
    verdicts = Counter(verdict for *_, verdict in ROW.findall(PAGE))
    sums = " | ".join(f"**{verdicts[verdict]}**" for verdict in VERDICTS)
    assert f"| **all, {sum(COUNTS)}** | {sums} |" in PAGE
