"""The first page in the languages of the authorization alone: it leads there, in their words."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from guichet.kernel.content.texts import Text, Texts
from guichet.web.languages import ALL, CATALOGUED, OFFERED, Language

_WORDS = {topic: Texts(settings.CONTENT_DIR / topic) for topic in ("eta", "apply")}
# What the page says, by the topic and the key of its words.
_SAID = {
    "title": ("eta", "home.title"),
    "lede": ("eta", "home.lede"),
    "need": ("eta", "home.start"),
    "need_more": ("eta", "home.start_more"),
    "apply": ("apply", "page.apply_title"),
    "apply_more": ("apply", "start.need"),
    "look": ("apply", "look.title"),
    "resume": ("apply", "resume.title"),
    "appointments": ("eta", "door.appointments"),
}


@dataclass(frozen=True, slots=True)
class Door:
    """The words of the page, and the languages in which there are appointments: perhaps none."""

    words: dict[str, Text]
    languages: tuple[Language, ...]


@lru_cache(maxsize=len(ALL))
def door(language: str) -> Door:
    """Return the first page in a language in which there are no appointments."""
    words = {name: _WORDS[topic].get(key, language) for name, (topic, key) in _SAID.items()}
    codes = CATALOGUED if settings.AGENCY.has("appointments") else ()
    return Door(words=words, languages=tuple(OFFERED[code] for code in OFFERED if code in codes))
