-- Counts the day of an office (%(office)s, %(day)s), each person once: those with an appointment on that day, and those who
-- came without one. A person belongs to each outcome that the tables show; who is in none or in two of them is lost.
-- Whom a closure hit before they came is counted under it, whatever they did about it since: who has taken another day is found by
-- the outcome of a closure that was of this day alone.
WITH hit AS (
  SELECT appointment, bool_or(told_by <> '') AS told, bool_or(of_this_day) AS of_this_day
    FROM (
      SELECT outcome.appointment_id AS appointment, outcome.told_by, closure.starts_on = closure.ends_on AS of_this_day
        FROM offices_closure AS closure JOIN opening_outcome AS outcome ON outcome.closure_id = closure.id
       WHERE closure.office_id = %(office)s AND closure.starts_on <= %(day)s AND closure.ends_on >= %(day)s
      UNION ALL
      -- Whom a closure canceled stays so when it is taken back.
      SELECT appointment.id, outcome.told_by, false
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
), person AS (
  SELECT appointment.id AS appointment, ticket.id AS ticket, coalesce(ticket.state, '') AS state,
         appointment.checked_in_at IS NOT NULL AS checked_in,
         appointment.cancelled_at IS NOT NULL AS cancelled,
         ticket.id IS NULL AND (hit.appointment IS NOT NULL
                                OR (appointment.office_closed_at IS NOT NULL AND appointment.ended_as = '')) AS closed,
         coalesce(hit.told, false) AS told,
         appointment.ended_as
    FROM of_day
    JOIN booking_appointment AS appointment ON appointment.id = of_day.id
    LEFT JOIN hit ON hit.appointment = of_day.id
    LEFT JOIN LATERAL (
      SELECT * FROM counter_ticket AS ticket
       WHERE ticket.appointment_id = of_day.id AND ticket.day = %(day)s AND ticket.state <> 'cancelled'
       ORDER BY ticket.id DESC LIMIT 1) AS ticket ON true
  UNION ALL
  SELECT NULL, id, state, false, false, false, false, ''
    FROM counter_ticket
   WHERE office_id = %(office)s AND day = %(day)s AND appointment_id IS NULL AND state <> 'cancelled'
), outcome AS (
  SELECT person.*,
         cancelled AND NOT closed AS has_cancelled,
         state = 'finished' AND (appointment IS NULL OR ended_as = 'completed') AS is_finished,
         NOT closed AND ended_as = 'no_show' OR (appointment IS NULL AND state = 'no_show') AS has_missed,
         state = 'left' AS has_left,
         state = 'turned_away' AS is_turned_away
    FROM person
), call AS (
  SELECT ticket.id AS ticket, min(call.called_at) AS first_called_at, ticket.arrived_at, ticket.estimated_at
    FROM counter_ticket AS ticket JOIN counter_call AS call ON call.ticket_id = ticket.id
   WHERE ticket.office_id = %(office)s AND ticket.day = %(day)s
   GROUP BY ticket.id
), twice AS (
  -- One officer reads the clock before the other's call is over, and locks after: a second is no overlap.
  SELECT DISTINCT earlier.ticket_id
    FROM counter_ticket AS ticket
    JOIN counter_call AS earlier ON earlier.ticket_id = ticket.id
    JOIN counter_call AS later ON later.ticket_id = ticket.id AND later.id > earlier.id
   WHERE ticket.office_id = %(office)s AND ticket.day = %(day)s
     AND later.called_at + interval '1 second' < coalesce(earlier.ended_at, 'infinity')
     AND earlier.called_at < coalesce(later.ended_at, 'infinity')
), reached AS (
  SELECT appointment FROM outcome
   WHERE closed AND (told OR EXISTS (
     SELECT FROM kernel_dispatch AS dispatch
      WHERE dispatch.record = outcome.appointment AND dispatch.key LIKE 'office:closure%%' AND dispatch.sent_at IS NOT NULL))
)
SELECT count(appointment) AS booked,
       count(*) FILTER (WHERE appointment IS NULL) AS walk_ins,
       count(*) FILTER (WHERE has_cancelled) AS cancelled,
       count(*) FILTER (WHERE checked_in AND NOT closed) AS checked_in,
       (SELECT count(*) FROM call) AS called,
       count(*) FILTER (WHERE is_finished) AS finished,
       count(*) FILTER (WHERE is_finished AND appointment IS NULL) AS finished_walk_ins,
       count(*) FILTER (WHERE has_missed) AS no_show,
       count(*) FILTER (WHERE has_left) AS left,
       count(*) FILTER (WHERE is_turned_away) AS turned_away,
       count(*) FILTER (WHERE closed) AS moved_or_cancelled_by_closure,
       (SELECT count(*) FROM reached) AS told,
       count(*) FILTER (WHERE closed) - (SELECT count(*) FROM reached) AS not_reached,
       (SELECT count(*) FROM call WHERE estimated_at IS NOT NULL) AS estimates,
       (SELECT count(*) FROM call
         WHERE greatest(first_called_at - estimated_at, estimated_at - first_called_at)
               <= greatest(interval '10 minutes', (estimated_at - arrived_at) / 4)) AS estimates_kept,
       (SELECT count(*) FROM twice) AS called_twice,
       count(*) FILTER (WHERE closed::int + has_cancelled::int + is_finished::int + has_missed::int
                              + has_left::int + is_turned_away::int <> 1) AS lost
  FROM outcome
