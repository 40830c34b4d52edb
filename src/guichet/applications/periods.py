"""How long what an agency promises lasts, and how long what belongs to it is kept."""

from datetime import timedelta

from django.conf import settings

from guichet.kernel.content.retention import table


def answer_time() -> timedelta:
    """Return in which time the agency promises a decision or a question."""
    return timedelta(hours=settings.AGENCY.authorization.answer_hours)


def period(kind: str) -> timedelta:
    """Return how long a kind of record is kept."""
    return timedelta(days=table()[kind]["days"])
