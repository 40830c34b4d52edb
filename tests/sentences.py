"""Every sentence of both stores, and of the demonstration, beside its English, for tests."""

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings

from guichet.kernel.content.texts import Texts, topics
from guichet.web.languages import ALL
from guichet.web.pages import catalogues
from guichet.web.translation.translating import id_of, texts_of

OTHERS = [code for code in ALL if code != "en"]


class Sentence(NamedTuple):
    """A translation: its name, its English, and all its forms, most often one."""

    name: str
    english: str
    forms: tuple[str, ...]


@cache
def sentences(language: str) -> tuple[Sentence, ...]:
    """Return every sentence of a language, of catalogue and content."""
    return (*_of_catalogue(language), *_of_content(language))


@cache
def glossary(language: str) -> dict[str, Any]:
    """Return the glossary of a language."""
    path = settings.ROOT / "docs" / "glossary" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _topics() -> dict[str, Texts]:
    return topics(settings.CONTENT_DIR)


def _of_catalogue(language: str) -> Iterator[Sentence]:
    for message in catalogues.read(language):
        if message.id:
            text = id_of(message)
            english = text if isinstance(text, str) else text[1]
            yield Sentence(english, english, tuple(texts_of(message)))


def _of_content(language: str) -> Iterator[Sentence]:
    for name, texts in _topics().items():
        for key, text in texts.words.get(language, {}).items():
            if key in texts:
                yield Sentence(
                    f"{name.removeprefix('own/')}:{key}", texts.words["en"][key], (text,)
                )
