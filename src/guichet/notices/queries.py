"""Reads of web notices: as values, as the file holds them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from guichet.notices.models import Receipt, WebNotice, WebNoticeVersion
from guichet.notices.values import FEEDS_KEEP, Notice, Version, Words
from guichet.offices.models import Office


def notices() -> QuerySet[WebNotice]:
    """Return all notices, each with its versions in order."""
    versions = Prefetch("versions", WebNoticeVersion.objects.order_by("number"))
    return WebNotice.objects.prefetch_related(versions)


def standing(*, now: datetime) -> list[Notice]:
    """Return what the file holds: drafts, what is in force, what ended within two days."""
    recent = Q(state__in=["draft", "published"]) | Q(ended_at__gt=now - FEEDS_KEEP)
    return newest_first(value_of(row) for row in notices().filter(recent))


def newest_first(entries: Iterable[Notice]) -> list[Notice]:
    """Return notices in the order in which they were written, the newest first."""
    return sorted(entries, key=lambda entry: (entry.latest.drafted_at, entry.id), reverse=True)


def notice(number: str) -> Notice | None:
    """Return the notice of an id, or None."""
    row = notices().filter(pk=number).first()
    return value_of(row) if row else None


def office_names() -> Mapping[str, Mapping[str, str]]:
    """Return the names of every office, by its code."""
    return dict(Office.objects.order_by("code").values_list("code", "names"))


def receipts_of(number: str) -> QuerySet[Receipt]:
    """Return the receipts of a notice, by version and channel."""
    receipts = Receipt.objects.filter(version__notice=number).select_related("version")
    return receipts.order_by("version__number", "channel")


def value_of(row: WebNotice) -> Notice:
    """Return a row with its versions as a value."""
    return Notice(
        id=row.pk,
        state=row.state,
        versions=tuple(_version_of(entry) for entry in row.versions.all()),
        cause=row.cause,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
    )


def _version_of(row: WebNoticeVersion) -> Version:
    words = Words(
        kind=row.kind,
        severity=row.severity,
        scope=tuple(row.scope),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        title=row.title,
        text=row.text,
    )
    return Version(
        number=row.number,
        identifier=row.identifier,
        words=words,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        published_by=row.published_by,
        published_at=row.published_at,
    )


def lately(since: datetime) -> list[Notice]:
    """Return all that is open, and what has ended since; the newest first."""
    rows = notices().filter(Q(state__in=["draft", "published"]) | Q(ended_at__gt=since))
    return newest_first(value_of(row) for row in rows)
