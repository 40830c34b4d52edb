"""Judgement about papers: is there room, and can an answer be handed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from guichet.applications.papers.kinds import LARGEST, MOST, MOST_TOGETHER, MOST_TRIES
from guichet.kernel.obstacles import Obstacle

A_MINUTE = timedelta(minutes=1)
LONGEST_EXPLANATION = 10_000  # characters

Readiness = Literal["empty", "waits", "ready"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an answer holds so far."""

    words: str
    ready: int  # papers that were checked and are clean
    waiting: int  # papers in quarantine
    can_be_checked: bool = True  # whether this site has a scanner at all

    @property
    def readiness(self) -> Readiness:
        """Return whether it can be handed in; an explanation counts like a paper.

        A paper that waits may be handed in, for it will be checked. Not where nothing ever is.

        >>> Content(words="I was ill.", ready=0, waiting=0).readiness
        'ready'
        """
        if self.waiting and not self.can_be_checked:
            return "waits"
        return "ready" if self.words.strip() or self.ready or self.waiting else "empty"


def check_size(size: int) -> None:
    """Raise Obstacle where a paper is empty or too large."""
    if not size:
        raise Obstacle("empty")
    if size > LARGEST:
        raise Obstacle("too_large")


def check_room(*, papers: int, together: int, tries: int, size: int) -> None:
    """Raise Obstacle where one more paper is one too many.

    Each one costs seconds of a processor, so those count that were refused or removed, too.
    """
    if papers >= MOST:
        raise Obstacle("too_many_papers")
    if tries >= MOST_TRIES:
        raise Obstacle("too_many_tries")
    if together + size > MOST_TOGETHER:
        raise Obstacle("too_much_together")


def tries_again_at(added_at: datetime, tried_at: datetime) -> datetime:
    """Return when a paper that waits is taken up again: later, the longer it was tried in vain.

    What the scanner refuses to scan would otherwise take the turn of what has just come.
    """
    return tried_at + max(A_MINUTE, (tried_at - added_at) / 4)


def joined(saved: str, words: str) -> str:
    """Return both texts where two windows wrote different ones: nothing is lost.

    >>> joined("I was ill.", "I was ill. See the letter."), joined("One.", "Two.")
    ('I was ill. See the letter.', 'One.\\n\\nTwo.')
    """
    if saved in words:
        return words
    if words in saved:
        return saved
    return f"{saved}\n\n{words}"[:LONGEST_EXPLANATION]
