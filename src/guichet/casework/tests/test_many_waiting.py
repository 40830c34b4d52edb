"""With ten thousand tasks waiting the list stays fast: an index gives one page at a time."""

from datetime import timedelta
from time import monotonic

import pytest
from django.db import connection
from django.test import Client

from guichet.applications.models import OfficerTask
from guichet.applications.testing import make_listed
from guichet.casework.worklist import queries
from guichet.casework.worklist.filters import ListFilter
from guichet.kernel import clock
from guichet.staff.testing import sign_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MANY = 10_000
INDEXES = {
    "due": "tasks_by_their_time",
    "name": "tasks_by_name",
    "nationality": "tasks_by_nationality",
    "travel": "tasks_by_travel",
    "kind": "tasks_by_kind",
    "reason": "tasks_by_reason",
    "age": "tasks_by_age",
}
AT_MOST = 1.0  # second, on a busy machine; a quiet one takes a tenth


def test_it_reads_one_page_of_ten_thousand_from_an_index(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    application, now = make_listed(now=clock.now()), clock.now()
    OfficerTask.objects.bulk_create(
        OfficerTask(
            application=application,
            kind="decide" if number % 5 else "correction",
            key=f"many:{number}",
            created_at=now,
            due_at=now + timedelta(minutes=number),
            family_name=f"NAME {number * 7919 % MANY}",
            nationality="IRL" if number % 3 else "CHE",
            reason="conditional_nationality",
        )
        for number in range(MANY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE applications_officertask")

    for column, index in INDEXES.items():
        for sort in (column, f"-{column}"):
            tasks = queries.waiting(ListFilter(sort=sort), officer=officer.pk, now=now)
            plan = tasks[:50].explain()
            assert f"using {index} on" in plan or f"Backward using {index} on" in plan, plan
            assert "Sort" not in plan, plan
    client.get("/staff/cases/")
    narrow = ("?nationality=IRL", "?reason=conditional_nationality&kind=decide", "?late=yes")
    for query in ("", "?kind=decide", "?whose=free", "?page=150", *narrow):
        began = monotonic()
        assert client.get(f"/staff/cases/{query}").status_code == 200
        assert monotonic() - began < AT_MOST, query
