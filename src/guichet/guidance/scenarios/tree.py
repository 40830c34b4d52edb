"""A scenario's tree as a value, and how its file is read: shape alone, no words, no expressions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guichet.guidance.scenarios.channels import LINES

PROGRAMMES = ("appointments", "eta")
GROUPS = ("before", "form", "waiting", "result", "travel", "money", "office", "routine")
PARTS = ("ask", "say", "why", "do")  # what the words of a step are called, so no choice is
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KEYS = {
    "version", "programme", "group", "channels", "private", "from", "until", "source", "start",
    "question", "outcome", "link",
}  # fmt: skip


class BadTreeError(ValueError):
    """A tree's file cannot be read as one; each sentence says what to change."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Question:
    """A step that asks. `choices` are the steps it leads to, by code, in the order of the file."""

    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A step that ends a scenario: what to do now, which may be nothing, and on what it rests."""

    action: str = ""
    link: str = ""  # of an action that opens a page of others: its label in routine/links.csv
    source: Mapping[str, str] = field(default_factory=dict)  # by language


@dataclass(frozen=True, slots=True)
class Tree:
    """The shape of a scenario, and when and where it is played."""

    name: str
    version: int
    programme: str
    group: str
    channels: tuple[str, ...]
    private: bool
    since: date
    until: date | None  # the first day on which it is not played any more
    source: Mapping[str, str]
    start: str
    questions: Mapping[str, Question]
    outcomes: Mapping[str, Outcome]
    link: str = ""  # the routine link it is about

    def source_of(self, step: str, language: str) -> str:
        """Return the source of an outcome: its own, else the tree's; in French or English."""
        source = self.outcomes[step].source or self.source
        return source.get(language) or source.get("en", "")

    def is_in_force(self, day: date) -> bool:
        """Tell whether the scenario is played on a day."""
        return self.since <= day and (self.until is None or day < self.until)


def read(name: str, content: Mapping[str, Any]) -> Tree:
    """Return the tree of a file; raise BadTreeError with all that keeps it from being one."""
    faults = list(_faults(name, content))
    if faults:
        raise BadTreeError(faults)
    return Tree(
        name=name,
        version=content.get("version", 1),
        programme=content["programme"],
        group=content["group"],
        channels=tuple(content["channels"]),
        private=content.get("private", False),
        since=content["from"],
        until=content.get("until"),
        source=_by_language(content.get("source", {})),
        start=content["start"],
        questions={code: Question(dict(step)) for code, step in content["question"].items()},
        outcomes={code: _outcome(step) for code, step in content["outcome"].items()},
        link=content.get("link", ""),
    )


def _outcome(step: Mapping[str, Any]) -> Outcome:
    source = _by_language(step.get("source", {}))
    return Outcome(step.get("action", ""), step.get("link", ""), source)


def _by_language(source: object) -> Mapping[str, str]:
    return {"en": source} if isinstance(source, str) else dict(source)  # type: ignore[call-overload]


def _faults(name: str, content: Mapping[str, Any]) -> Iterator[str]:
    if not _CODE.fullmatch(name):
        yield f"the folder's name {name!r} must be small letters, digits and _."
    for key in sorted(content.keys() - _KEYS):
        yield f"nobody reads {key!r}; one of {', '.join(sorted(_KEYS))} may be meant."
    yield from _faults_of_head(content)
    for kind in ("question", "outcome"):
        steps = content.get(kind)
        if not isinstance(steps, Mapping) or not steps:
            yield f"there is no {kind}."
            continue
        for code, step in steps.items():
            yield from _faults_of_step(kind, code, step)


def _faults_of_head(content: Mapping[str, Any]) -> Iterator[str]:
    version = content.get("version", 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        yield "version must be a whole number from 1 on."
    for key, allowed in (("programme", PROGRAMMES), ("group", GROUPS)):
        if content.get(key) not in allowed:
            yield f"{key} must be one of {', '.join(allowed)}."
    channels = content.get("channels")
    if not isinstance(channels, list) or not channels or not set(channels) <= LINES.keys():
        yield f"channels must be a list of {', '.join(LINES)}."
    if not isinstance(content.get("private", False), bool):
        yield "private must be true or false."
    if type(content.get("from")) is not date:
        yield "from must be a day, as 2026-11-30."
    if "until" in content and type(content["until"]) is not date:
        yield "until must be a day, as 2027-11-30."
    elif "until" in content and not _is_after(content["until"], content.get("from")):
        yield "until must be a day after from."
    if not isinstance(content.get("start"), str):
        yield "start must be the name of the first step."
    if not isinstance(content.get("link", ""), str):
        yield "link must be a label of routine/links.csv."
    if not _is_source(content.get("source", "")):
        yield 'source must be a text, or one by language: { en = "…", fr = "…" }.'


def _faults_of_step(kind: str, code: str, step: object) -> Iterator[str]:
    if not _CODE.fullmatch(code):
        yield f"{kind} {code}: a step's name must be small letters, digits and _."
    if not isinstance(step, Mapping):
        yield f"{kind} {code}: it must be a table in braces."
    elif kind == "question":
        for choice, target in step.items():
            if not _CODE.fullmatch(choice) or choice in PARTS or choice in LINES:
                yield f"question {code}: no choice may be called {choice!r}."
            if not isinstance(target, str):
                yield f"question {code}: {choice} must be the name of a step."
    else:
        for key in sorted(step.keys() - {"action", "link", "source"}):
            yield f"outcome {code}: nobody reads {key!r}; action, link and source are read."
        if not all(isinstance(step.get(key, ""), str) for key in ("action", "link")):
            yield f"outcome {code}: action and link must be texts."
        if not _is_source(step.get("source", "")):
            yield f"outcome {code}: source must be a text, or one by language."


def _is_after(until: date, since: object) -> bool:
    return type(since) is not date or until > since


def _is_source(source: object) -> bool:
    if isinstance(source, Mapping):
        return "en" in source and all(isinstance(text, str) for text in source.values())
    return isinstance(source, str)
