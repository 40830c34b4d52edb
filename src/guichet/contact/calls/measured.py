"""How long each way to us takes now, in words: measured, or said to be unknown.

A process measures at most every half minute, so that a page that many open costs no query. While
the database is away, what was measured before is told on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError
from markupsafe import Markup

from guichet.contact.call_backs import parcels, rules
from guichet.contact.call_backs import queries as call_backs
from guichet.contact.call_backs.centre import centre
from guichet.contact.call_backs.pages.words import window_of
from guichet.contact.call_backs.rules import Window
from guichet.contact.calls import queries
from guichet.kernel.reading.days import authority_zone
from guichet.web.words import speaker

DAYS = timedelta(days=7)
YOUNG = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured at a moment: minutes of waiting, windows agreed on and kept, the next."""

    at: datetime
    minutes: int | None
    agreed: int
    kept: int
    window: Window | None


@dataclass
class _Latest:
    measured: Measured | None = None


_latest = _Latest()


def forget() -> None:
    """Measure when it is asked for next."""
    _latest.measured = None


def told(language: str, now: datetime) -> Sequence[Markup]:
    """Return a sentence for waiting, for doing it oneself, and for being called back."""
    say = speaker(language, parcels.TOPIC)
    measured = _measured(now)
    sentences = []
    if not rules.is_open(centre(), at=now, zone=authority_zone()):
        sentences.append(say("figures.closed"))
    elif measured.minutes is None:
        sentences.append(say("figures.no_wait"))
    else:
        sentences.append(say("figures.wait", minutes=measured.minutes))
    sentences.append(say("figures.yourself"))
    if measured.agreed:
        sentences.append(say("figures.kept", all=measured.agreed, kept=measured.kept))
    else:
        sentences.append(say("figures.no_kept"))
    if measured.window and measured.window.starts_at > now:
        window = window_of(measured.window.starts_at, measured.window.ends_at, language)
        sentences.append(say("figures.next", window=say("window", **window)))
    return sentences


def _measured(now: datetime) -> Measured:
    latest = _latest.measured
    if latest is None or not timedelta() <= now - latest.at < YOUNG:
        try:
            latest = _measure(now)
        except DatabaseError:
            if latest is None:
                raise
        _latest.measured = latest
    return latest


def _measure(now: datetime) -> Measured:
    agreements, calls = call_backs.kept_since(now - DAYS, now=now)
    return Measured(
        at=now,
        minutes=queries.wait_minutes(now=now),
        agreed=agreements,
        kept=calls,
        window=next(iter(call_backs.free_windows(now=now)), None),
    )
