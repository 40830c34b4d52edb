"""Ready-made contacts, for tests of other rooms."""

from collections.abc import Sequence
from datetime import datetime

from guichet.interactions import actions
from guichet.interactions.actions import Contact
from guichet.interactions.models import Interaction


def make_call(
    *subjects: tuple[str, str], agent: int | None = None, now: datetime, language: str = "en"
) -> Interaction:
    """Return a call that has come in and goes on, about some subjects."""
    return actions.begin(
        Contact(channel="telephone", language=language, agent=agent, subjects=subjects), now=now
    )


def make_noted(
    words: Sequence[tuple[str, str]], *subjects: tuple[str, str], now: datetime
) -> Interaction:
    """Return a call that has ended, with notes: pairs of their kind and words."""
    call = make_call(*subjects, now=now)
    for number, (kind, text) in enumerate(words):
        actions.note(
            call.pk, text, kind=kind, language="en", author=None, once=f"{number}", now=now
        )
    return actions.end(call.pk, "answered", now=now)
