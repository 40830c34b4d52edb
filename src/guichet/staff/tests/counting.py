"""How many statements a page takes: in all, or apart from the door that everybody comes through."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

OF_THE_DOOR = (
    "django_session",
    '"auth_user_groups"',
    "staff_onetimepassword",
    "staff_staffsession",
)
_ACCOUNT = 'FROM "auth_user" WHERE'
_FRAME = "SAVEPOINT"  # in a test; a site begins and commits


def statements(client: Client, path: str) -> list[str]:
    """Return all statements of a page: those about the session and the account among them."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured.captured_queries if _FRAME not in query["sql"]]


def own_statements(client: Client, path: str) -> list[str]:
    """Return the statements of a page: not those about the session, the account and its roles."""
    return [
        sql
        for sql in statements(client, path)
        if _ACCOUNT not in sql and not any(name in sql for name in OF_THE_DOOR)
    ]
