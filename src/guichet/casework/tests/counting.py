"""How many statements a page takes of its own, apart from the door that everybody comes through."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

OF_THE_DOOR = (
    "django_session",
    '"auth_user_groups"',
    "staff_onetimepassword",
    "staff_staffsession",
    "SAVEPOINT",
)
_ACCOUNT = 'FROM "auth_user" WHERE'


def statements(client: Client, path: str) -> list[str]:
    """Return the statements of a page: not those about the session, the account and its roles."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    statements_run = [query["sql"] for query in captured.captured_queries]
    return [
        sql
        for sql in statements_run
        if _ACCOUNT not in sql and not any(name in sql for name in OF_THE_DOOR)
    ]
