from typing import Any

from django.db import connection, migrations, transaction

AT_ONCE = 2_000  # slots that are looked at in one statement
# Only where staff had a place did the counter count more than the public's.
MISCOUNTED = """
SELECT slot.id FROM booking_slot AS slot
 WHERE slot.id >= %s AND slot.id < %s AND slot.taken <> (
   SELECT count(*) FROM booking_appointment AS claim
    WHERE claim.slot_id = slot.id AND claim.state <> 'ended' AND claim.place <= slot.room)
 ORDER BY slot.id
"""
COUNT_ANEW = """
UPDATE booking_slot AS slot SET taken = (
  SELECT count(*) FROM booking_appointment AS claim
   WHERE claim.slot_id = slot.id AND claim.state <> 'ended' AND claim.place <= slot.room)
 WHERE slot.id = %s
"""


def count_anew(apps: Any, editor: Any) -> None:
    """Let the counter of each slot count the places of the public alone; claims stay as they are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM booking_slot")
        first, last = cursor.fetchone()
        for start in range(first, last + 1, AT_ONCE):
            cursor.execute(MISCOUNTED, [start, start + AT_ONCE])
            for (slot,) in cursor.fetchall():
                with transaction.atomic():  # locked first: a claim on its way is counted
                    cursor.execute("SELECT FROM booking_slot WHERE id = %s FOR NO KEY UPDATE", [slot])
                    cursor.execute(COUNT_ANEW, [slot])


class Migration(migrations.Migration):
    """A place above the public's share counts no more as one of the public's."""

    atomic = False
    dependencies = [("booking", "0019_staff_have_places_of_their_own")]
    operations = [migrations.RunPython(count_anew, migrations.RunPython.noop)]
