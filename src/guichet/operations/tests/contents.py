"""What stands in the database, as one value: so that a test can say that nothing changed."""

from functools import cache

from django.apps import apps
from django.db import connection

# A session says when it was seen, a meter that somebody came, a limit that somebody tried, a
# file who is in it.
_BY_LOOKING = {
    "django_session",
    "staff_staffsession",
    "kernel_auditentry",
    "kernel_tally",
    "kernel_bucket",
    "kernel_try",
    "casework_presence",
    "casework_questionpresence",
}
_SUM = "SELECT '{0}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {0} AS t"


def contents() -> dict[str, tuple[int, int]]:
    """Return of each table how many rows it has and a sum of what is in them."""
    with connection.cursor() as cursor:
        cursor.execute(_sums())
        return {table: (count, int(total)) for table, count, total in cursor.fetchall()}


@cache
def _sums() -> str:
    """Return the statement, one for all tables: each by itself would be a way to the server."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return " UNION ALL ".join(_SUM.format(table) for table in sorted(tables - _BY_LOOKING))
