"""Sentences of content/staff/ where something else than our own templates says them."""

from datetime import datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from django.utils.functional import lazy
from django.utils.translation import get_language

from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.reading.days import authority_zone
from guichet.web.formats.dates import distance
from guichet.web.formats.dates import moment as local_moment
from guichet.web.languages import locale_of, of_django
from guichet.web.words import texts

TOPIC = "staff"


def plain_sentence(key: str, **values: str) -> str:
    """Return a sentence as plain text, in the language of the page that is being made."""
    text = texts(TOPIC).get(key, of_django(get_language())).text
    return sentence_with(text, values) if values else text


def posted(role: str, office: str) -> str:
    """Return a role at an office, called by its code, as plain text."""
    return plain_sentence("posting.at", role=plain_sentence(f"role.{role}"), office=office)


def moment(at: datetime, language: str) -> str:
    """Return a moment on the authority's clock, by which all pages of staff go, with its zone."""
    return f"{local_moment(at.astimezone(authority_zone()), language)} {zone(at, language)}"


def zone(at: datetime, language: str) -> str:
    """Return the authority's zone in few letters, or its distance from Greenwich.

    >>> zone(datetime.fromisoformat("2026-11-23T15:00Z"), "fr")
    'HNE'
    """
    local = at.astimezone(authority_zone())
    letters = _letters(authority_zone(), bool(local.dst()), language)
    return letters if letters.isalpha() else distance(local)


@lru_cache(maxsize=512)
def _letters(zone: ZoneInfo, is_summer: bool, language: str) -> str:
    variant: Literal["daylight", "standard"] = "daylight" if is_summer else "standard"
    locale = locale_of(language)
    return str(get_timezone_name(zone, width="short", zone_variant=variant, locale=locale))


later = lazy(plain_sentence, str)  # the same, said only when it is shown
