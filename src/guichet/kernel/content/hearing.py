"""Who hears what pages say, while they say it: nobody, but where films of the pages are made."""

from collections.abc import Callable

# Each takes a kind ("words", "sentence" or "page"), what was said or shown, and the language.
LISTENERS: list[Callable[[str, str, str], None]] = []


def tell(kind: str, text: str, language: str) -> None:
    """Tell everybody who listens. Whoever says something asks first whether anybody does."""
    for hear in LISTENERS:
        hear(kind, text, language)
