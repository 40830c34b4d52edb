"""A connection whose server hung up is found out; one that is alive is not asked."""

import psycopg
import pytest
from django.db import connection

from guichet.kernel.database.liveness import check

pytestmark = pytest.mark.django_db(transaction=True)


def connect() -> psycopg.Connection:
    parameters = {**connection.get_connection_params(), "cursor_factory": None, "context": None}
    return psycopg.connect(
        **{name: value for name, value in parameters.items() if value is not None}, autocommit=True
    )


def test_it_lets_a_quiet_connection_pass() -> None:
    with connect() as link:
        check(link)


def test_it_raises_when_the_server_has_hung_up() -> None:
    with connect() as link:
        pid = link.info.backend_pid
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

        with pytest.raises(psycopg.OperationalError):
            check(link)


def test_it_hears_news_of_the_server_and_goes_on() -> None:
    with connect() as link, connect() as other:
        link.execute("LISTEN news")
        other.execute("NOTIFY news")

        check(link)
        assert link.execute("SELECT 1").fetchone() == (1,)
