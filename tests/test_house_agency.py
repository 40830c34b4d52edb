"""No code and no template names an authority, a country it is of, or a number of one.

They are an agency's own. What still stands here has a reason; the list only grows shorter. Words of
`content/` and `locale/` are not looked at: the law of an authorization is written there.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "guichet"
NAMES = re.compile(
    r"USCIS|IRCC|Canad|United States|Ottawa|gc\.ca|\.gov\b|\+1[ -]?[2-9]\d{2}\b|\b1-8\d\d-"
)
KINDS = {".py", ".html", ".js", ".css", ".typ", ".txt", ".sql"}
# How many lines of a file name one, and why they may.
ALLOWED = {
    "applications/form/shapes.py": (1, "the shape of a postal code; fields.toml asks for it"),
    "booking/notice/contents.py": (1, "an example of how a number is written"),
    "kernel/reading/phones.py": (2, "examples of how numbers are written"),
    "web/templates/web/accessibility.html": (1, "the law of the demonstration, shown there alone"),
}


def code_and_templates() -> Iterator[Path]:
    """Yield what is shipped and runs; tests, migrations and worlds for tests are not."""
    for path in sorted(SRC.rglob("*")):
        parts = {"tests", "migrations", "__pycache__"}
        is_world = path.name in {"testing.py", "conftest.py"}
        if path.suffix in KINDS and not parts & set(path.parts) and not is_world:
            yield path


def test_it_names_no_authority_and_no_country_of_one() -> None:
    counts = Counter[str]()
    for path in code_and_templates():
        lines = path.read_text(encoding="utf-8").splitlines()
        count = sum(1 for line in lines if NAMES.search(line))
        if count:
            counts[path.relative_to(SRC).as_posix()] = count
    assert dict(counts) == {name: count for name, (count, _) in ALLOWED.items()}


def test_it_says_why_what_stands_may_stand() -> None:
    assert all(reason for _, reason in ALLOWED.values())


def shipped_words() -> list[str]:
    """Return every file of words in all languages, and of the catalogues the French one."""
    paths = [*ROOT.glob("content/*/*.toml"), *ROOT.glob("content/*/*/*.toml")]
    paths += ROOT.glob("locale/fr/*/django.po")
    return [path.read_text(encoding="utf-8") for path in paths]


def test_no_shipped_word_names_a_law() -> None:
    law = re.compile(r"\b(IRPR|IRPA|RIPR|LIPR)\b")
    assert [match[0] for text in shipped_words() for match in law.finditer(text)] == []


def test_no_shipped_word_makes_every_agency_an_immigration_service() -> None:
    code = [path.read_text(encoding="utf-8") for path in code_and_templates()]
    shipped = [*code, *shipped_words()]
    a_service = re.compile(r"immigration (officer|office|scam|court)s?|(agent|bureaux) d’immigrat")
    assert [match[0] for text in shipped for match in a_service.finditer(text)] == []
