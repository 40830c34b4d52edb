"""Note on which day sentences of templates and of Python were changed, a language a file."""

from collections.abc import Iterable, Iterator

from guichet.kernel.content import reviews
from guichet.web.languages import DEFAULT
from guichet.web.pages import days
from guichet.web.pages.catalogues import SHARED_ONLY, WHOLE, read
from guichet.web.translation.collecting import Id
from guichet.web.translation.translating import id_of, texts_of

LANGUAGES = (DEFAULT, *WHOLE, *SHARED_ONLY)


def note(source: Iterable[Id], *, on: str) -> list[str]:
    """Note what was changed since as changed on an ISO day; return the languages of it."""
    english = _english(source)
    changed = []
    for language in LANGUAGES:
        words = _words(language, english)
        notes = reviews.load(days.folder(), language, words)
        fresh = reviews.brought_up_to_date(english, words, notes, on=on)
        if reviews.save(days.folder(), language, fresh):
            changed.append(f"days/{language}")
    days.forget_days()
    return changed


def undated(source: Iterable[Id]) -> Iterator[tuple[str, str]]:
    """Yield each language and sentence for which the day of its last change is not noted."""
    english = _english(source)
    for language in LANGUAGES:
        words = _words(language, english)
        for name in reviews.undated(words, reviews.load(days.folder(), language, words)):
            yield language, english.get(name, name)


def _english(source: Iterable[Id]) -> dict[str, str]:
    """Return the sentences of the source by name; the forms of a counted one in one."""
    forms = ((text,) if isinstance(text, str) else text for text in source)
    return {days.name_of(*each): "\0".join(each) for each in forms}


def _words(language: str, english: dict[str, str]) -> dict[str, str]:
    """Return what a language says for each sentence that it has."""
    if language == DEFAULT:
        return english
    messages = (message for message in read(language) if message.id)
    words = {_name(id_of(message)): "\0".join(texts_of(message)) for message in messages}
    return {name: text for name, text in words.items() if text and name in english}


def _name(text: Id) -> str:
    return days.name_of(text) if isinstance(text, str) else days.name_of(*text)
