"""What must be true of closures at any moment, each a query that lists what breaks it."""

LAWS = {
    "a closure owns a slot that is open": """
        SELECT id, format('closure %s', closure_id) FROM booking_slot
         WHERE closure_id IS NOT NULL AND NOT closed""",
    "a closure owns a slot beyond its time": """
        SELECT slot.id, format('closure %s', closure.id)
          FROM booking_slot AS slot JOIN offices_closure AS closure ON closure.id = slot.closure_id
         WHERE slot.office_id <> closure.office_id
            OR slot.starts_at >= closure.ends_at OR slot.ends_at <= closure.starts_at
            OR closure.starts_at IS NULL
               AND slot.local_day NOT BETWEEN closure.starts_on AND closure.ends_on""",
    "somebody whom a settled closure hit was left out": """
        SELECT claim.id, format('closure %s', closure.id)
          FROM booking_appointment AS claim JOIN booking_slot AS slot ON slot.id = claim.slot_id
          JOIN offices_closure AS closure ON closure.id = slot.closure_id
         WHERE claim.state = 'booked' AND claim.checked_in_at IS NULL AND claim.ended_as = ''
           AND closure.plan <> '' AND claim.booked_at < closure.settled_at
           AND NOT EXISTS (SELECT FROM opening_outcome AS outcome
                            WHERE outcome.closure_id = closure.id
                              AND outcome.appointment_id = claim.id)""",
    "somebody whom a closure cancelled is still booked": """
        SELECT claim.id, format('closure %s', outcome.closure_id)
          FROM opening_outcome AS outcome
          JOIN booking_appointment AS claim ON claim.id = outcome.appointment_id
         WHERE outcome.kind = 'cancelled' AND claim.state = 'booked'""",
    "two places are kept for one appointment": """
        SELECT outcome.appointment_id, format('%s places', count(*))
          FROM opening_outcome AS outcome
          JOIN booking_appointment AS claim ON claim.id = outcome.hold AND claim.state = 'held'
         GROUP BY outcome.appointment_id HAVING count(*) > 1""",
}
