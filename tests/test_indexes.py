"""Every index is paid for with each write, so the ones that no query uses are not there."""

import pytest
from django.db import connection

BEGINNINGS = """
SELECT indexname FROM pg_indexes
 WHERE schemaname = current_schema() AND indexdef LIKE '%_pattern_ops%'
   AND tablename ~ '^(booking_(slot|appointment)|applications_|kernel_dispatch)'
"""
# Of a dispatch the beginning of its key is looked for: all that was told about one closure.
USED = {"kernel_dispatch_key_6f25fb2a_like"}
# An index that is the beginning of another one, of all rows, on the tables that are written most.
WITHIN_ANOTHER = """
SELECT short.relname
  FROM pg_index AS a JOIN pg_class AS short ON short.oid = a.indexrelid
  JOIN pg_index AS b ON b.indrelid = a.indrelid AND b.indexrelid <> a.indexrelid
 WHERE a.indrelid IN ('booking_slot'::regclass, 'booking_appointment'::regclass)
   AND NOT a.indisunique AND a.indpred IS NULL AND b.indpred IS NULL
   AND b.indkey::text LIKE a.indkey::text || ' %'
"""


def indexes_of(query: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_only_what_is_looked_for_by_its_beginning_has_an_index_for_it() -> None:
    assert indexes_of(BEGINNINGS) == USED


@pytest.mark.django_db
def test_no_index_is_the_beginning_of_another() -> None:
    assert indexes_of(WITHIN_ANOTHER) == set()


@pytest.mark.django_db
def test_the_service_of_an_appointment_is_no_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'booking_appointment'")
        assert not [row for (row,) in cursor.fetchall() if row.endswith("(service_id)")]
