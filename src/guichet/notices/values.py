"""A web notice as a value: the same from a row, from the file every process reads, or a command."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

FEEDS_KEEP = timedelta(hours=48)  # how long feeds tell that a notice has ended
ALL_CLEAR_FOR = timedelta(hours=2)  # how long pages say so
SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody writes: what it is about, whom it concerns, from when to when, the words."""

    kind: str
    severity: str
    scope: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    title: Mapping[str, str]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One wording of a notice; nobody changes it any more. Unpublished it names no publisher."""

    number: int
    identifier: str  # of its CAP message
    words: Words
    drafted_by: str
    drafted_at: datetime
    published_by: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message to everyone on the site, with all its versions, the first one first."""

    id: str
    state: str
    versions: tuple[Version, ...]
    cause: str = ""  # the health check that drafted it
    ended_by: str = ""
    ended_at: datetime | None = None

    @property
    def latest(self) -> Version:
        """Return the newest wording, whether anybody published it or not."""
        return self.versions[-1]

    @property
    def published(self) -> tuple[Version, ...]:
        """Return the versions that the public has read, the first one first."""
        return tuple(version for version in self.versions if version.published_at)

    @property
    def shown(self) -> Version | None:
        """Return the version that counts: the newest one that was published."""
        return self.published[-1] if self.published else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody did to a notice, by an id that no other deed has: done twice, it is one."""

    id: str
    verb: str
    notice: str
    by: str
    at: datetime
    words: Words | None = None
    cause: str = ""
    seen: int = 0  # the version that the page showed, where it showed one


def standing(notice: Notice, *, now: datetime) -> Notice:
    """Return a notice as it stands now: one whose time is over has expired, with no deed."""
    version = notice.shown
    if notice.state == "published" and version and version.words.ends_at <= now:
        return replace(notice, state="expired", ended_at=version.words.ends_at)
    return notice


def is_in_force(notice: Notice, *, now: datetime) -> bool:
    """Tell whether pages show a notice now."""
    version = notice.shown
    return bool(
        version
        and notice.state == "published"
        and version.words.starts_at <= now < version.words.ends_at
    )


def was_in_force(notice: Notice, *, now: datetime) -> bool:
    """Tell whether a notice was shown and has ended since: then its end is told as well."""
    end = standing(notice, now=now).ended_at
    if not notice.shown or end is None or end > now:
        return False
    return any(version.words.starts_at <= end for version in notice.published)


def is_all_clear(notice: Notice, *, now: datetime) -> bool:
    """Tell whether pages say now that a notice is over. Of a withdrawn one nobody says so."""
    latest = standing(notice, now=now)
    if latest.state not in {"solved", "expired"} or not was_in_force(notice, now=now):
        return False
    assert latest.ended_at
    return now < latest.ended_at + ALL_CLEAR_FOR


def is_in_feeds(notice: Notice, *, now: datetime) -> bool:
    """Tell whether feeds have a notice: in force, or ended less than two days ago."""
    if is_in_force(notice, now=now):
        return True
    end = standing(notice, now=now).ended_at
    return end is not None and was_in_force(notice, now=now) and now < end + FEEDS_KEEP


def stored(value: Notice | Deed) -> dict[str, Any]:
    """Return a notice or a deed as JSON keeps it."""
    document: dict[str, Any] = _plain(asdict(value))
    return document


def notice_of(document: Mapping[str, Any]) -> Notice:
    """Return the notice that JSON keeps."""
    versions = tuple(_version_of(entry) for entry in document["versions"])
    return Notice(**{**document, "versions": versions, "ended_at": _moment(document["ended_at"])})


def deed_of(document: Mapping[str, Any]) -> Deed:
    """Return the deed that JSON keeps."""
    words = words_of(document["words"]) if document["words"] else None
    return Deed(**{**document, "at": datetime.fromisoformat(document["at"]), "words": words})


def words_of(document: Mapping[str, Any]) -> Words:
    """Return the words that JSON keeps."""
    times = {name: datetime.fromisoformat(document[name]) for name in ("starts_at", "ends_at")}
    return Words(**{**document, **times, "scope": tuple(document["scope"])})


def _version_of(document: Mapping[str, Any]) -> Version:
    times = {name: _moment(document[name]) for name in ("drafted_at", "published_at")}
    return Version(**{**document, **times, "words": words_of(document["words"])})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, (list, tuple)) else value
