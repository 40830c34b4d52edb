-- The facts of a day at an office (%(office)s, %(day)s, on the clock %(zone)s): what is counted (measure), of which service, language
-- and hour, in which minute or day of its spread, and how many. Whom a closure hit is told apart as in count_day.sql.
WITH hit AS (
  SELECT appointment, bool_or(of_this_day) AS of_this_day
    FROM (
      SELECT outcome.appointment_id AS appointment, closure.starts_on = closure.ends_on AS of_this_day
        FROM offices_closure AS closure JOIN opening_outcome AS outcome ON outcome.closure_id = closure.id
       WHERE closure.office_id = %(office)s AND closure.starts_on <= %(day)s AND closure.ends_on >= %(day)s
      UNION ALL
      SELECT appointment.id, false
        FROM booking_slot AS slot JOIN booking_appointment AS appointment ON appointment.slot_id = slot.id
        JOIN opening_outcome AS outcome ON outcome.appointment_id = appointment.id
       WHERE slot.office_id = %(office)s AND slot.local_day = %(day)s AND appointment.cancelled_at IS NOT NULL
         AND outcome.ended_closure IS NOT NULL AND outcome.kind = 'cancelled') AS outcome
   GROUP BY appointment
), of_day AS (
  SELECT appointment.id
    FROM booking_slot AS slot JOIN booking_appointment AS appointment ON appointment.slot_id = slot.id
   WHERE slot.office_id = %(office)s AND slot.local_day = %(day)s AND appointment.confirmation_number IS NOT NULL
  UNION
  SELECT appointment FROM hit WHERE of_this_day
), client AS (
  SELECT appointment.service_id AS service, appointment.language,
         -- Whoever was moved to another day by a closure has no hour of this one.
         CASE WHEN slot.office_id = %(office)s AND slot.local_day = %(day)s
              THEN extract(hour FROM slot.starts_at AT TIME ZONE %(zone)s)::int END AS hour,
         coalesce(ticket.state, '') AS state, appointment.ended_as,
         CASE WHEN ticket.id IS NULL AND (hit.appointment IS NOT NULL
                                          OR (appointment.office_closed_at IS NOT NULL AND appointment.ended_as = '')) THEN 'closed'
              WHEN appointment.cancelled_at IS NOT NULL THEN 'cancelled'
              WHEN appointment.ended_as = 'no_show' THEN 'missed'
              WHEN appointment.checked_in_at IS NOT NULL OR appointment.ended_as <> '' THEN 'came'
              ELSE 'not_noted' END AS outcome
    FROM of_day
    JOIN booking_appointment AS appointment ON appointment.id = of_day.id
    JOIN booking_slot AS slot ON slot.id = appointment.slot_id
    LEFT JOIN hit ON hit.appointment = of_day.id
    LEFT JOIN LATERAL (
      SELECT id, ticket.state FROM counter_ticket AS ticket
       WHERE ticket.appointment_id = of_day.id AND ticket.day = %(day)s AND ticket.state <> 'cancelled'
       ORDER BY ticket.id DESC LIMIT 1) AS ticket ON true
), walk_in AS (
  SELECT service_id AS service, language, extract(hour FROM arrived_at AT TIME ZONE %(zone)s)::int AS hour, state
    FROM counter_ticket
   WHERE office_id = %(office)s AND day = %(day)s AND appointment_id IS NULL AND state <> 'cancelled'
), wait AS (
  -- From when they could be called, not from when they came too early.
  SELECT ticket.service_id AS service, ticket.language, greatest(ticket.arrived_at, ticket.callable_at) AS since,
         min(call.called_at) AS called_at
    FROM counter_ticket AS ticket JOIN counter_call AS call ON call.ticket_id = ticket.id AND call.outcome <> 'undone'
   WHERE ticket.office_id = %(office)s AND ticket.day = %(day)s
   GROUP BY ticket.id
), serving AS (
  SELECT serving.service_id AS service, ticket.language, serving.started_at, serving.ended_at
    FROM counter_ticket AS ticket JOIN counter_serving AS serving ON serving.ticket_id = ticket.id
   WHERE ticket.office_id = %(office)s AND ticket.day = %(day)s
     AND serving.ended_at IS NOT NULL AND serving.outcome <> 'undone'
), fact (measure, service, language, hour, place, amount) AS (
  SELECT CASE WHEN closed THEN 'withdrawn' ELSE 'supply' END, service_id, NULL,
         extract(hour FROM starts_at AT TIME ZONE %(zone)s)::int, NULL::int, capacity::int
    FROM booking_slot WHERE office_id = %(office)s AND local_day = %(day)s
  UNION ALL SELECT 'booked', service, language, hour, NULL, 1 FROM client
  UNION ALL SELECT outcome, service, language, hour, NULL, 1 FROM client
  UNION ALL SELECT 'served', service, language, hour, NULL, 1 FROM client WHERE state = 'finished' AND ended_as = 'completed'
  UNION ALL SELECT state, service, language, hour, NULL, 1 FROM client WHERE state IN ('left', 'turned_away')
  UNION ALL SELECT 'walk_ins', service, language, hour, NULL, 1 FROM walk_in
  UNION ALL SELECT CASE state WHEN 'finished' THEN 'served' WHEN 'no_show' THEN 'walk_ins_missed' ELSE state END,
                   service, language, hour, NULL, 1
              FROM walk_in WHERE state IN ('finished', 'no_show', 'left', 'turned_away')
  UNION ALL SELECT 'waits', service, language, extract(hour FROM since AT TIME ZONE %(zone)s)::int,
                   greatest(0, ceil(extract(epoch FROM called_at - since) / 60))::int, 1 FROM wait
  UNION ALL SELECT 'servings', service, language, extract(hour FROM started_at AT TIME ZONE %(zone)s)::int,
                   ceil(extract(epoch FROM ended_at - started_at) / 60)::int, 1 FROM serving
  UNION ALL SELECT 'found_nothing', service_id, language, NULL, NULL, count::int
              FROM figures_nothingfree WHERE office_id = %(office)s AND date = %(day)s
  UNION ALL SELECT 'looks', service_id, NULL, NULL, NULL, 1
              FROM figures_firstfree WHERE office_id = %(office)s AND date = %(day)s
  UNION ALL SELECT CASE WHEN starts_at IS NULL THEN 'never_free' ELSE 'leads' END, service_id, NULL, NULL,
                   (starts_at AT TIME ZONE %(zone)s)::date - date, 1
              FROM figures_firstfree WHERE office_id = %(office)s AND date = %(day)s
)
SELECT measure, service, language, hour, place, sum(amount)::int AS amount
  FROM fact GROUP BY measure, service, language, hour, place
