"""Rows that are read along with a record are what a statement of their own would have read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import OuterRef
from django.test.utils import CaptureQueriesContext

from guichet.kernel import clock
from guichet.kernel.database.along import Along
from guichet.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db


def write(record: int, verb: str) -> AuditEntry:
    return AuditEntry.objects.create(
        at=clock.now() - timedelta(minutes=record),
        actor="system",
        verb=verb,
        record_type="application",
        record=record,
        facts={"fields": ["home_city"]},
    )


def test_it_reads_the_rows_of_each_record_in_its_statement() -> None:
    first, second = write(1, "see"), write(1, "correct")
    write(2, "see")
    same = AuditEntry.objects.filter(record=OuterRef("record")).order_by("-pk")
    rows = Along(same, "id", "at", "verb", "facts")
    with CaptureQueriesContext(connection) as captured:
        record = AuditEntry.objects.annotate(along=rows.array).get(pk=first.pk)
        along = rows.read(record.along)  # type: ignore[attr-defined]
        assert [(row.pk, row.at, row.verb, row.facts) for row in along] == [
            (row.pk, row.at, row.verb, row.facts) for row in (second, first)
        ]
    assert len(captured) == 1
    assert along[0].actor == "system"  # not among the columns: read when somebody asks


def test_it_takes_columns_of_the_table_alone() -> None:
    with pytest.raises(AssertionError, match="nothing"):
        Along(AuditEntry.objects.all(), "id", "nothing")
