"""Nothing stands in the house that nobody calls: what only tests use belongs to the tests."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "guichet"
KINDS = {".py", ".html", ".sql", ".typ", ".toml"}
APART = {"tests", "migrations", "__pycache__", "testing.py", "conftest.py"}
# Called by name from outside of the house, or the list of all there are.
BY_OTHERS = {
    "settings/__init__.py": "read by Django",
    "settings/accounts.py": "read by Django",
    "urls.py": "read by Django",
    "applications/changes/rules.py: GROUPS": "every group there is, which tests go through",
}


def files() -> list[Path]:
    return [
        path for path in SOURCE.rglob("*") if path.suffix in KINDS and not APART & set(path.parts)
    ]


def definitions(path: Path) -> Iterator[str]:
    """Yield the functions and constants of a module that no decorator hands to somebody else."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            if not (isinstance(node, ast.ClassDef) and node.bases):
                yield node.name
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id


def test_it_defines_nothing_that_nobody_uses() -> None:
    uses = Counter(
        word for path in files() for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    )
    unused = {
        f"{path.relative_to(SOURCE).as_posix()}: {name}"
        for path in files()
        if path.suffix == ".py" and path.relative_to(SOURCE).as_posix() not in BY_OTHERS
        for name in definitions(path)
        if uses[name] == 1 and not name.startswith("__")
    }
    assert unused - BY_OTHERS.keys() == set()
