"""What must be true of slots and claims at any moment, each a query that lists what breaks it.

Rooms above add the laws of what they keep.
"""

from django.db import connection

LAWS = {
    "a place is held twice": """
        SELECT slot_id, format('place %s: %s live claims', place, count(*))
          FROM booking_appointment WHERE state <> 'ended'
         GROUP BY slot_id, place HAVING count(*) > 1""",
    "a counter disagrees with its claims": """
        SELECT slot.id, format('counter %s, live claims %s', slot.taken, count(claim.id))
          FROM booking_slot AS slot LEFT JOIN booking_appointment AS claim
            ON claim.slot_id = slot.id AND claim.state <> 'ended' AND claim.place <= slot.room
         GROUP BY slot.id HAVING slot.taken <> count(claim.id)""",
    "the public has more than its share": """
        SELECT id, format('%s of %s', taken, room) FROM booking_slot WHERE taken > room""",
    "a place lies outside its slot": """
        SELECT slot.id, format('place %s of %s', claim.place, slot.capacity)
          FROM booking_appointment AS claim JOIN booking_slot AS slot ON slot.id = claim.slot_id
         WHERE claim.state <> 'ended' AND claim.place > slot.capacity""",
    "somebody came to an appointment that was given back": """
        SELECT slot_id, format('claim %s', id) FROM booking_appointment
         WHERE state <> 'booked' AND (checked_in_at IS NOT NULL OR ended_as <> '')""",
    "a booking has no number": """
        SELECT slot_id, format('claim %s', id) FROM booking_appointment
         WHERE state = 'booked' AND confirmation_number IS NULL""",
    "a claim is for another service than its slot": """
        SELECT slot.id, format('claim %s', claim.id)
          FROM booking_appointment AS claim JOIN booking_slot AS slot ON slot.id = claim.slot_id
         WHERE claim.service_id <> slot.service_id""",
}


def broken_laws() -> list[str]:
    """Return one line for each record that breaks a law; none is what everybody expects."""
    lines = []
    with connection.cursor() as cursor:
        for law, query in LAWS.items():
            cursor.execute(query)
            lines += [f"{law}: number {record} ({how})" for record, how in cursor.fetchall()]
    return lines
