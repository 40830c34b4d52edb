"""Which version of a scenario holds, and what it says: the list is young, a version never changes.

A process reads the list at most every two seconds, and each version once; so a step costs neither a
query nor a file. While the database is away, what was read before goes on to hold.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError

from guichet.guidance.models import ScenarioProposal, ScenarioVersion
from guichet.guidance.scenarios import snapshots
from guichet.guidance.scenarios.versions import Version
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_day
from guichet.web.links import links_of

YOUNG = 2.0  # seconds
# Who began with a version ends with it: for so long it is played after the next one holds.
GRACE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Entry:
    """A version in the list: what it is of, and from when until when it holds."""

    pk: int
    scenario: str
    number: int
    programme: str
    published_at: datetime
    since: date
    until: date | None
    link: str


@dataclass
class _Listing:
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    at: float | None = None


_listing = _Listing()


def forget() -> None:
    """Read the list when it is asked for next: something was published."""
    _listing.at = None


def entries(scenario: str) -> list[Entry]:
    """Return every version of a scenario in order; none where its programme is off."""
    return [entry for entry in _listed().get(scenario, []) if settings.AGENCY.has(entry.programme)]


def scenarios(now: datetime) -> Iterator[Version]:
    """Yield each scenario that is played now, in the order of their names."""
    for name in sorted(_listed()):
        version = current(name, now=now)
        if version is not None:
            yield version


def current(scenario: str, *, now: datetime) -> Version | None:
    """Return the version that holds now, or None where none does or a link it is about is gone."""
    entry = current_entry(scenario, now=now)
    if entry is None or (entry.link and entry.link not in links_of(entry.programme, "en")):
        return None
    return version_of(entry.pk)


def current_entry(scenario: str, *, now: datetime) -> Entry | None:
    """Return the version that holds now, as it stands in the list."""
    day = authority_day(now)
    candidates = [entry for entry in entries(scenario) if entry.since <= day]
    if not candidates or (candidates[-1].until and candidates[-1].until <= day):
        return None
    return candidates[-1]


def version(scenario: str, number: int, *, now: datetime) -> Version:
    """Return a version that somebody began with, to be played to its end.

    Raises Obstacle: not_found, version_ended (with the version that followed, or None).
    """
    every = entries(scenario)
    entry = next((entry for entry in every if entry.number == number), None)
    if entry is None:
        raise Obstacle("not_found")
    if _is_over(entry, every, now=now):
        after = current_entry(scenario, now=now)
        followed_by = after.number if after and after.number != number else None
        raise Obstacle("version_ended", followed_by=followed_by)
    return version_of(entry.pk)


def as_it_was(scenario: str, number: int) -> Version | None:
    """Return a version however old it is: what an interaction names is read again by staff."""
    row = ScenarioVersion.objects.filter(scenario=scenario, number=number).values("pk").first()
    return version_of(row["pk"]) if row else None


def versions(scenario: str) -> list[ScenarioVersion]:
    """Return what was published of a scenario, the latest first, without its sentences."""
    return list(
        ScenarioVersion.objects.filter(scenario=scenario)
        .order_by("-number")
        .defer("tree", "staff_words")
    )


def latest_versions() -> list[ScenarioVersion]:
    """Return the latest version of each scenario, without its sentences."""
    latest = ScenarioVersion.objects.order_by("scenario", "-number").distinct("scenario")
    return list(latest.defer("tree", "words", "staff_words"))


@lru_cache(maxsize=512)
def version_of(pk: int) -> Version:
    """Return a version; it is read and compiled once in a process."""
    row = ScenarioVersion.objects.get(pk=pk)
    return Version(
        name=row.scenario,
        number=row.number,
        tree=snapshots.tree_of(row.scenario, row.tree),
        words=snapshots.texts_of(row.words),
        staff_words=snapshots.texts_of(row.staff_words),
    )


def proposal(scenario: str) -> ScenarioProposal | None:
    """Return what waits to be published of a scenario."""
    return ScenarioProposal.objects.filter(scenario=scenario, state="waiting").first()


def last_decided(scenario: str) -> ScenarioProposal | None:
    """Return the proposal of a scenario on which somebody decided last."""
    return ScenarioProposal.objects.filter(scenario=scenario).exclude(state="waiting").first()


def _is_over(entry: Entry, every: list[Entry], *, now: datetime) -> bool:
    day = authority_day(now)
    if entry.until and entry.until <= day:
        return True
    return any(
        later.number > entry.number and later.since < day and later.published_at + GRACE <= now
        for later in every
    )


def _listed() -> dict[str, list[Entry]]:
    if _listing.at is None or time.monotonic() > _listing.at + YOUNG:
        try:
            _listing.entries, _listing.at = _read(), time.monotonic()
        except DatabaseError:
            if _listing.at is None:
                raise
    return _listing.entries


def _read() -> dict[str, list[Entry]]:
    rows = ScenarioVersion.objects.order_by("scenario", "number").values_list(
        "pk", "scenario", "number", "programme", "published_at", "since", "until", "link"
    )
    lists: dict[str, list[Entry]] = {}
    for row in rows:
        entry = Entry(*row)
        lists.setdefault(entry.scenario, []).append(entry)
    return lists
