"""For how many days each kind of record is kept: as shipped, and the agency's days over that."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings

from guichet.kernel.content import layers

KINDS = ("unfinished", "finished", "refused", "papers", "left_papers", "enquiries", "payments")


@cache
def table() -> Mapping[str, Mapping[str, Any]]:
    """Return the periods with their reasons, by the kind of record; the agency's own days win."""
    content = layers.toml(settings.CONTENT_DIR / "tables" / "retention.toml")
    days = settings.AGENCY.retention
    return {
        kind: {**content[kind], "days": days.get(kind, content[kind]["days"])} for kind in KINDS
    }
