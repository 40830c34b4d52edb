"""How long the times are that one can book: as their days were made, whatever a service says now.

Days that are made keep their minutes, so those of a service may be for days of later months alone.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

# The nearest times tell it: what differs on one day among them does not count.
LENGTHS = """
SELECT service.code, (
  SELECT mode() WITHIN GROUP (ORDER BY minutes) FROM (
    SELECT round(extract(epoch FROM ends_at - starts_at) / 60)::int AS minutes
      FROM booking_slot
     WHERE office_id = %(office)s AND service_id = service.code
       AND starts_at > %(now)s AND NOT closed
     ORDER BY starts_at LIMIT 40) AS nearest)
  FROM offices_service AS service
"""


def minutes_at(office: str, *, now: datetime) -> Mapping[str, int]:
    """Return by service how many minutes the times to come at an office are; made days alone."""
    with connection.cursor() as cursor:
        cursor.execute(LENGTHS, {"office": office, "now": now})
        return {code: minutes for code, minutes in cursor.fetchall() if minutes}
