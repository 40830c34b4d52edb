"""What must be true of tickets at any moment, each a query that lists what breaks it."""

LAWS = {
    "a ticket is called twice at once": """
        SELECT ticket_id, format('%s open calls', count(*)) FROM counter_call
         WHERE ended_at IS NULL GROUP BY ticket_id HAVING count(*) > 1""",
    "a ticket is called and has no open call, or the other way round": """
        SELECT ticket.id, format('%s, %s open calls', ticket.state, count(call.id))
          FROM counter_ticket AS ticket LEFT JOIN counter_call AS call
            ON call.ticket_id = ticket.id AND call.ended_at IS NULL
         GROUP BY ticket.id HAVING (ticket.state = 'called') <> (count(call.id) = 1)""",
    "a ticket is in service and nobody serves it, or the other way round": """
        SELECT ticket.id, format('%s, %s open servings', ticket.state, count(serving.id))
          FROM counter_ticket AS ticket LEFT JOIN counter_serving AS serving
            ON serving.ticket_id = ticket.id AND serving.ended_at IS NULL
         GROUP BY ticket.id HAVING (ticket.state = 'in_service') <> (count(serving.id) = 1)""",
    "somebody with an open ticket is not checked in": """
        SELECT ticket.id, format('appointment %s', appointment.id)
          FROM counter_ticket AS ticket JOIN booking_appointment AS appointment
            ON appointment.id = ticket.appointment_id
         WHERE ticket.state IN ('waiting', 'called', 'parked', 'in_service')
           AND (appointment.checked_in_at IS NULL OR appointment.ended_as <> '')""",
    "a number was given twice, or beyond the last one": """
        SELECT ticket.id, format('%s of %s', ticket.number, ticket.day)
          FROM counter_ticket AS ticket LEFT JOIN counter_day AS day
            ON day.office_id = ticket.office_id AND day.date = ticket.day
         WHERE day.id IS NULL OR ticket.number > day.last_number""",
}
