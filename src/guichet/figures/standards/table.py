"""The table of service standards: read once, from `content/tables/service_standards.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings

from guichet.kernel.content import layers


@dataclass(frozen=True, slots=True)
class Standard:
    """A promise: its words by `key`, what counts it ("" where nothing does), and its source."""

    key: str
    programme: str
    measure: str
    since: date
    source: Mapping[str, str]
    minutes: int


def standards() -> tuple[Standard, ...]:
    """Return the standards of every site and of the programmes that are on, in their order."""
    agency = settings.AGENCY
    return tuple(row for row in _all() if not row.programme or agency.has(row.programme))


@cache
def _all() -> tuple[Standard, ...]:
    content = layers.toml(settings.CONTENT_DIR / "tables" / "service_standards.toml")
    return tuple(
        Standard(
            key=row["key"],
            programme=row.get("programme", ""),
            measure=row.get("measure", ""),
            since=row["since"],
            source=row["source"],
            minutes=row.get("minutes", 0),
        )
        for row in content["row"]
    )
