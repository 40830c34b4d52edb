"""The scenarios that a kiosk plays, by group."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from guichet.guidance.scenarios import queries
from guichet.guidance.scenarios.tree import GROUPS
from guichet.guidance.scenarios.versions import Version
from guichet.kernel.content.texts import Text

CHANNEL = "kiosk"


def groups(now: datetime) -> list[str]:
    """Return the groups in which there is a scenario, in their order."""
    there = {version.tree.group for version in _played(now)}
    return [group for group in GROUPS if group in there]


def scenarios(group: str, now: datetime) -> Mapping[str, Sequence[Version]]:
    """Return the scenarios of a group by programme; none where there is no such group."""
    programmes: dict[str, list[Version]] = {}
    for version in _played(now):
        if version.tree.group == group:
            programmes.setdefault(version.tree.programme, []).append(version)
    return programmes


def scenario(name: str, now: datetime) -> Version | None:
    """Return a scenario that a kiosk plays, or None."""
    version = queries.current(name, now=now)
    return version if version and CHANNEL in version.tree.channels else None


def heading(version: Version, language: str) -> tuple[Text, Text]:
    """Return what a scenario is called, and what it is about."""
    title, about = (version.say(part, CHANNEL, language) for part in ("title", "about"))
    assert title and about
    return title, about


def _played(now: datetime) -> list[Version]:
    return [v for v in queries.scenarios(now) if CHANNEL in v.tree.channels]
