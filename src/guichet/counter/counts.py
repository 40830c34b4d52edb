"""The counts of a day at an office: figures and names of nobody, read from the tables."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.db import connection

# One row; rooms above read it in the statement of their own counts.
COUNT = (Path(__file__).parent / "sql" / "count_day.sql").read_text("utf-8")


def of_day(office: str, day: date) -> Mapping[str, int]:
    """Return the counts of a day under the names of the contract, in its order.

    `booked + walk_ins` is the sum of `cancelled`, `moved_or_cancelled_by_closure`, `finished`,
    `no_show`, `left` and `turned_away` where the day is over and nobody is `lost`. An estimate is
    kept where the first call came within ten minutes of what the ticket was told, or within a
    quarter of the wait that was foretold.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"office": office, "day": day})
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    return dict(zip(names, row or (), strict=True))
