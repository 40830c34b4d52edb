"""The words of content/, read once, and how a page or a program says them."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from markupsafe import Markup

from guichet.kernel.content.texts import Text, Texts
from guichet.web.languages import ALL, DEFAULT, ETA, best, of

Say = Callable[..., Markup]


@cache
def texts(topic: str = "eta") -> Texts:
    """Return every sentence of a topic of content/, of the authorization or another."""
    return Texts(settings.CONTENT_DIR / topic)


def written_language(request: HttpRequest) -> str:
    """Return the language a page of the authorization is in: English where it has no other."""
    language = of(request)
    return language if language in ETA else DEFAULT


def plain(key: str, language: str, **values: str) -> str:
    """Return a sentence as plain text, for programs."""
    text = texts().get(key, language).text
    return text % values if values else text


@cache
def speaker(language: str, topic: str = "eta") -> Say:
    """Return what says a sentence on a page in the language; what is put into it is escaped."""

    def say(key: str, **values: object) -> Markup:
        text = texts(topic).get(key, language)
        sentence = Markup.escape(text.text)
        return _marked(sentence % values if values else sentence, text, language)

    return say


def _marked(sentence: Markup, text: Text, language: str) -> Markup:
    """Return words in the language of the page; others are marked with their own."""
    if text.language == language:
        return sentence
    other = ALL[text.language]
    frame = Markup('<span lang="{}" dir="{}">{}</span>')
    return frame.format(other.code, other.direction, sentence)


def language_of(request: HttpRequest) -> str:
    """Return the language of what a program is told about the authorization."""
    language = best(request.headers.get("Accept-Language", ""))
    return language if language in ETA else DEFAULT
