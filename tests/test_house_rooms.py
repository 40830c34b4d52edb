"""What the rooms below do not know: no feature stands in them, neither as an import nor as a text.

The import contracts see the imports. Here is what they do not see: the name of a page, of a cookie,
of a code or a topic of some feature.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "guichet"
OF_FEATURES = re.compile(
    r"(?<![a-z])(applications?|appointments?|book(ed|ing)|casework|confirmation|eligibility|eta"
    r"|guidance|offices?|slot)(?![a-z])",
    re.IGNORECASE,
)
# What is called so and is nothing of ours: media types, a connection's name, a server's word.
OTHERS = re.compile(r"application/|application_name|^application$")
# Each of these names features on purpose, and says why.
ON_PURPOSE = {
    "kernel/guarding/kinds.py": "what is counted may be a record, and the list of limits says so",
    "kernel/guarding/table.py": "all limits stand in one table, whoever asks for them",
    "kernel/management/commands/migrate.py": "a sentence to who upgrades a site",
    "kernel/running/preparation.py": "calls the commands that fill a new site, where there are any",
}


def python(room: str) -> Iterator[Path]:
    for path in sorted((SOURCE / room).rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if not {"tests", "migrations"} & set(path.parts) and name not in ON_PURPOSE:
            yield path


def words(path: Path) -> Iterator[str]:
    """Yield every text and name of a module but its docstrings."""
    tree = ast.parse(path.read_text())
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        if node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in docstrings:
                yield node.value
        elif isinstance(node, ast.Name | ast.Attribute | ast.FunctionDef | ast.ClassDef):
            yield str(getattr(node, "id", None) or getattr(node, "attr", None) or node.name)  # type: ignore[union-attr]


def known_of_features(path: Path) -> list[str]:
    return [
        word
        for word in words(path)
        if OF_FEATURES.search(word.replace("_", " ")) and not OTHERS.search(word)
    ]


@pytest.mark.parametrize("room", ["kernel", "web"])
def test_it_knows_no_feature_not_even_as_text(room: str) -> None:
    names = {path.relative_to(SOURCE).as_posix(): known_of_features(path) for path in python(room)}
    assert {path: words for path, words in names.items() if words} == {}


def test_the_pages_of_all_lead_to_no_page_of_a_feature_but_the_door_and_its_help() -> None:
    leads = re.compile(r'url\("([a-z_]+):')
    pages = (SOURCE / "web" / "templates").rglob("*.html")
    assert {room for page in pages for room in leads.findall(page.read_text())} <= {
        "web",
        "guidance",
        "feedback",  # where one reports what is wrong with the page
    }


def test_the_rule_sees_what_it_forbids(tmp_path: Path) -> None:
    module = tmp_path / "errors.py"
    module.write_text('"""An appointment."""\n_HOME = "applications:home"\nx = facts.slot\n')
    assert known_of_features(module) == ["applications:home", "slot"]
