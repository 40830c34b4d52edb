"""What stands in the database, as one value: so that a test can say that nothing changed."""

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
_SUM = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {} AS t"


def contents() -> dict[str, tuple[int, ...]]:
    """Return of each table how many rows it has and a sum of what is in them."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    sums = {}
    with connection.cursor() as cursor:
        for table in sorted(tables - _BY_LOOKING):
            cursor.execute(_SUM.format(connection.ops.quote_name(table)))
            sums[table] = tuple(map(int, cursor.fetchone()))
    return sums
