"""What may be done to a web notice, by whom, and what comes of it; where it is shown.

The same function judges what a page sends, what a command does beside the database, and what a
command did while there was none.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from guichet.kernel.obstacles import Obstacle
from guichet.notices.values import SITE, Deed, Notice, Version, Words, standing

MOST = 400  # characters of a title, and of a text
USUALLY = timedelta(hours=24)  # till when a notice stands that names no end
LONGEST = timedelta(days=90)  # what stands for longer is a page, and nobody reads it any more
SEVERITIES = ("extreme", "severe", "moderate", "minor", "unknown")
CHANNELS = ("web", "telephone", "in_person", "airline", "kiosk")
# What a notice is once somebody has ended it.
ENDS: Mapping[str, str] = {"solve": "solved", "withdraw": "withdrawn"}
STATES = ("draft", "published", "solved", "expired", "withdrawn")
DRAFT, UPDATE, PUBLISH, SOLVE, WITHDRAW = "draft", "update", "publish", "solve", "withdraw"
EXPIRE = "expire"
_WORD = re.compile(r"[a-z][a-z0-9_]{0,29}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a scope may name on this site; None where nobody can say, without the database."""

    programmes: Collection[str]
    offices: Collection[str] | None
    countries: Collection[str]
    languages: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a page is about, as far as it says: empty where it is about none in particular."""

    channel: str = "web"
    programme: str = ""
    office: str = ""
    is_of_staff: bool = False
    names_telephones: bool = False


def is_done(notice: Notice, verb: str, *, by: str, version: int) -> bool:
    """Tell whether somebody has done to a notice already what they press once more."""
    if verb == PUBLISH:
        latest = notice.shown
        return bool(latest and (latest.number, latest.published_by) == (version, by))
    return (notice.state, notice.ended_by) == (ENDS.get(verb), by)


def done(notice: Notice | None, deed: Deed, *, identify: Callable[[str, int], str]) -> Notice:
    """Return what a deed makes of a notice, or raise Obstacle.

    `identify` names the CAP message of a version. Whoever wrote a version does not publish it.
    """
    if not deed.by.strip():
        raise Obstacle("no_name")
    if deed.verb == DRAFT:
        return notice or _drafted(deed, identify)
    if notice is None:
        raise Obstacle("unknown_notice")
    return _DEEDS[deed.verb](standing(notice, now=deed.at), deed, identify)


def _drafted(deed: Deed, identify: Callable[[str, int], str]) -> Notice:
    version = _version(1, deed, identify)
    return Notice(id=deed.notice, state="draft", versions=(version,), cause=deed.cause)


def _updated(notice: Notice, deed: Deed, identify: Callable[[str, int], str]) -> Notice:
    _check_open(notice)
    version = _version(notice.latest.number + 1, deed, identify)
    return replace(notice, versions=(*notice.versions, version))


def _published(notice: Notice, deed: Deed, identify: Callable[[str, int], str]) -> Notice:
    _check_open(notice)
    latest = notice.latest
    if deed.seen and deed.seen != latest.number:
        raise Obstacle("changed_since")
    if latest.published_at:
        raise Obstacle("already_published")
    if same_person(latest.drafted_by, deed.by):
        raise Obstacle("same_person")
    if latest.words.ends_at <= deed.at:
        raise Obstacle("over")
    version = replace(latest, published_by=deed.by.strip(), published_at=deed.at)
    return replace(notice, state="published", versions=(*notice.versions[:-1], version))


def _solved(notice: Notice, deed: Deed, identify: Callable[[str, int], str]) -> Notice:
    if notice.state != "published":
        raise Obstacle("not_published" if notice.state == "draft" else "ended_before")
    return replace(notice, state="solved", ended_by=deed.by.strip(), ended_at=deed.at)


def _withdrawn(notice: Notice, deed: Deed, identify: Callable[[str, int], str]) -> Notice:
    _check_open(notice)
    return replace(notice, state="withdrawn", ended_by=deed.by.strip(), ended_at=deed.at)


def _expired(notice: Notice, deed: Deed, identify: Callable[[str, int], str]) -> Notice:
    if notice.state != "expired":
        raise Obstacle("ended_before")
    return notice


def _check_open(notice: Notice) -> None:
    if notice.state not in {"draft", "published"}:
        raise Obstacle("ended_before")


def _version(number: int, deed: Deed, identify: Callable[[str, int], str]) -> Version:
    assert deed.words is not None
    return Version(
        number=number,
        identifier=identify(deed.notice, number),
        words=deed.words,
        drafted_by=deed.by.strip(),
        drafted_at=deed.at,
    )


_DEEDS = {
    UPDATE: _updated,
    PUBLISH: _published,
    SOLVE: _solved,
    WITHDRAW: _withdrawn,
    EXPIRE: _expired,
}


def same_person(name: str, other: str) -> bool:
    """Tell whether two names are one person's: capitals and spaces make no second person.

    >>> same_person("Anne Roy", " anne  roy"), same_person("demo-1", "demo-2")
    (True, False)
    """
    return " ".join(name.split()).casefold() == " ".join(other.split()).casefold()


def check_words(words: Words, vocabulary: Vocabulary, *, now: datetime) -> None:
    """Raise Obstacle, with the `field` it stands beside, where words cannot be a notice."""
    if not _WORD.fullmatch(words.kind):
        raise Obstacle("kind", field="kind")
    if words.severity not in SEVERITIES:
        raise Obstacle("severity", field="severity")
    for scope in words.scope:
        if not is_scope(scope, vocabulary):
            raise Obstacle("scope", field="scope", name=scope)
    if not words.scope:
        raise Obstacle("scope", field="scope", name="")
    if words.ends_at <= words.starts_at:
        raise Obstacle("ends_before", field="until")
    if words.ends_at <= now:
        raise Obstacle("over", field="until")
    if words.ends_at > max(now, words.starts_at) + LONGEST:
        raise Obstacle("too_late", field="until")
    _check_texts(words, vocabulary)


def _check_texts(words: Words, vocabulary: Vocabulary) -> None:
    if not words.title or words.title.keys() != words.text.keys():
        raise Obstacle("words_missing", field="text")
    for name, texts in (("title", words.title), ("text", words.text)):
        for language, text in texts.items():
            if language not in vocabulary.languages:
                raise Obstacle("language", field=name, name=language)
            if not text.strip() or _CONTROL.search(text):
                raise Obstacle("unreadable", field=name, name=language)
            if len(text) > MOST:
                raise Obstacle("too_long", field=name, name=language)


def is_scope(scope: str, vocabulary: Vocabulary) -> bool:
    """Tell whether this site has what a scope names."""
    kind, colon, name = scope.partition(":")
    if not colon:
        return kind == SITE
    offices = vocabulary.offices
    if kind == "office":
        return bool(name) and (offices is None or name in offices)
    names: Mapping[str, Collection[str]] = {
        "programme": vocabulary.programmes,
        "channel": CHANNELS,
        "country": vocabulary.countries,
    }
    return name in names.get(kind, ())


def concerns(scope: Collection[str], place: Place) -> bool:
    """Tell whether a notice of some scope is shown at a place.

    Staff see every one. What concerns an office stands on its own pages and on
    those where nobody has said yet which office; what concerns a country everywhere, for nobody
    says where they are; what concerns telephones where their numbers stand.
    """
    if place.is_of_staff:
        return True
    return any(_concerns(*entry.partition(":")[::2], place) for entry in scope)


def _concerns(kind: str, name: str, place: Place) -> bool:
    if kind == "programme":
        return name == place.programme
    if kind == "office":
        return place.office in {"", name} and place.programme in {"", "appointments"}
    if kind == "channel":
        return name in _channels(place)
    return True  # the site, and a country


def _channels(place: Place) -> set[str]:
    channels = {place.channel}
    if place.channel == "kiosk":
        channels.add("in_person")
    if place.names_telephones:
        channels.add("telephone")
    return channels
