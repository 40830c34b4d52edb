"""The words, the law and the programme of the authorization, read once from content/."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from markupsafe import Markup

from guichet.applications.law import Law
from guichet.kernel.texts import Text, Texts
from guichet.web.languages import ALL, DEFAULT, ETA, of

Say = Callable[..., Markup]
_FOLDER = Path(settings.CONTENT_DIR) / "eta"


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer to a question that gathers several facts."""

    key: str
    facts: Mapping[str, str | bool]
    modes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """What people must know not to be cheated."""

    price: str
    addresses: Mapping[str, str]

    def address(self, language: str) -> str:
        """Return the official address, which has a French name as well."""
        return self.addresses.get(language, self.addresses[DEFAULT])


@cache
def law() -> Law:
    """Return the law of this site."""
    return Law(settings.CONTENT_DIR)


@cache
def texts(topic: str = "eta") -> Texts:
    """Return every sentence of a topic of content/: the authorization, or its application."""
    return Texts(_FOLDER.parent / topic)


@cache
def programme() -> Programme:
    """Return the price and the official address."""
    facts = _structure()["programme"]
    addresses = {DEFAULT: facts["official_address"], "fr": facts["official_address_fr"]}
    return Programme(price=f"{facts['currency']} {facts['price']}", addresses=addresses)


@cache
def offers(question: str) -> tuple[Offer, ...]:
    """Return what can be answered to "held" or "rare", "none of these" not included."""
    return tuple(
        Offer(one["key"], one["facts"], tuple(one.get("modes", ())))
        for one in _structure()[question]
    )


def written_language(request: HttpRequest) -> str:
    """Return the language a page of this feature is written in: English where it has no other."""
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
        said = Markup.escape(text.text)
        return _marked(said % values if values else said, text, language)

    return say


def _marked(said: Markup, text: Text, language: str) -> Markup:
    """Return words in the language of the page; others are marked with their own."""
    if text.language == language:
        return said
    other = ALL[text.language]
    frame = Markup('<span lang="{}" dir="{}">{}</span>')
    return frame.format(other.code, other.direction, said)


@cache
def _structure() -> Mapping[str, Mapping]:  # type: ignore[type-arg]
    return tomllib.loads((_FOLDER / "questions.toml").read_text(encoding="utf-8"))
