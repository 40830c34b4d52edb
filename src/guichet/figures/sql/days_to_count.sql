-- The days from %(first)s to %(last)s on which an office had anybody, and that are not counted yet.
SELECT day.office_id, day.date
  FROM (SELECT slot.office_id, slot.local_day AS date
          FROM booking_slot AS slot JOIN booking_appointment AS appointment ON appointment.slot_id = slot.id
         WHERE slot.local_day BETWEEN %(first)s AND %(last)s AND appointment.confirmation_number IS NOT NULL
         UNION
        SELECT office_id, day FROM counter_ticket WHERE day BETWEEN %(first)s AND %(last)s) AS day
 WHERE NOT EXISTS (SELECT FROM figures_daycounts AS counted
                    WHERE counted.office_id = day.office_id AND counted.date = day.date)
 ORDER BY day.office_id, day.date
