"""The words of a status and of results, and the reasons that may be shown."""

from collections.abc import Iterable

from guichet.web.words import texts

TOPIC = "changes"


def shown_reasons(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of reasons that there are words for; the others share one of their own."""
    words = texts(TOPIC)
    return tuple(dict.fromkeys(code if f"reason.{code}" in words else "other" for code in codes))
