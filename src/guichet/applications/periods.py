"""How long what an agency promises lasts, and how long what belongs to it is kept."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from guichet.kernel.content import layers

TABLE = Path(settings.CONTENT_DIR) / "tables" / "retention.toml"
KINDS = ("unfinished", "finished", "refused", "papers", "left_papers", "enquiries", "payments")


@cache
def table() -> Mapping[str, Mapping[str, Any]]:
    """Return the periods with their reasons, by the kind of record; the agency's own days win."""
    content = layers.toml(TABLE)
    days = settings.AGENCY.retention
    return {
        kind: {**content[kind], "days": days.get(kind, content[kind]["days"])} for kind in KINDS
    }


def answer_time() -> timedelta:
    """Return in which time the agency promises a decision or a question."""
    return timedelta(hours=settings.AGENCY.authorization.answer_hours)


def period(kind: str) -> timedelta:
    """Return how long a kind of record is kept."""
    return timedelta(days=table()[kind]["days"])
