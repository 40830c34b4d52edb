"""What the tables of the kernel refuse by themselves, and how a record calls itself in a log."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, IntegrityError, models, transaction

from guichet.kernel.models import (
    AuditEntry,
    AuditSeal,
    Bucket,
    Dispatch,
    EndedVisit,
    IdempotentAnswer,
    Mark,
    ReleasedFile,
    Tally,
    Try,
)

AT = datetime(2028, 2, 29, 23, 59, tzinfo=UTC)
KEY = bytes(range(32))


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (
            AuditEntry(at=AT, actor="staff:1", verb="seen", record_type="application", record=7),
            "2028-02-29 23:59 staff:1 seen application 7",
        ),
        (AuditSeal(number=3, last=40), "seal 3, to line 40"),
        (Dispatch(pk=5, kind="decision"), "dispatch 5: decision"),
        (Bucket(key=KEY), "bucket 00010203"),
        (Try(pk=9, key=KEY), "try 9"),
        (IdempotentAnswer(key=KEY, status=409, code="no_room"), "answer 409 no_room"),
        (Tally(name="refused"), "refused"),
        (EndedVisit(key=KEY), "ended visit 00010203"),
        (Mark(name="content"), "content"),
        (ReleasedFile(name="web/site.css"), "web/site.css"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_record_is_called_by_what_tells_nothing_of_anybody(
    record: models.Model, words: str
) -> None:
    assert str(record) == words


DISPATCH: dict[str, Any] = {
    "key": "a", "kind": "x", "record": 1, "language": "en", "created_at": AT, "expires_at": AT
}  # fmt: skip


def twice(model: type[models.Model], **facts: Any) -> None:
    model._default_manager.create(**facts)
    model._default_manager.create(**facts)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "facts"),
    [
        (Dispatch, DISPATCH),
        (Bucket, {"key": KEY, "tokens": 1, "at": AT}),
        (IdempotentAnswer, {"key": KEY, "body": KEY, "status": 200, "at": AT}),
        (EndedVisit, {"key": KEY, "until": AT}),
        (Tally, {"name": "a"}),
        (Mark, {"name": "a", "value": "b"}),
        (ReleasedFile, {"name": "a", "content": b""}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_table_has_the_last_word_on_what_is_there_once(
    model: type[models.Model], facts: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        twice(model, **facts)
    assert not model._default_manager.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [{"key": "a" * 121}, {"kind": "a" * 41}, {"language": "a" * 13}, {"traceparent": "0" * 56}],
    ids=lambda change: next(iter(change)),
)
def test_a_dispatch_has_no_room_for_the_words_of_a_letter(change: dict[str, str]) -> None:
    Dispatch.objects.create(**DISPATCH)
    with pytest.raises(DataError), transaction.atomic():
        Dispatch.objects.create(**{**DISPATCH, "key": "b", **change})


@pytest.mark.django_db
def test_a_dispatch_without_a_cause_or_a_language_is_none() -> None:
    for field in ("key", "language", "expires_at"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Dispatch.objects.create(**{**DISPATCH, field: None})


@pytest.mark.django_db
def test_the_largest_numbers_of_records_find_room() -> None:
    Dispatch.objects.create(**{**DISPATCH, "record": 2**63 - 1, "addressee": 2**63 - 1})
    AuditEntry.objects.create(
        at=AT, actor="a" * 60, verb="b" * 30, record_type="c" * 30, record=2**63 - 1
    )
    Tally.objects.create(name="n" * 40, count=2**63 - 1)
    assert Dispatch.objects.get().record == AuditEntry.objects.get().record
