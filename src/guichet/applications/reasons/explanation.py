"""Why somebody is refused: provisions of the law, the facts each rests on, an officer's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from guichet.applications.reasons.provisions import provisions
from guichet.kernel.obstacles import Obstacle


@dataclass(frozen=True, slots=True)
class Ground:
    """One provision and the facts of the case on which it rests: fields, or what was asked for."""

    provision: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The grounds of a decision and the officer's own words, in the language of the letter.

    `language`: of the words, where an officer said that it is another.
    """

    grounds: tuple[Ground, ...]
    words: str
    language: str = ""

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of reasons, each once: they are told in every language."""
        return list(dict.fromkeys(provisions()[ground.provision].kind for ground in self.grounds))

    @property
    def second_reader(self) -> bool:
        """Tell whether a second officer reads it before it is sent."""
        return any(provisions()[ground.provision].second_reader for ground in self.grounds)

    def as_stored(self) -> list[dict[str, object]]:
        """Return the grounds as a record keeps them."""
        return [
            {"provision": ground.provision, "facts": list(ground.facts)} for ground in self.grounds
        ]


def meant_in(languages: Iterable[str]) -> dict[str, list[str]]:
    """Return what the record of a deed keeps of words in another language than the letter's.

    The officer was asked about them, and said that they are meant so.

    >>> meant_in(["", "fr", "fr"]), meant_in([""])
    ({'words_in': ['fr']}, {})
    """
    others = sorted({language for language in languages if language})
    return {"words_in": others} if others else {}


def check(explanation: Explanation) -> None:
    """Raise Obstacle unless there is a provision, each rests on a fact, and there are words."""
    errors = {}
    table = provisions()
    if not explanation.grounds or any(
        ground.provision not in table or not ground.facts for ground in explanation.grounds
    ):
        errors["grounds"] = "required"
    if not explanation.words.strip():
        errors["words"] = "required"
    if errors:
        raise Obstacle("invalid", errors=errors)


def of_stored(rows: Iterable[Mapping[str, Any]]) -> tuple[Ground, ...]:
    """Return grounds as they were kept."""
    return tuple(Ground(str(row["provision"]), tuple(row["facts"])) for row in rows)
