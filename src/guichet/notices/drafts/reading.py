"""A notice as somebody writes it into a file (TOML), or as a form or a program sends it."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_zone
from guichet.notices import rules
from guichet.notices.rules import Vocabulary
from guichet.notices.standing import file
from guichet.notices.values import SITE, Words
from guichet.web.formats.countries import sorted_countries
from guichet.web.languages import ALL, DEFAULT, exact

_KEYS = {"kind", "severity", "scope", "from", "until", "title", "text"}
_MOST_BYTES = 100_000


def words_in(path: Path, *, now: datetime) -> Words:
    """Return what a file says; raise Obstacle, with the `field`, where it cannot be a notice."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Obstacle("file", name="too large")
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Obstacle("file", name=error.strerror or "unreadable") from None
    except ValueError as error:  # no TOML, or no UTF-8
        raise Obstacle("file", name=str(error)) from None
    return words_of(content, now=now)


def words_of(content: Mapping[str, Any], *, now: datetime) -> Words:
    """Return the words of a table with the keys of the contract; raise Obstacle."""
    for name in content:
        if name not in _KEYS:
            raise Obstacle("unknown_field", field=name, name=name)
    starts_at = _moment(content, "from") or now
    ends_at = _moment(content, "until") or max(now, starts_at) + rules.USUALLY
    words = Words(
        kind=_text(content, "kind", "other"),
        severity=_text(content, "severity", "unknown"),
        scope=_scope(content.get("scope", [SITE])),
        starts_at=starts_at,
        ends_at=ends_at,
        title=_texts(content, "title"),
        text=_texts(content, "text"),
    )
    rules.check_words(words, vocabulary(), now=now)
    return words


def vocabulary() -> Vocabulary:
    """Return what a scope may name; the offices are those that this machine's file has."""
    return Vocabulary(
        programmes=tuple(settings.AGENCY.programmes),
        offices=frozenset(file.read().offices) or None,
        countries=frozenset(code for code, _name in sorted_countries(DEFAULT)),
        languages=frozenset(ALL),
    )


def _text(content: Mapping[str, Any], name: str, usual: str) -> str:
    value = content.get(name, usual)
    if not isinstance(value, str):
        raise Obstacle(name, field=name)
    return value


def _scope(value: Any) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(entry, str) for entry in values):
        raise Obstacle("scope", field="scope", name="")
    return tuple(dict.fromkeys(values))


def _moment(content: Mapping[str, Any], name: str) -> datetime | None:
    """Return a moment; one without a zone is on the authority's clock, a day is its beginning."""
    value = content.get(name)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise Obstacle("time", field=name) from None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if value is None:
        return None
    if not isinstance(value, datetime):
        raise Obstacle("time", field=name)
    return value if value.tzinfo else value.replace(tzinfo=authority_zone())


def _texts(content: Mapping[str, Any], name: str) -> dict[str, str]:
    texts = content.get(name, {})
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise Obstacle("words_missing", field=name)
    return {exact(code) or code: text for code, text in texts.items()}
