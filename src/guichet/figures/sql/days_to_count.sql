-- The days up to %(last)s at an office of which there is something to count, and that are not counted yet. A day of which places alone
-- are left is one from %(first)s on: before that, people may be forgotten, and a count would say that nobody came.
SELECT day.office_id, day.date
  FROM (SELECT slot.office_id, slot.local_day AS date
          FROM booking_slot AS slot JOIN booking_appointment AS appointment ON appointment.slot_id = slot.id
         WHERE slot.local_day <= %(last)s AND appointment.confirmation_number IS NOT NULL
         UNION
        SELECT office_id, local_day FROM booking_slot WHERE local_day BETWEEN %(first)s AND %(last)s
         UNION
        SELECT office_id, day FROM counter_ticket WHERE day <= %(last)s
         UNION
        SELECT office_id, date FROM figures_nothingfree WHERE date <= %(last)s
         UNION
        SELECT office_id, date FROM figures_firstfree WHERE date <= %(last)s) AS day
 WHERE NOT EXISTS (SELECT FROM figures_dayfigures AS counted
                    WHERE counted.office_id = day.office_id AND counted.date = day.date AND counted.by = 'all')
 ORDER BY day.date, day.office_id
