"""The rules of the house that neither the linter nor the type checker knows."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.order import HEAVY, LONG

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "guichet"
LINES_A_FILE = 300
LINES_A_FUNCTION = 30
LINES_A_VIEW = 20
MODULES_A_FOLDER = 15
TESTS_OF_THE_KERNEL = 0.8  # lines for a line of code
# What is signed under a salt of before is opened under the same one: it stays when a module moves.
SALTS = {
    "guichet.casework.meant",
    "guichet.applications.enquiries",
    "guichet.applications.handles",
    "guichet.booking.lost",
    "guichet.booking.many",
    "guichet.counter.kiosk.stays",
    "guichet.guidance.answers",
    "guichet.interviews.mark",
    "guichet.staff.keeping",
    "guichet.staff.versions",
    "guichet.web.marks",
    "guichet.web.opened_before",
    "guichet.web.visits.notice",
}
LIMITED = {".py", ".html", ".css", ".js", ".sql", ".sh", ".typ"}
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


class Function(NamedTuple):
    """A function of a file: how it is called and how many lines of code it has."""

    name: str
    lines: int


@cache
def functions(path: Path) -> list[Function]:
    return [
        Function(node.name, lines_of_code(node))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


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
        f"{name(path)}: {function.name} has {function.lines} lines"
        for path in OURS
        if "tests" not in path.parts
        for function in functions(path)
        if function.lines > LINES_A_FUNCTION
    ]
    assert long == []


def is_of(kind: str, path: Path) -> bool:
    """Tell whether a module is of a kind: `views.py`, `views_pay.py`, or below `views/`."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    is_named = parts[-1] == kind or parts[-1].startswith(f"{kind}_") or kind in parts[:-1]
    return is_named and "tests" not in parts


@pytest.mark.parametrize("kind", ["views", "rules"])
def test_it_keeps_views_and_rules_shorter_still(kind: str) -> None:
    long = [
        f"{name(path)}: {function.name} has {function.lines} lines"
        for path in OURS
        if is_of(kind, path)
        for function in functions(path)
        if function.lines > LINES_A_VIEW
    ]
    assert long == []


def test_it_keeps_folders_small_enough_to_look_around_in() -> None:
    modules = Counter(
        path.parent.relative_to(SOURCE).as_posix()
        for path in OURS
        if not {"tests", "management"} & set(path.parts) and path.name != "__init__.py"
    )
    crowded = {
        f"{folder}: {count}" for folder, count in modules.items() if count > MODULES_A_FOLDER
    }
    assert crowded == set()


def test_it_leaves_nothing_for_later() -> None:
    places = [
        f"{name(path)}:{number}"
        for path in FILES
        if path.suffix in LIMITED | {".css", ".md", ".toml"} and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if WORDS.search(line)
    ]
    assert places == []


def test_it_gives_files_names_that_say_something() -> None:
    assert [name(path) for path in OURS if path.name in VAGUE_NAMES] == []


def test_it_writes_styles_for_both_directions() -> None:
    places = [
        f"{name(path)}:{number}: {line.strip()}"
        for path in FILES
        if path.suffix == ".css"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if PHYSICAL.search(re.sub(r"/\*.*?\*/|\([^)]*\)", "", line))
    ]
    assert places == []


SILENT = ("actions", "rules", "queries", "models")
SPEAKS = {"gettext", "ngettext", "pgettext", "sentence", "plain", "said", "speaker", "texts"}
MAY_SPEAK = re.compile(rf"\b(?:{'|'.join(SPEAKS)})\b")
MAKES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}


def speaks(tree: ast.Module) -> bool:
    """Tell whether a module takes in what makes a sentence."""
    return any(
        alias.name in SPEAKS
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    )


def writes(tree: ast.Module) -> bool:
    """Tell whether a module makes, changes or deletes rows, or writes the record of it."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return any(_is_write(call.func, call) for call in calls if isinstance(call.func, ast.Attribute))


def _is_write(function: ast.Attribute, call: ast.Call) -> bool:
    verb, of = function.attr, ast.unparse(function.value)
    if verb == "save":
        return not call.args and all(keyword.arg != "commit" for keyword in call.keywords)
    if verb in MAKES | {"update", "delete"}:
        return ".objects" in of
    return (of, verb) in {("audit", "write"), ("outbox", "enqueue")}


def test_a_module_that_writes_is_known_by_its_calls() -> None:
    wrote = ["Row.objects.filter(pk=1).update(a=2)", "row.save()", "audit.write('seen', 1)"]
    assert all(writes(ast.parse(line)) for line in wrote)
    assert not any(writes(ast.parse(line)) for line in ["found.update(a=2)", "steps.save(request)"])


def test_it_lets_only_the_page_speak_to_people() -> None:
    """Whatever writes, reads or judges carries codes; sentences, forms and views speak."""
    modules = [
        name(path)
        for path in OURS
        if not {"tests", "management"} & set(path.parts)
        and MAY_SPEAK.search(source := path.read_text(encoding="utf-8"))
        and speaks(tree := ast.parse(source))
        and (writes(tree) or any(is_of(kind, path) for kind in SILENT))
    ]
    assert modules == []


def test_it_overrides_no_save_and_hears_no_signal() -> None:
    overrides = [
        f"{name(path)}: {function.name}"
        for path in OURS
        if is_of("models", path)
        for function in functions(path)
        if function.name in {"save", "delete"}
    ]
    assert overrides == []


def test_it_changes_no_salt_with_a_move() -> None:
    salt = re.compile(r'^\w*(?:, _)?SALT = .*"(guichet\.[\w.]+)"$', re.MULTILINE)
    code = [path for path in OURS if "tests" not in path.parts]
    assert {name for path in code for name in salt.findall(path.read_text("utf-8"))} == SALTS


def test_it_never_reads_a_key_of_once_only_back_into_what_it_was_made_of() -> None:
    """What a key names is carried beside it: `facts["version"]`, `addressee`."""
    parsed = re.compile(r"\.key\.(r?partition|r?split)\(")
    read_back = {name(path) for path in OURS if parsed.search(path.read_text())}
    assert read_back == set()


def test_the_files_that_begin_early_are_there() -> None:
    assert len(HEAVY) > 5
    assert [file for file in [*HEAVY, *LONG] if not (ROOT / file).is_file()] == []


KERNEL = [path for path in OURS if SOURCE / "kernel" in path.parents]
TESTS = [path for path in KERNEL if "tests" in path.parts]
CODE = [path for path in KERNEL if "tests" not in path.parts]


def lines_of(paths: list[Path]) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def test_the_kernel_has_four_lines_of_tests_for_five_of_code() -> None:
    """It carries everything."""
    assert lines_of(TESTS) / lines_of(CODE) >= TESTS_OF_THE_KERNEL


def test_every_module_of_the_kernel_is_met_by_a_test_of_the_kernel() -> None:
    """The lines of one module are no tests of another."""
    words = {
        word
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        for word in (node.module, f"{node.module}.{alias.name}")
    }
    # A command is tried as it is typed, by its name.
    others = {"__init__.py", "apps.py", "testing.py"}
    modules = [path for path in CODE if path.name not in others and "management" not in path.parts]
    dotted = {path: path.relative_to(SOURCE.parent).with_suffix("").parts for path in modules}
    assert [name(path) for path, parts in dotted.items() if ".".join(parts) not in words] == []
