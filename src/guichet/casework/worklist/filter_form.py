"""The narrower choices of the list, as the fields of a form that is sent in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from guichet.casework import words
from guichet.casework.worklist.filters import (
    DAYS,
    LETTERS,
    PAST,
    SORTS,
    TRAVELS,
    UNKNOWN,
    USUAL,
    ListFilter,
)
from guichet.eligibility import names
from guichet.web.words import texts

# What the head of each column is called.
HEADS = {
    "due": "when",
    "name": "name",
    "nationality": "nationality",
    "travel": "travels",
    "kind": "task",
    "reason": "why",
    "age": "age",
}

type Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Select:
    """A field: its name, its label, what it offers and what is chosen; `any`: nothing need be."""

    name: str
    label: Markup
    options: Options
    value: str
    any: bool

    @property
    def chosen(self) -> str:
        """Return what is chosen in words, "" where nothing is."""
        return dict(self.options).get(self.value, "") if self.value else ""


def selects(selection: ListFilter, language: str) -> list[Select]:
    """Return the fields with what is chosen now."""
    say = words.says(language)
    return [
        Select(name, say(f"list.{label}"), options, getattr(selection, name), name != "sort")
        for name, label, options in (
            ("nationality", "nationality", names.countries(language)),
            ("travel", "travels", _travels(language)),
            ("reason", "why", _reasons(language)),
            ("age", "age", _ages(language)),
            ("initial", "initial", [(letter, letter) for letter in LETTERS]),
            ("sort", "sort", _sorts(language)),
        )
    ]


@cache
def _reasons(language: str) -> Options:
    """Return what officers look at; of what a task says first, which is what the list goes by."""
    keys = (key for key in sorted(texts(words.TOPIC).keys()) if key.startswith("reason."))
    codes = (key.partition(".")[2] for key in keys)
    pairs = [(code, str(words.of_code("reason", code, language))) for code in codes]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


@cache
def _travels(language: str) -> Options:
    say = words.says(language)
    sentences = {PAST: say("list.travel_past"), UNKNOWN: say("list.travel_unknown")}
    return [
        (code, str(sentences[code] if code in sentences else say("list.travel_within", days=code)))
        for code in TRAVELS
    ]


@cache
def _sorts(language: str) -> Options:
    """Return the columns, both ways: where there is little room, their heads are not seen.

    The first is the order of the list of which nothing else was said.
    """
    say = words.says(language)
    heads = [(column, say(f"list.{HEADS[column]}")) for column in SORTS]
    backwards = [(f"-{column}", say("list.sort_back", column=head)) for column, head in heads]
    both = [pair for pairs in zip(heads, backwards, strict=True) for pair in pairs]
    return [("" if order == USUAL else order, head.unescape()) for order, head in both]


@cache
def _ages(language: str) -> Options:
    say = words.says(language)
    return [(days, str(say("list.older_than", days=days))) for days in DAYS]
