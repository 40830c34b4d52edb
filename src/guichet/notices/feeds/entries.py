"""A notice as programs read it: the names of the contract, in one language."""

from datetime import UTC, datetime

from django.conf import settings

from guichet.notices import words
from guichet.notices.values import Notice, Version, standing
from guichet.web.addresses.paths import address


def utc(at: datetime) -> str:
    """Return a moment as RFC 3339 has it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def entry_of(notice: Notice, language: str, *, now: datetime) -> dict[str, object]:
    """Return a notice in a language, or in the first that it has of English, French and others."""
    version, state = notice.shown, standing(notice, now=now)
    assert version
    return {
        "id": notice.id,
        "status": state.state,
        "severity": version.words.severity,
        **_worded(version, language),
        "scope": list(version.words.scope),
        "from": utc(version.words.starts_at),
        "until": utc(version.words.ends_at),
        "ended": utc(state.ended_at) if state.ended_at else None,
        "url": page_of(notice, language),
        "updates": [_update(entry, language) for entry in reversed(notice.published[:-1])],
    }


def page_of(notice: Notice, language: str) -> str:
    """Return the whole address of the page of a notice."""
    return f"{settings.PUBLIC_URL}{address('notices:notice', language, number=notice.id)}"


def _update(version: Version, language: str) -> dict[str, object]:
    assert version.published_at
    published = utc(version.published_at)
    return {"version": version.number, "published": published, **_worded(version, language)}


def _worded(version: Version, language: str) -> dict[str, object]:
    wording = words.wordings(version, language)[0]
    return {"title": wording.title, "text": wording.text, "language": wording.language.code}
