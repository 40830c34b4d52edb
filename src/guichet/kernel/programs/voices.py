"""What each feature says to programs when something stands in their way: one translator for all.

A feature hands in a `Voice` when the site starts: the addresses of its calls, the codes that it has
for itself, and its sentences. A call is answered in the voice whose address is the closest to it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.problems import (
    GENERAL,
    INVALID,
    WIDER,
    FieldError,
    Kind,
    problem,
)


class Say(Protocol):
    """Return the sentence of a code in a language; `retry_after` are the seconds to wait."""

    def __call__(self, code: str, language: str, *, retry_after: int | None = None) -> str:
        """Say it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How the calls of a feature say what stands in their way.

    `say` has a sentence for every code of `kinds` and of GENERAL, `say_of_field` one for every
    code beside a field, `language` the language in which a reader is told both. `wider` are the
    codes beside a field that programs know under another one.
    """

    prefixes: tuple[str, ...]
    say: Say
    say_of_field: Callable[[str, str, str], str]  # field, code, language
    language: Callable[[HttpRequest], str]
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    wider: Mapping[str, str] = field(default_factory=dict)

    def kind(self, code: str) -> Kind | None:
        """Return what programs know a code as; None for one that is a field's alone."""
        return self.kinds.get(code) or GENERAL.get(code)


VOICES: list[Voice] = []


def voice_of(path: str) -> Voice:
    """Return the voice in which a call is answered."""
    near = [
        (len(prefix), voice)
        for voice in VOICES
        for prefix in voice.prefixes
        if path.startswith(prefix)
    ]
    return max(near, key=lambda entry: entry[0])[1]


def kind_of(path: str, code: str) -> Kind | None:
    """Return what the programs that call an address know a code as."""
    return voice_of(path).kind(code)


def refuse(request: HttpRequest, obstacle: Obstacle) -> HttpResponse:
    """Answer with the problem document of an obstacle, in the reader's language.

    A code that is none of the call's is a field's: its facts say of which. Raises LookupError
    where they do not: nobody has said what programs are to be told.
    """
    voice = voice_of(request.path_info)
    code, facts = _told(voice, obstacle)
    kind, language = voice.kind(code), voice.language(request)
    if kind is None:
        raise LookupError(f"no voice of {voice.prefixes} knows the code {code}")
    wait = facts.get("retry_after")
    answer = problem(
        code,
        kind,
        detail=voice.say(facts.get("words", code), language, retry_after=wait),
        language=language,
        more=_more(voice, kind, facts, language),
    )
    if wait is not None:
        answer["Retry-After"] = str(wait)
    return answer


def codes() -> Iterator[tuple[str, Voice, Kind]]:
    """Yield every code that programs may be answered with, once for each voice that has it."""
    for voice in VOICES:
        for code, kind in {**GENERAL, **voice.kinds}.items():
            yield code, voice, kind


def _told(voice: Voice, obstacle: Obstacle) -> tuple[str, dict[str, Any]]:
    """Return the code programs are told, and the facts; that of a field is told under it."""
    facts: dict[str, Any] = dict(obstacle.facts)
    if voice.kind(obstacle.code) or "field" not in facts:
        return obstacle.code, facts
    return INVALID, {"errors": {facts["field"]: obstacle.code}}


def _more(
    voice: Voice, kind: Kind, facts: Mapping[str, Any], language: str
) -> Mapping[str, object]:
    more: dict[str, object] = {}
    if kind.status == GENERAL[INVALID].status:
        more["errors"] = list(_errors(voice, facts, language))
    more |= {name: facts[name] for name in (*kind.tells, "reference") if name in facts}
    if kind.adds:
        more |= kind.adds(facts)
    return more


def _errors(voice: Voice, facts: Mapping[str, Any], language: str) -> Iterator[FieldError]:
    wider, choices = {**WIDER, **voice.wider}, facts.get("choices", {})
    for name, code in facts.get("errors", {}).items():
        detail = voice.say_of_field(name, code, language)
        error: FieldError = {"field": name, "code": wider.get(code, code), "detail": detail}
        if choices.get(name):
            error["choices"] = list(choices[name])
        yield error
