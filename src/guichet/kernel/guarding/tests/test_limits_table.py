"""The table of limits is what the code does, and the page about it is made of the table."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from guichet.kernel.guarding import table
from guichet.kernel.guarding.kinds import Limit, Most, Overdrawn
from guichet.kernel.guarding.table import LIMITS, MOSTS, REMEMBERED, TRIES

SOURCES = Path(table.__file__).parents[2]
OWN = {Path(table.__file__).with_name(f"{name}.py") for name in ("limits", "kinds", "table")}
PAGE = settings.ROOT / "docs" / "limits.md"


TAKES = {"take", "take_token", "take_on_ladder", "try_key", "guess", "Guess"}


# A file that says none of these names counts nothing.
CONSTANTS = [name for name, value in vars(table).items() if isinstance(value, Limit | Most)]
COUNTS = re.compile(rf"\b(?:limits|guesses|{'|'.join(CONSTANTS)})\b")


@cache
def nodes() -> list[ast.AST]:
    """Return every name and call of the site's sources, but for those of the limits themselves."""
    return [
        node
        for path in sorted(SOURCES.rglob("*.py"))
        if "tests" not in path.parts and path not in OWN
        if COUNTS.search(source := path.read_text())
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name | ast.Attribute | ast.Call)
    ]


def calls() -> Iterator[tuple[str, str]]:
    """Yield the calls that count something: the function, and what it is told to count by."""
    for node in nodes():
        match node:
            case ast.Call(ast.Attribute(ast.Name("limits" | "guesses"), name), [first, *_]):
                if name in TAKES:
                    yield name, ast.unparse(first)


def test_every_limit_is_of_the_table_and_taken_somewhere() -> None:
    constants = vars(table).items()
    by_constant = {name: limit for name, limit in constants if isinstance(limit, Limit)}
    mosts = {name for name, most in constants if isinstance(most, Most)}
    words = {node.id for node in nodes() if isinstance(node, ast.Name)}
    words |= {node.attr for node in nodes() if isinstance(node, ast.Attribute)}
    assert (mosts | set(by_constant)) - words <= {"MISTYPED"}, "which limits.py takes itself"
    assert len(mosts) == len(MOSTS)
    counted_limits = {
        counted for function, counted in calls() if function in {"take", "take_on_ladder"}
    }
    assert counted_limits <= set(by_constant)
    assert len(LIMITS) == len(by_constant), "two limits of one name would share a bucket"
    assert not {counted for function, counted in calls() if function == "take_token"}


def test_nobody_counts_guesses_that_the_table_does_not_name() -> None:
    kinds = {counted for function, counted in calls() if not function.startswith("take")}
    names = {kind.strip("'") for kind in kinds if kind.startswith("'")}
    assert names <= {secret.name for secret in TRIES}
    assert kinds - {repr(name) for name in names} == {"STAFF_SIGN_IN.name", "kind"}


def test_every_bucket_is_full_again_before_it_is_erased() -> None:
    for limit in LIMITS.values():
        owed = limit.owed if isinstance(limit, Overdrawn) else 0
        assert (limit.burst + owed) * limit.seconds <= REMEMBERED.total_seconds()


def test_the_page_is_made_of_the_table() -> None:
    printed = StringIO()
    call_command("list_limits", stdout=printed)
    assert printed.getvalue().strip() in PAGE.read_text(), "put ./guichet list-limits into it"
