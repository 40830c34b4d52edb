"""What the documents promise is there."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
CODE = re.compile(r"`([^`\n]+)`")
A_PATH = re.compile(r"^[\w./<>-]+\.(py|sql|html|js|css|toml|md|csv|typ)$")
A_NAME = re.compile(r"^[a-z_]+(\.[a-z_]+)*$|^[A-Z]\w+$")
READER = re.compile(r"\b(?:env(?:_\w+)?|secret)\(\s*\"([A-Z_]+)\"")
READ_ELSEWHERE = re.compile(r"environ(?:\.get\(|\[)\s*\"([A-Z_]+)\"")


@cache
def source() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "src").rglob("*.py")))


def test_it_lists_every_setting() -> None:
    folder = ROOT / "src" / "guichet" / "settings"
    settings = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    programs = (ROOT / "src" / "guichet" / "kernel" / "server" / "programs.py").read_text("utf-8")
    names = {*READER.findall(settings), *READ_ELSEWHERE.findall(programs)}
    documented = set(CODE.findall((DOCS / "operations.md").read_text("utf-8")))
    assert names - documented == set()


def test_it_describes_no_setting_that_is_gone() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (DOCS / "operations.md").read_text("utf-8"), re.M)
    names_gone = [name for name in rows if f'"{name}"' not in source()]
    assert rows
    assert names_gone == []


def test_it_names_only_commands_that_exist() -> None:
    commands = {path.stem for path in (ROOT / "src").rglob("management/commands/*.py")}
    texts = [*DOCS.rglob("*.md"), ROOT / "README.md"]
    words = {
        command.replace("-", "_")
        for path in texts
        for command in re.findall(r"\./guichet ([a-z][a-z-]+)", path.read_text("utf-8"))
    }
    djangos = {"createsuperuser", "dbshell", "migrate", "shell", "check"}
    assert words - commands - djangos == set()


def test_it_walks_a_tour_of_names_that_exist() -> None:
    words = set(re.findall(r"\w+", source()))
    files = [str(path.relative_to(ROOT)) for path in ROOT.glob("src/**/*") if path.is_file()]
    missing = []
    for code in CODE.findall((DOCS / "tour.md").read_text("utf-8")):
        if A_PATH.match(code) and "<" not in code:
            is_there = any(path.endswith(code) for path in files) or (ROOT / code).exists()
        elif A_NAME.match(code):
            is_there = code.rsplit(".", 1)[-1] in words
        else:
            continue
        if not is_there:
            missing.append(code)
    assert missing == []


def test_a_decision_that_promises_always_names_the_test_that_holds_it() -> None:
    tests = set(re.findall(r"^def (test_\w+)", source(), re.MULTILINE))
    for path in sorted((DOCS / "decisions").glob("*.md")):
        decided = path.read_text("utf-8").partition("**Decision")[2].partition("**Consequences")[0]
        for promise in re.split(r"\n\n|\n- ", decided):
            if re.search(r"\balways\b", promise):
                assert tests & set(re.findall(r"`(test_\w+)`", promise)), (path.name, promise)


def test_it_numbers_the_decisions() -> None:
    names = sorted(path.name for path in (DOCS / "decisions").glob("*.md"))
    numbers = [int(name[:4]) for name in names]
    assert len(set(numbers)) == len(numbers)
    for name in names:
        text = (DOCS / "decisions" / name).read_text("utf-8")
        assert re.search(r"\*\*Context.*\*\*Decision.*\*\*Consequences", text, re.S), name
