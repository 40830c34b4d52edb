"""A value is named by a noun: a participle or a pronoun alone tells no reader what it holds."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.test_house import PYTHON, name

NO_NOUNS = frozenset(
    "added asked begun brought caught chosen done drawn found given gone held it kept known left "
    "listed made meant named needed offered one opened paid raised reached refused said seen sent "
    "shown something spent spoken started taken told tried turned typed used waited wanted went "
    "written".split()
)

# What may follow a name that takes a value: a file in which nothing of it does is not parsed.
_FOLLOWS = r"\s*(?:[=:,)\]}|\[]|in\b|if\b|[-+*/%&^@<>]+=)"
SOMEWHERE = re.compile(rf"(?<![\w.])({'|'.join(NO_NOUNS)})\b(?={_FOLLOWS})")


def bindings(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each name that takes a value, and its line: a field or column is its table's word."""
    nodes = list(ast.walk(tree))
    fields = {
        id(part)
        for node in nodes
        if isinstance(node, ast.ClassDef)
        for line in node.body
        if isinstance(line, ast.Assign | ast.AnnAssign)
        for part in ast.walk(line)
    }
    sides = {
        id(part)
        for node in nodes
        if isinstance(node, ast.Tuple)
        and {"top", "right"} & {part.id for part in node.elts if isinstance(part, ast.Name)}
        for part in node.elts
    }
    for node in nodes:
        if id(node) in fields or id(node) in sides:
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name, node.lineno


def without_noun(tree: ast.AST) -> list[str]:
    return [f"{line}: {word}" for word, line in bindings(tree) if word in NO_NOUNS]


@pytest.mark.parametrize(
    "line",
    [
        "found = status.of(application)",
        "for one in rows: pass",
        "[one for one in rows]",
        "def ask(wanted: str) -> None: ...",
        "def ask(*, known: str) -> None: ...",
        "lambda given: given.pk",
        "with opening() as opened: pass",
        "if said := words.get(key): pass",
    ],
)
def test_it_knows_a_value_without_a_noun(line: str) -> None:
    assert SOMEWHERE.search(line)
    assert len(without_noun(ast.parse(line))) == 1


def test_it_takes_a_field_a_side_and_a_function_for_what_they_are() -> None:
    source = "class Row:\n  seen: int = 0\nleft, top = corner\ndef found(): ...\nrow.sent = 1\n"
    assert without_noun(ast.parse(source)) == []


def test_it_names_values_by_nouns() -> None:
    assert [
        f"{name(path)}:{line}"
        for path in PYTHON
        if SOMEWHERE.search(source := path.read_text(encoding="utf-8"))
        for line in without_noun(ast.parse(source))
    ] == []
