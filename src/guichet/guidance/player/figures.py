"""How long each way takes now: sentences that the rooms hand in which measure it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from markupsafe import Markup

# What a room says in a language, a sentence for each way; it invents nothing.
FIGURES: list[Callable[[str, datetime], Sequence[Markup]]] = []


def told(language: str, *, now: datetime) -> Iterator[Markup]:
    """Yield the sentences of all rooms, in a language."""
    for room in FIGURES:
        yield from room(language, now)
