"""What triggers take for now: the instant an action was told, not that of the database."""

from datetime import datetime

from django.db import connection


def tell(now: datetime) -> None:
    """Have the triggers of this transaction go by an instant of the clock of the site.

    One of them reads it as `current_setting('guichet.now', true)`, and goes by its own clock where
    nobody told it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('guichet.now', %s, true)", [now.isoformat()])
