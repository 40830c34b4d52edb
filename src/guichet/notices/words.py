"""The words of web notices: in which language each is shown, and the sentences around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from guichet.kernel.content.layers import shown_in
from guichet.kernel.reading.days import authority_zone
from guichet.notices.standing import board
from guichet.notices.values import Notice, Version
from guichet.web.formats.countries import country_name
from guichet.web.formats.dates import distance, moment
from guichet.web.languages import ALL, Language
from guichet.web.programmes import PROGRAMMES
from guichet.web.words import texts

TOPIC = "notices"
INSTEAD = ("en", "fr")  # what is shown where a notice is not in the reader's language
WORDED = ("extreme", "severe", "moderate", "minor")  # severities that pages say


@dataclass(frozen=True, slots=True)
class Wording:
    """A title and a text in one language."""

    language: Language
    title: str
    text: str


def wordings(version: Version, language: str) -> Sequence[Wording]:
    """Return a notice in a language; else in English and French, else in whatever it has."""
    has = version.words.title
    codes = [language] if language in has else [code for code in INSTEAD if code in has]
    return [_wording(version, code) for code in codes or list(has)[:1]]


def _wording(version: Version, language: str) -> Wording:
    words = version.words
    return Wording(ALL[language], words.title[language].strip(), words.text[language].strip())


def local(at: datetime, language: str) -> str:
    """Return a moment on the authority's clock, and how far that is from Greenwich."""
    here = at.astimezone(authority_zone())
    return f"{moment(here, language)} ({distance(here)})"


def places(version: Version, language: str) -> str:
    """Return whom a notice concerns, in words; nothing where it concerns everybody."""
    names = [_named(*scope.partition(":")[::2], language) for scope in version.words.scope]
    return ", ".join(name for name in names if name)


def _named(kind: str, name: str, language: str) -> str:
    if kind == "office":
        names = board.sheet().offices.get(name, {})
        return names[shown_in(names, language)] if names else name
    if kind == "programme":
        programme = PROGRAMMES.get(name)
        return str(programme.title(language)) if programme and programme.title else ""
    if kind == "country":
        return country_name(name, language)
    return texts(TOPIC).get(f"channel.{name}", language).text if kind == "channel" else ""


def latest_first(notices: Sequence[Notice]) -> list[Notice]:
    """Return notices with what was published last in front."""

    def published(notice: Notice) -> float:
        version = notice.shown
        return version.published_at.timestamp() if version and version.published_at else 0.0

    return sorted(notices, key=published, reverse=True)
