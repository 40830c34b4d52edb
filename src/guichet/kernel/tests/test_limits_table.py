"""The table of limits is what the code does, and the page about it is made of the table."""

import ast
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from guichet.kernel import limits_table
from guichet.kernel.limits_table import LIMITS, TRIES, Limit

SOURCES = Path(limits_table.__file__).parents[1]
OWN = {SOURCES / "kernel" / name for name in ("limits.py", "limits_table.py")}
PAGE = settings.ROOT / "docs" / "limits.md"


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Yield every call of a function of `kernel/limits.py` that is not in the kernel's own file."""
    for path in sorted(SOURCES.rglob("*.py")):
        if "tests" in path.parts or path in OWN:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == f"limits.{name}":
                yield path, node


def test_every_limit_is_taken_from_the_table() -> None:
    by_constant = {name: one for name, one in vars(limits_table).items() if isinstance(one, Limit)}
    taken = [ast.unparse(call.args[0]) for _, call in calls("take")]
    assert {name.rpartition(".")[2] for name in taken} | {"MISTYPED"} == set(by_constant)
    assert len(LIMITS) == len(by_constant), "two limits of one name would share a bucket"


def test_nobody_counts_tries_that_the_table_does_not_name() -> None:
    kinds = {ast.unparse(call.args[0]) for _, call in calls("try_key")}
    named = {kind.strip("'") for kind in kinds if kind.startswith("'")}
    assert named <= {one.name for one in TRIES}
    assert kinds - {repr(name) for name in named} == {"STAFF_SIGN_IN.name", "kind"}


def test_the_page_is_made_of_the_table() -> None:
    printed = StringIO()
    call_command("list_limits", stdout=printed)
    assert printed.getvalue().strip() in PAGE.read_text(), "put ./guichet list-limits into it"
