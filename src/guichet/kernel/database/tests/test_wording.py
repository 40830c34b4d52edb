"""A query that is put into words once gives what Django gives for the same values, each time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, Upper
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from guichet.kernel.database.wording import Wording


def of_room(room: str, first: int) -> QuerySet[Permission]:
    rows = Permission.objects.filter(content_type__app_label=room, pk__gte=first)
    rows = rows.annotate(loud=Concat(Upper("codename"), Value("!"))).select_related("content_type")
    return rows.order_by("-pk")[:5]


OF_ROOM = Wording(of_room, room=str, first=int)


def facts(rows: list[Permission]) -> list[tuple[object, ...]]:
    return [(row.pk, row.name, row.loud, row.content_type.model) for row in rows]  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_it_gives_what_the_query_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = {room: facts(list(of_room(room, 0))) for room in ("auth", "kernel", "' OR true --")}
    assert [bool(rows) for rows in plain.values()] == [True, True, False]
    OF_ROOM(room="auth", first=0)
    monkeypatch.delattr(SQLCompiler, "as_sql")  # what is written a second time fails
    with CaptureQueriesContext(connection) as queries:
        assert {room: facts(OF_ROOM(room=room, first=0)) for room in plain} == plain
    assert len(queries) == len(plain)
    last = plain["kernel"][0][0]
    assert isinstance(last, int)
    assert facts(OF_ROOM(room="kernel", first=last)) == plain["kernel"][:1]


@pytest.mark.django_db
def test_it_reads_two_queries_together() -> None:
    def ask(low: int, high: int) -> QuerySet[Permission]:
        rows = Permission.objects.all()
        return rows.filter(pk=low).union(rows.filter(pk=high), all=True).order_by("-pk")

    low, high = Permission.objects.order_by("pk").values_list("pk", flat=True)[:2]
    assert [row.pk for row in Wording(ask, low=int, high=int)(low=low, high=high)] == [high, low]


@pytest.mark.django_db(transaction=True)
def test_threads_ask_by_their_own_connections() -> None:
    OF_ROOM(room="kernel", first=0)

    def ask(_: int) -> int:
        try:
            return len(OF_ROOM(room="kernel", first=0))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(ask, range(2))) == [5, 5]


@pytest.mark.django_db
def test_a_value_that_no_condition_takes_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="No condition takes number"):
        Wording(lambda number: Permission.objects.filter(pk=number + 1), number=int)(number=1)
    with pytest.raises(TypeError, match="asked with room, first"):
        OF_ROOM(room="auth")
