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
    "an open offer keeps no place": """
        SELECT offer.id, format('claim %s', offer.claim) FROM booking_offer AS offer
         WHERE offer.state = 'open' AND NOT EXISTS (
           SELECT FROM booking_appointment AS claim
            WHERE claim.id = offer.claim AND claim.slot_id = offer.slot_id
              AND claim.state = 'held' AND claim.visitor IS NULL
              AND claim.until_at = offer.until_at)""",
    "an offer that is over keeps its place": """
        SELECT offer.id, offer.state
          FROM booking_offer AS offer JOIN booking_appointment AS claim ON claim.id = offer.claim
         WHERE offer.state <> 'open' AND claim.state = 'held'""",
    "an entry is offered and has no open offer, or the other way round": """
        SELECT entry.id, format('%s, %s open offers', entry.state, count(offer.id))
          FROM booking_entry AS entry LEFT JOIN booking_offer AS offer
            ON offer.entry_id = entry.id AND offer.state = 'open'
         GROUP BY entry.id HAVING (entry.state = 'offered') <> (count(offer.id) = 1)""",
    "somebody is passed over or gone, and still found by a day": """
        SELECT entry.id, entry.state FROM booking_entry AS entry
         WHERE entry.state NOT IN ('waiting', 'offered')
           AND EXISTS (SELECT FROM booking_entryday WHERE entry_id = entry.id)""",
    "an entry that ended still names somebody": """
        SELECT id, state FROM booking_entry
         WHERE (ended_at IS NOT NULL OR state IN ('accepted', 'left', 'over'))
           AND (ended_at IS NULL OR identity IS NOT NULL OR letters IS NOT NULL
                OR words IS NOT NULL OR by_phone IS NOT NULL OR client::text <> '{}')""",
}


def broken_laws() -> list[str]:
    """Return one line for each record that breaks a law; none is what everybody expects."""
    lines = []
    with connection.cursor() as cursor:
        for law, query in LAWS.items():
            cursor.execute(query)
            lines += [f"{law}: number {record} ({how})" for record, how in cursor.fetchall()]
    return lines
