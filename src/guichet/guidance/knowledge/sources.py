"""Where articles come from: each feature hands in what makes its own from words that stand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from guichet.guidance.knowledge.drafts import Draft


def _nothing() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Source:
    """What makes articles. `stamp` changes with what they rest on outside of content/."""

    drafts: Callable[[], Iterable[Draft]]
    stamp: Callable[[], str] = _nothing


SOURCES: list[Source] = []


def hand_in(source: Source) -> None:
    """Let the help center publish the articles of a source."""
    SOURCES.append(source)


def drafts() -> dict[str, Draft]:
    """Return every article that the sources make and that says something, by its name."""
    every = [draft for source in SOURCES for draft in source.drafts() if draft.words]
    return {draft.article: draft for draft in every}


def stamp() -> str:
    """Return what changes when articles may say something else, and no file does."""
    return " ".join(source.stamp() for source in SOURCES)
