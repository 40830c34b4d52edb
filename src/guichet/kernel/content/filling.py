"""What every sentence of content/ may name with a placeholder, and an agency says once for all.

The settings say who knows the words; a sentence is filled in when it is read, so that whoever
shows it need not know. An own sentence of an agency may leave such a placeholder out.
"""

from collections.abc import Callable, Mapping

from guichet.kernel.content.placeholders import closed_up, placeholders

type Filling = Callable[[str], Mapping[str, str]]
type Renaming = Callable[[str, str], str]
_KNOWN: list[Filling] = []
_RENAMING: list[tuple[Renaming, str]] = []


def fill_in(words: Filling) -> None:
    """Say, from now on, what is filled in, by placeholder, in a language."""
    _KNOWN[:] = [words]


def call_by(rename: Renaming, *, names: object) -> None:
    """Say, from now on, how shipped sentences call a thing by the agency's names for it."""
    _RENAMING[:] = [(rename, str(names))]


def names_of_things() -> str:
    """Return what changes with the agency's names, for who keeps sentences that have them."""
    return " ".join(names for _, names in _RENAMING)


def called(text: str, language: str) -> str:
    """Return a shipped sentence with the names that the agency has for things."""
    for rename, _ in _RENAMING:
        text = rename(text, language)
    return text


def filled(text: str, language: str) -> str:
    """Return a sentence with what the agency says once for all; other placeholders stay."""
    names = placeholders(text)
    for words in _KNOWN if names else ():
        values = words(language)
        text = closed_up(text, values)
        for name, value in values.items():
            text = text.replace(f"%({name})s", value) if name in names else text
    return text
