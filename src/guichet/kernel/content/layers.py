"""Content of an agency's own, laid over the shipped: TOML key by key, any other file as a whole.

The settings say once which folder lies over which; whoever reads a file of content/ asks here.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ENGLISH = "en"
_OWN: dict[Path, Path] = {}  # the agency's folder, by the shipped one that it lies over
_SPOKEN: list[str] = []  # the languages of the agency, in its order


def lay(own: Path, *, over: Path, languages: Iterable[str] = ()) -> None:
    """Lay a folder over a shipped one, from now on; it may be empty or not there.

    `languages`: those in which the agency writes, the first of which it writes in surely.
    """
    _OWN[over] = own
    _SPOKEN[:] = languages


def spoken() -> tuple[str, ...]:
    """Return the languages of the agency, in its order."""
    return tuple(_SPOKEN)


def shown_in(words: Mapping[str, object], language: str = "") -> str:
    """Return the language in which words are shown to a reader; there must be words.

    That is the reader's, else the agency's first, else English, else any that there is.

    >>> shown_in({"en": "New York", "ar": "نيويورك"}, "ar"), shown_in({"ar": "نيويورك"}, "fr")
    ('ar', 'ar')
    """
    wishes = (language, *_SPOKEN[:1], ENGLISH)
    return next((code for code in wishes if words.get(code)), "") or next(iter(words))


def own_of(path: Path) -> Path | None:
    """Return the agency's own file or folder for a shipped one, or None where it has none."""
    for shipped, own in _OWN.items():
        if path.is_relative_to(shipped):
            counterpart = own / path.relative_to(shipped)
            return counterpart if counterpart.exists() else None
    return None


def at(path: Path) -> Path:
    """Return where a file of content is read: the agency's own where it has one."""
    return own_of(path) or path


def toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file; what the agency's own says stands instead of it.

    Tables are laid over each other key by key; a list is replaced whole.
    """
    content = read(path)
    own = own_of(path)
    return laid(content, read(own)) if own else content


def read(path: Path) -> dict[str, Any]:
    """Return the content of one TOML file as it is."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def laid(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return one table with another laid over it.

    >>> laid({"a": {"x": 1, "y": 2}, "b": [1, 2]}, {"a": {"y": 3}, "b": [4]})
    {'a': {'x': 1, 'y': 3}, 'b': [4]}
    """
    whole = dict(shipped)
    for key, value in own.items():
        below = whole.get(key)
        is_table = isinstance(value, Mapping) and isinstance(below, Mapping)
        whole[key] = laid(below or {}, value) if is_table else value
    return whole
