"""A value is named by a noun: a participle or a pronoun alone tells no reader what it holds."""

import ast
import re
from collections.abc import Iterator, Sequence

import pytest

from tests.test_house import PYTHON, name

NO_NOUNS = frozenset(
    "added asked begun brought caught chosen done drawn found given gone held it kept known left "
    "listed made meant named needed offered one opened paid raised reached refused said seen sent "
    "shown something spent spoken started taken told tried turned typed used waited wanted went "
    "written".split()
)

# What stands around a name that takes a value: a file in which nothing of it does is not parsed.
_ANY = "|".join(NO_NOUNS)
_BEFORE = r"(?:^|[(\[{,:*|]|\b(?:for|as|lambda|case)\b)\s*"
_AFTER = r"\s*(?:[:,)\]}|\[]|in\b|if\b)"
_SET = r"\s*(?::|[-+*/%&^@<>|]+)?=(?!=)"
SOMEWHERE = re.compile(rf"{_BEFORE}(?:{_ANY})\b{_AFTER}|(?<![\w.])(?:{_ANY}){_SET}", re.MULTILINE)


def bindings(nodes: Sequence[ast.AST]) -> Iterator[tuple[ast.AST, str, int]]:
    """Yield whatever takes a value, with its name and its line."""
    for node in nodes:
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                yield node, node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node, node.arg, node.lineno
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node, node.name, node.lineno


def named_elsewhere(nodes: Sequence[ast.AST]) -> set[int]:
    """Return what has the word of a table, as a field or column has, or is a side of something."""
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
    return fields | sides


def without_noun(tree: ast.AST) -> list[str]:
    nodes = list(ast.walk(tree))
    values = [value for value in bindings(nodes) if value[1] in NO_NOUNS]
    excused = named_elsewhere(nodes) if values else set()
    return [f"{line}: {word}" for node, word, line in values if id(node) not in excused]


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
