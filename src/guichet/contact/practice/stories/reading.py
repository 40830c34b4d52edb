"""How a story's file is read: its shape alone, with a sentence for each thing that is wrong."""

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import blake2b
from json import dumps
from typing import Any

from guichet.contact.practice.stories.story import Fact, RightStep, Story

_TEXTS = ("programme", "language", "channel", "role")
_KEYS = {
    *_TEXTS,
    "version",
    "participant",
    "failures",
    "case",
    "says",
    "may_ask",
    "may_do",
    "right",
}
# What a step of the right path is told by, and what it may say besides.
_STEPS: Mapping[str, frozenset[str]] = {
    "ask": frozenset(),
    "check": frozenset({"level", "fails"}),
    "play": frozenset({"answers"}),
    "do": frozenset(),
    "promise": frozenset({"days", "least", "most"}),
    "end": frozenset(),
}


class BadStoryError(ValueError):
    """A story's file cannot be read as one; each sentence says what to change."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def read(name: str, content: Mapping[str, Any]) -> Story:
    """Return the story of a file; raise BadStoryError with all that keeps it from being one."""
    faults = list(_faults(content))
    if faults:
        raise BadStoryError(faults)
    return Story(
        name=name,
        programme=content["programme"],
        language=content["language"],
        channel=content["channel"],
        role=content["role"],
        participant=content.get("participant", "client"),
        failures=content.get("failures", 0),
        cases=tuple(content.get("case", [])),
        says={fact: _several(answer) for fact, answer in content.get("says", {}).items()},
        may_ask=frozenset(content.get("may_ask", [])),
        may_do=frozenset(content.get("may_do", [])),
        right=tuple(map(right_step, content["right"])),
        digest=_digest(content),
    )


def right_step(entry: Mapping[str, Any]) -> RightStep:
    """Return a step of a path as a file says it: {"ask": fact}, {"check": [facts]} and so on."""
    kind = next(key for key in entry if key in _STEPS)
    is_check = kind == "check"
    days = entry.get("days", 0)
    return RightStep(
        kind=kind,
        name="" if is_check else entry[kind],
        facts=tuple(entry[kind]) if is_check else (),
        level=entry.get("level", ""),
        fails=entry.get("fails", False),
        answers=tuple(entry.get("answers", ())),
        days=days,
        least=entry.get("least", days),
        most=entry.get("most", days),
    )


def _several(answer: Any) -> tuple[Fact, ...]:
    return tuple(answer) if isinstance(answer, list) else (answer,)


def _digest(content: Mapping[str, Any]) -> str:
    text = dumps(content, sort_keys=True, default=str)
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _faults(content: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(content.keys() - _KEYS):
        yield f"nobody reads {key!r}; one of {', '.join(sorted(_KEYS))} may be meant."
    for key in _TEXTS:
        if not isinstance(content.get(key), str):
            yield f"{key} must be a text."
    if type(content.get("failures", 0)) is not int:
        yield "failures must be a whole number."
    if not _is_list_of(content.get("case", []), Mapping):
        yield "case must be tables: [[case]]."
    for number, case in enumerate(content.get("case", [])):
        if isinstance(case, Mapping) and not all(map(_is_fact, case.values())):
            yield f"case {number + 1}: each fact must be a text or a day."
    says = content.get("says", {})
    if not isinstance(says, Mapping) or not all(
        answer and all(map(_is_fact, _several(answer))) for answer in says.values()
    ):
        yield "says must be a table: of each fact a text, a day or a list of these."
    for key in ("may_ask", "may_do"):
        if not _is_list_of(content.get(key, []), str):
            yield f"{key} must be a list of texts."
    yield from _faults_of_path(content.get("right"))


def _faults_of_path(path: object) -> Iterator[str]:
    if not isinstance(path, list) or not path:
        yield "there is no right path."
        return
    for number, entry in enumerate(path, start=1):
        kinds = [key for key in entry if key in _STEPS] if isinstance(entry, Mapping) else []
        if len(kinds) != 1:
            yield f"step {number}: it must be one of {', '.join(_STEPS)}."
        elif entry.keys() - {kinds[0]} - _STEPS[kinds[0]]:
            more = ", ".join(sorted(_STEPS[kinds[0]])) or "no more"
            yield f"step {number}: {kinds[0]} takes {more}."
        else:
            yield from _faults_of_step(number, kinds[0], entry)
    ends = [isinstance(entry, Mapping) and "end" in entry for entry in path]
    if ends.count(True) != 1 or not ends[-1]:
        yield "the right path must end once, with { end = … } as its last step."


def _faults_of_step(number: int, kind: str, entry: Mapping[str, Any]) -> Iterator[str]:
    wants_list = kind == "check"
    if not (_is_list_of(entry[kind], str) if wants_list else isinstance(entry[kind], str)):
        yield f"step {number}: {kind} must be {'a list of facts' if wants_list else 'a text'}."
    if not _is_list_of(entry.get("answers", []), str):
        yield f"step {number}: answers must be a list of texts."
    if not isinstance(entry.get("level", ""), str) or type(entry.get("fails", False)) is not bool:
        yield f"step {number}: level must be a text, fails true or false."
    if any(type(entry.get(key, 0)) is not int for key in ("days", "least", "most")):
        yield f"step {number}: days, least and most must be whole numbers."


def _is_list_of(value: object, kind: type | tuple[type, ...]) -> bool:
    return isinstance(value, list) and all(isinstance(entry, kind) for entry in value)


def _is_fact(value: object) -> bool:
    return isinstance(value, str) or type(value) is date
