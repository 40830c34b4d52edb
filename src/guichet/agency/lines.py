"""On which line of a TOML file each key stands; tomllib does not say."""

import re
from collections import Counter

_HEAD = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_LONG = re.compile(r'"""|\'\'\'')
_TOML_LINE = re.compile(r"at line (\d+)")


def lines_of(text: str) -> dict[str, int]:
    """Return the line of each key and table, by dotted path; of tables in a list as `path[0]`.

    >>> lines_of('[a]\\nb = 1\\n[[a.c]]\\nd = 2\\n[[a.c]]\\nd = 3')["a.c[1].d"]
    6
    """
    lines: dict[str, int] = {}
    lists: Counter[str] = Counter()
    section, depth, quotes = "", 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if quotes:
            quotes = "" if quotes in line else quotes
            continue
        if depth == 0 and (head := _HEAD.fullmatch(line)):
            section = _path(head[2])
            for outer in _outer(section):
                lines.setdefault(outer, number)
            if head[1] == "[[":
                lists[section] += 1
                lines.setdefault(section, number)
                section = f"{section}[{lists[section] - 1}]"
            lines.setdefault(section, number)
            continue
        if depth == 0 and (key := _KEY.match(line)):
            lines.setdefault(f"{section}.{_path(key[1])}".strip("."), number)
        quotes = _opened(line)
        depth += _depth(line)
    return lines


def line_of_error(reason: str) -> int:
    """Return the line that tomllib names in its error, or 0.

    >>> line_of_error("Invalid value (at line 3, column 7)"), line_of_error("at end of document")
    (3, 0)
    """
    match = _TOML_LINE.search(reason)
    return int(match[1]) if match else 0


def _path(keys: str) -> str:
    return re.sub(r"\s*\.\s*", ".", keys.strip()).replace('"', "").replace("'", "")


def _outer(path: str) -> list[str]:
    """Return the tables that a table stands in: where they have no head of their own, here."""
    parts = path.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]


def _opened(line: str) -> str:
    """Return the quotes of a long string that begins here and ends on a later line."""
    marks = _LONG.findall(line)
    return marks[0] if len(marks) % 2 else ""


def _depth(line: str) -> int:
    plain = _STRINGS.sub("", line).partition("#")[0]
    return sum(plain.count(mark) for mark in "[{") - sum(plain.count(mark) for mark in "]}")
