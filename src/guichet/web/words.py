"""The words of content/, read once, and how a page or a program says them."""

from collections.abc import Callable
from functools import cache, lru_cache

from django.conf import settings
from markupsafe import Markup

from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.content.texts import Texts
from guichet.web.directions import in_sentence
from guichet.web.languages import ALL

Say = Callable[..., Markup]


@cache
def texts(topic: str) -> Texts:
    """Return every sentence of a topic of content/."""
    return Texts(settings.CONTENT_DIR / topic)


@cache
def speaker(language: str, topic: str) -> Say:
    """Return what says a sentence on a page in the language; what is put into it is escaped."""

    words = texts(topic)

    def say(key: str, **values: object) -> Markup:
        text = words.get(key, language)
        sentence = _escaped(text.text)
        if values:
            sentence = sentence_with(sentence, in_sentence(values, text.language))
        return own_tongue(sentence, text.language, on=language)

    return say


@lru_cache(maxsize=8192)
def _escaped(sentence: str) -> Markup:
    """Return a sentence of content/ as markup; a list says the same one in every line."""
    return Markup.escape(sentence)


def own_tongue(sentence: Markup, language: str, *, on: str) -> Markup:
    """Return words as they are on a page of their language; on another they are marked."""
    if language == on:
        return sentence
    other = ALL[language]
    frame = Markup('<span lang="{}" dir="{}">{}</span>')
    return frame.format(other.code, other.direction, sentence)
