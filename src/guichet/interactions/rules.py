"""Judgement about contacts: what is never written down, and when a promise may be told anew."""

import re
from datetime import datetime

from guichet.kernel.obstacles import Obstacle

SCRUBBED = "•••••••"
LONGEST = 4000  # characters of a note
_GAP = r"[ .\-\u2010-\u2015/]?"
_DAY = r"(?:\d{4}[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./]\d{4})(?!\d)"
# First what is no passport though it looks like a part of one: numbers of ours, days, telephones.
_NUMBERS = re.compile(
    rf"""(?<![^\W_])(?:
      (?P<ours>[VJEI](?:{_GAP}\d){{9}})
    | (?P<day>{_DAY})
    | (?P<telephone>\+\d(?:{_GAP}\(?\d\)?)+|\d(?:{_GAP}\d){{9,}})
    | (?P<grouped>(?:[A-Z]{{1,3}}{_GAP}(?!{_DAY})|[^\W\d_]{{1,3}})?\d(?:{_GAP}\d){{6,8}}
      | [A-Z]{{1,3}}{_GAP}\d(?:{_GAP}\d){{4,8}})
    | (?P<mixed>(?=(?:[^\W_]*\d){{4}})[^\W_]{{7,12}})
    )(?![^\W_])""",
    re.VERBOSE | re.UNICODE,
)


def scrub(text: str) -> str:
    """Return a note without what reads as the number of a passport: it is nobody's to keep.

    Numbers of cases, days and telephones stay. Rather one number too many than one too few.

    >>> scrub("Holds DM 262-3280, not C01X00T47; V 572 319 048 of 2026-11-30, +33 1 23 45 67 89.")
    'Holds •••••••, not •••••••; V 572 319 048 of 2026-11-30, +33 1 23 45 67 89.'
    """
    return _NUMBERS.sub(
        lambda match: SCRUBBED if match.lastgroup in ("grouped", "mixed") else match.group(), text
    )


def check_words(words: str) -> None:
    """Raise Obstacle for a note that says nothing, or more than a note holds."""
    if not words.strip():
        raise Obstacle("invalid", errors={"words": "required"})
    if len(words) > LONGEST:
        raise Obstacle("invalid", errors={"words": "too_long"})


def check_due(due_at: datetime, *, now: datetime) -> None:
    """Raise Obstacle for a promise whose time is over as it is made."""
    if due_at <= now:
        raise Obstacle("invalid", errors={"due_on": "out_of_range"})


def check_told(due_at: datetime, *, now: datetime) -> None:
    """Raise Obstacle for who would say of a promise that it cannot be kept when it is too late."""
    if now >= due_at:
        raise Obstacle("promise_overdue")
