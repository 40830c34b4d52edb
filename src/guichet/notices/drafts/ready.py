"""Ready-made notices: a title and a text with blanks, in every language (content/web_notices/)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from guichet.kernel.content.placeholders import placeholders, sentence_with
from guichet.web.languages import ALL
from guichet.web.words import texts

TOPIC = "web_notices"
BLANKS = ("time", "office", "service")
EMPTY = "…"  # stands where a blank has not been filled in, for somebody to see it


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready-made notice: its name, what kind it is, how grave."""

    code: str
    kind: str
    severity: str


READY = (
    Ready("site_down", "outage", "severe"),
    Ready("slow", "outage", "moderate"),
    Ready("maintenance", "maintenance", "minor"),
    Ready("office_closed", "closure", "severe"),
    Ready("office_late", "delay", "moderate"),
    Ready("weather", "weather", "severe"),
    Ready("telephone_down", "telephone", "moderate"),
    Ready("payment_down", "payment", "severe"),
    Ready("mail_late", "delay", "moderate"),
    Ready("uploads_down", "documents", "moderate"),
    Ready("fraud", "fraud", "severe"),
    Ready("service_paused", "change", "moderate"),
)


def notice(code: str) -> Ready:
    """Return a ready-made notice by its name; KeyError for another."""
    return _by_code()[code]


def titles(language: str) -> list[tuple[str, str]]:
    """Return what one chooses from: names and titles, with their blanks empty."""
    return [(entry.code, _filled(f"{entry.code}.title", language, {})) for entry in READY]


def filled(code: str, blanks: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return title and text in every language, with what the blanks say put in."""
    title = {language: _filled(f"{code}.title", language, blanks) for language in ALL}
    text = {language: _filled(f"{code}.text", language, blanks) for language in ALL}
    return title, text


def _filled(key: str, language: str, blanks: Mapping[str, str]) -> str:
    words = texts(TOPIC).get(key, language).text
    values = {name: blanks.get(name) or EMPTY for name in placeholders(words) if name in BLANKS}
    return str(sentence_with(words, values)) if values else words


@cache
def _by_code() -> Mapping[str, Ready]:
    return {entry.code: entry for entry in READY}
