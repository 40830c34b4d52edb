"""One statement reads a record and all it belongs to, and gives what plain queries give.

The kernel has no record that belongs to another, so these are Django's and procrastinate's.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps

from guichet.kernel.database import functions
from guichet.kernel.database.rows import Reader
from guichet.kernel.models import AuditEntry, Bucket, Dispatch
from guichet.kernel.record import audit

AT = datetime(2028, 2, 29, 23, 59, 59, 250_000, tzinfo=UTC)


def facts(record: models.Model) -> dict[str, object]:
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}


@pytest.mark.django_db
def test_it_reads_what_a_plain_query_reads_with_what_it_belongs_to() -> None:
    reader = Reader(Permission, "content_type")
    with CaptureQueriesContext(connection) as queries:
        permissions = reader.all("true ORDER BY it.id", [])
        labels = [permission.content_type.app_label for permission in permissions]
    assert len(queries) == 1
    plain = Permission.objects.select_related("content_type").order_by("pk")
    assert [facts(each) for each in permissions] == [facts(each) for each in plain]
    assert labels == [each.content_type.app_label for each in plain]
    assert len(labels) > 10


@pytest.mark.django_db
def test_a_condition_names_a_table_by_its_path_and_takes_its_values_apart() -> None:
    reader = Reader(Permission, "content_type")
    name = "' OR true --"
    condition = "content_type.app_label = %s AND it.codename = %s"
    assert reader.first(condition, ["kernel", name]) is None
    permission = reader.first(condition, ["kernel", "view_tally"])
    assert permission
    assert permission.content_type.model == "tally"


@pytest.mark.django_db
def test_the_first_is_one_and_none_where_nothing_fits() -> None:
    reader = Reader(ContentType)
    first = reader.first("true ORDER BY it.id DESC", [])
    assert first == ContentType.objects.latest("pk")
    assert reader.first("false", []) is None
    assert reader.all("false", []) == []


@pytest.mark.django_db
def test_a_record_is_as_one_that_django_read_and_can_be_saved() -> None:
    audit.write("seen", "x", 7, actor="system", now=AT, part="é", count=1)
    entry = Reader(AuditEntry).first("it.record = %s", [7])
    assert entry
    assert entry.facts == {"part": "é", "count": 1}, "JSON comes as what it means"
    assert entry.at == AT
    assert not entry._state.adding
    assert entry._state.db == "default"


@pytest.mark.django_db
def test_what_is_empty_and_what_is_bytes_comes_as_it_is() -> None:
    bucket = Bucket.objects.create(key=b"\x00\xff", tokens=-1.5, at=AT)
    assert Reader(Bucket).first("it.key = %s", [b"\x00\xff"]) == bucket
    Dispatch.objects.create(
        key="a", kind="x", record=2**62, language="ar", created_at=AT, expires_at=AT, contact=b"c"
    )
    dispatch = Reader(Dispatch).first("it.key = %s", ["a"])
    assert dispatch
    assert (dispatch.record, dispatch.sent_at, dispatch.addressee) == (2**62, None, None)
    assert bytes(dispatch.contact or b"") == b"c"


@pytest.fixture
def reader(db: None) -> Iterator[Reader[Any]]:
    """Read records that may belong to one of their own kind; 3 is below 2, and 2 below 1."""
    with isolate_apps("guichet.kernel"):

        class Owner(models.Model):
            above = models.ForeignKey("self", on_delete=models.CASCADE, null=True)
            kind = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")

            class Meta:
                app_label = "kernel"
                db_table = "test_owner"

        number = ContentType.objects.latest("pk").pk
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE test_owner (id int, above_id int, kind_id int)")
            values = [(1, None, number), (2, 1, number), (3, 2, number)]
            cursor.executemany("INSERT INTO test_owner VALUES (%s, %s, %s)", values)
        yield Reader(Owner, "above", "above__above", "above__above__kind", "kind")


def test_a_record_that_belongs_to_none_is_given_however_long_the_way_is(
    reader: Reader[Any],
) -> None:
    """What is surely there behind something that may not be there, may not be there either."""
    with CaptureQueriesContext(connection) as queries:
        first, second, third = reader.all("true ORDER BY it.id", [])
        assert (first.above, second.above.above) == (None, None)
        assert (third.above.pk, third.above.above.pk) == (2, 1)
        assert third.above.above.kind == third.kind
    assert len(queries) == 1


@pytest.mark.parametrize("name", ["take_token", "take_try", "write_dispatch"])
def test_a_function_is_installed_as_its_file_has_it(name: str) -> None:
    (operation,) = functions.install("kernel", name)
    path = functions.SOURCE / "kernel" / "sql" / f"{name}.sql"
    assert operation.sql == path.read_text(encoding="utf-8")
    assert f"CREATE OR REPLACE FUNCTION {name}(" in operation.sql
    assert operation.reverse_sql == operation.noop, "to go back leaves it there"


def test_functions_are_installed_in_the_order_in_which_they_are_named() -> None:
    operations = functions.install("kernel", "take_try", "begin_guess")
    assert ["begin_guess(" in str(operation.sql) for operation in operations] == [False, True]
    with pytest.raises(FileNotFoundError):
        functions.install("kernel", "nothing")
