"""The table of disclosure: read once, from `content/tables/disclosure.toml`."""

from functools import cache

from django.conf import settings

from guichet.contact.rules import Disclosure, Level
from guichet.kernel.content import layers


@cache
def table() -> Disclosure:
    """Return the levels with what they allow and ask, in their order."""
    content = layers.toml(settings.CONTENT_DIR / "tables" / "disclosure.toml")
    failures = content["failures"]
    return Disclosure(
        levels=tuple(
            Level(
                name=row["name"],
                allows=frozenset(row["allows"]),
                ways=tuple(frozenset(way) for way in row["ways"]),
                is_blind=row.get("blind", False),
            )
            for row in content["level"]
        ),
        most=dict(content["most"]),
        failed_sets=failures["sets"],
        hours=failures["hours"],
        channels=frozenset(failures["channels"]),
        locked=frozenset(failures["levels"]),
        needs=failures["needs"],
    )
