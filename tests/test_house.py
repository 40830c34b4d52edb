"""The rules of the house that neither the linter nor the type checker knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "guichet"
LINES_A_FILE = 300
LINES_A_FUNCTION = 30
LIMITED = {".py", ".html", ".js", ".sql", ".sh", ".typ"}
UNLIMITED = {"migrations", "testing", "locale"}
WORDS = re.compile(r"\b(TODO|FIXME|HACK)\b|lorem ipsum")
PHYSICAL = re.compile(
    r"(?<![-\w])("
    r"(margin|padding)-(left|right|top|bottom)|border-(left|right|top|bottom)(-\w+)?"
    r"|(left|right|top|bottom)|(min-|max-)?(width|height)"
    r")\s*:"
    r"|(float|clear|text-align)\s*:\s*(left|right)"
)
VAGUE_NAMES = {"utils.py", "helpers.py", "manager.py", "managers.py", "misc.py", "common.py"}


def files() -> list[Path]:
    """Return what belongs to the project: neither what is generated nor what is installed."""
    top = [path for path in ROOT.iterdir() if path.name not in {"var", "build"}]
    ours = [path for path in top if path.name in {".ci"} or not path.name.startswith(".")]
    below = [path for folder in ours if folder.is_dir() for path in folder.rglob("*")]
    return sorted(
        path for path in ours + below if path.is_file() and "__pycache__" not in path.parts
    )


FILES = files()
PYTHON = [path for path in FILES if path.suffix == ".py" and "migrations" not in path.parts]
OURS = [path for path in PYTHON if SOURCE in path.parents]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of_code(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without those of its docstring."""
    assert node.end_lineno
    lines = node.end_lineno - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and first.end_lineno:
        lines -= first.end_lineno - first.lineno + 1
    return lines


def test_it_keeps_files_short() -> None:
    long = [
        f"{name(path)}: {count} lines"
        for path in FILES
        if path.suffix in LIMITED
        and not UNLIMITED & set(path.parts)
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > LINES_A_FILE
    ]
    assert long == []


def test_it_keeps_functions_short() -> None:
    long = [
        f"{name(path)}: {node.name} has {lines_of_code(node)} lines"
        for path in OURS
        if "tests" not in path.parts
        for node in functions(path)
        if lines_of_code(node) > LINES_A_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize(
    ("file", "limit"), [("views.py", 20), ("rules.py", 20)], ids=["views", "rules"]
)
def test_it_keeps_views_and_rules_shorter_still(file: str, limit: int) -> None:
    long = [
        f"{name(path)}: {node.name} has {lines_of_code(node)} lines"
        for path in OURS
        if path.name == file
        for node in functions(path)
        if lines_of_code(node) > limit
    ]
    assert long == []


def test_it_leaves_nothing_for_later() -> None:
    found = [
        f"{name(path)}:{number}"
        for path in FILES
        if path.suffix in LIMITED | {".css", ".md", ".toml"} and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if WORDS.search(line)
    ]
    assert found == []


def test_it_gives_files_names_that_say_something() -> None:
    assert [name(path) for path in OURS if path.name in VAGUE_NAMES] == []


def test_it_writes_styles_for_both_directions() -> None:
    found = [
        f"{name(path)}:{number}: {line.strip()}"
        for path in FILES
        if path.suffix == ".css"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if PHYSICAL.search(re.sub(r"/\*.*?\*/|\([^)]*\)", "", line))
    ]
    assert found == []


def test_it_lets_only_the_page_speak_to_people() -> None:
    """Rules and actions carry codes; sentences.py, forms and views turn them into sentences."""
    silent = {"actions.py", "rules.py", "queries.py", "places.py", "models.py"}
    found = [
        f"{name(path)}:{number}"
        for path in OURS
        if path.name in silent
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"\bgettext|\bngettext|web\.render import .*sentence", line)
    ]
    assert found == []


def test_it_overrides_no_save_and_hears_no_signal() -> None:
    found = [
        f"{name(path)}: {node.name}"
        for path in OURS
        if path.name == "models.py"
        for node in functions(path)
        if node.name in {"save", "delete"}
    ]
    assert found == []
