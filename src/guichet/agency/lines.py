"""On which line of a TOML file each key stands; tomllib does not say."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<string>\"{3}.*?\"{3,5}|'{3}.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
    r"""|(?P<comment>\#[^\n]*)|(?P<end>\n)|(?P<mark>[\[\]{},=])|(?P<word>[^\s\[\]{},=\#"']+)""",
    re.DOTALL,
)
_TOML_LINE = re.compile(r"at line (\d+)")
# What is meant by what tomllib says, in the words of somebody who reads a file and no parser.
_QUOTES = "words are not closed by the quotation mark they were opened with"
_TWICE = "the table stands in the file twice"
_MEANT = {
    "Invalid value": (
        "behind the = or a comma stands no value; words take quotation marks before and behind"
        ' them, as in "words"'
    ),
    "Invalid initial": (
        "{ … } stands in one line, with a comma between two entries and none behind the last"
    ),
    "Unclosed inline": (
        "in { … } a comma between two entries, a quotation mark or the } at the end is missing"
    ),
    "Unclosed array": (
        "in a list a comma between two entries, a quotation mark or the ] at its end is missing,"
        " here or in a line above"
    ),
    "Expected '='": "a key is followed by = and its value; words take quotation marks",
    "Invalid statement": "the line begins neither with a key nor with a table, [like.this]",
    "Cannot overwrite": "the key stands in its table twice",
    "Duplicate inline": "the key stands in its table twice",
    "Cannot declare": _TWICE,
    "Cannot mutate": _TWICE,
    "Expected ']": "the head of a table is not closed, as in [agency]",
    "Illegal character": _QUOTES,
    "Unterminated": _QUOTES,
    'Expected "\'"': _QUOTES,
    "Expected '\"'": _QUOTES,
    "Unescaped": "a backslash in words is written twice",
    "Invalid hex": "a backslash in words is written twice",
    "Expected newline": (
        'more stands behind the value, as a comma; within words a quotation mark is \\"'
    ),
}
_A_LINE = "a line is a key, = and its value, with words in quotation marks, or a table, [like.this]"


class _Token(NamedTuple):
    """A piece of a TOML file and the line on which it begins."""

    kind: str
    text: str
    line: int


def lines_of(text: str) -> dict[str, int]:
    """Return the line of each key, table and entry of a list, by path, as in `path[0].key`.

    >>> lines_of('[a]\\nb = 1\\n[[a.c]]\\nd = 2\\n[[a.c]]\\nd = 3')["a.c[1].d"]
    6
    >>> lines_of('a = [\\n  { b = 1 },\\n  { b = 2, c = [3,\\n 4] },\\n]')["a[1].c[1]"]
    4
    """
    walk = _Walk(list(_tokens(text)))
    while walk.tokens:
        walk.statement()
    return walk.lines


def fault_of_toml(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """Return the line on which a text is no TOML, and what is right there.

    >>> fault_of_toml(tomllib.TOMLDecodeError("Unescaped (at line 3, column 7)"), "")
    (3, 'this is no TOML: a backslash in words is written twice.')
    """
    reason = str(error)
    match = _TOML_LINE.search(reason)
    line = int(match[1]) if match else text.rstrip().count("\n") + 1
    hint = next((words for start, words in _MEANT.items() if reason.startswith(start)), _A_LINE)
    return line, f"this is no TOML: {hint}."


def line_at(lines: Mapping[str, int], path: str) -> int:
    """Return the line of a path; of what it would stand in, where it is not there; or 0.

    >>> line_at({"a": 1, "a[1]": 4}, "a[1].b.c"), line_at({}, "a.[]")
    (4, 0)
    """
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path, 0)


def _tokens(text: str) -> Iterator[_Token]:
    line, place = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", place, match.start())
        place = match.start()
        if match.lastgroup != "comment":
            yield _Token(str(match.lastgroup), match[0], line)


class _Walk:
    """Goes through the tokens once, from the last of the list, and notes the lines."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens[::-1]
        self.lines: dict[str, int] = {}
        self._lists: Counter[str] = Counter()
        self._section = ""

    def statement(self) -> None:
        """Take a head, or a key with its value, or the end of a line."""
        token = self.tokens[-1]
        if token.text == "[":
            self._head(token.line)
        elif token.kind in {"string", "word"}:
            self._pair(self._section)
        else:
            self.tokens.pop()

    def _head(self, line: int) -> None:
        marks = self._several("[")
        path = self._current(self._key())
        self._several("]")
        for outer in _outer(path):
            self.lines.setdefault(outer, line)
        self.lines.setdefault(path, line)
        if marks == 2:
            path = f"{path}[{self._lists[path]}]"
            self._lists[path.rpartition("[")[0]] += 1
            self.lines.setdefault(path, line)
        self._section = path

    def _current(self, path: str) -> str:
        """Return a path with the number of the entry where it leads into a list of tables."""
        whole = ""
        *outer, last = path.split(".")
        for part in outer:
            whole = f"{whole}.{part}".strip(".")
            if count := self._lists[whole]:
                whole = f"{whole}[{count - 1}]"
        return f"{whole}.{last}".strip(".")

    def _pair(self, section: str) -> None:
        line = self.tokens[-1].line
        path = f"{section}.{self._key()}".strip(".")
        self.lines.setdefault(path, line)
        self._several("=")
        self._value(path)

    def _value(self, path: str) -> None:
        opening = self.tokens[-1].text if self.tokens else ""
        if opening not in {"[", "{"}:
            while self.tokens and self.tokens[-1].text not in {"\n", ",", "]", "}"}:
                self.tokens.pop()
            return
        self.tokens.pop()
        count = 0
        while self.tokens and self.tokens[-1].text not in {"]", "}"}:
            if self.tokens[-1].text in {"\n", ","}:
                self.tokens.pop()
            elif opening == "{":
                self._pair(path)
            else:
                self.lines.setdefault(f"{path}[{count}]", self.tokens[-1].line)
                self._value(f"{path}[{count}]")
                count += 1
        self._several("]", "}", most=1)

    def _key(self) -> str:
        parts = []
        while self.tokens and self.tokens[-1].kind in {"string", "word"}:
            parts.append(self.tokens.pop().text.strip("\"'"))
        return "".join(parts)

    def _several(self, *marks: str, most: int = 2) -> int:
        count = 0
        while self.tokens and self.tokens[-1].text in marks and count < most:
            self.tokens.pop()
            count += 1
        return count


def _outer(path: str) -> list[str]:
    """Return the tables that a table stands in: where they have no head of their own, here."""
    parts = path.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]
