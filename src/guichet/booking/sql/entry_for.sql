-- Returns who is next on the list for a place of a slot, from when they may be told and until when they have time to answer;
-- nothing where nobody fits. First asked, first offered, of those who want the day (one index has them in order). Passed over
-- are who has an offer, had this time before, had a message on the day, or has an appointment that is no later or on the day
-- of the message. People are told from 8 to 21 h of the office's time, have two hours, and know 3 hours before the time, or as
-- long as they need; where less than 30 minutes are left, the page has the place. `leaver` has just left it.
CREATE OR REPLACE FUNCTION entry_for(
  of_slot bigint, moment timestamptz, leaver bytea,
  OUT entry bigint, OUT sends timestamptz, OUT ends timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
  its booking_slot%ROWTYPE;
  zone text;
  wall timestamp;
  today timestamptz;
BEGIN
  SELECT * INTO its FROM booking_slot WHERE id = of_slot;
  IF its.closed OR its.opens_at > moment OR NOT is_listed(of_slot) OR is_closed_day(its.office_id, its.local_day) THEN
    RETURN;
  END IF;

  SELECT time_zone INTO zone FROM offices_office WHERE code = its.office_id;
  wall := moment AT TIME ZONE zone;
  sends := CASE WHEN wall::time < '08:00' THEN (wall::date + time '08:00') AT TIME ZONE zone
                WHEN wall::time >= '21:00' THEN (wall::date + 1 + time '08:00') AT TIME ZONE zone
                ELSE moment END;
  IF least(sends + interval '2 hours', its.starts_at - interval '3 hours') < sends + interval '30 minutes' THEN
    RETURN;
  END IF;

  today := (sends AT TIME ZONE zone)::date::timestamp AT TIME ZONE zone;
  SELECT waiting.id, least(sends + interval '2 hours', its.starts_at - make_interval(hours => waiting.lead_hours))
    INTO entry, ends
    FROM booking_entryday AS wish JOIN booking_entry AS waiting ON waiting.id = wish.entry_id
   WHERE wish.office_id = its.office_id AND wish.service_id = its.service_id AND wish.day = its.local_day
     AND waiting.state = 'waiting' AND waiting.identity IS DISTINCT FROM leaver
     AND its.starts_at - make_interval(hours => waiting.lead_hours) >= sends + interval '30 minutes'
     AND NOT EXISTS (SELECT FROM booking_offer WHERE entry_id = waiting.id AND slot_id = of_slot)
     AND NOT EXISTS (SELECT FROM kernel_dispatch WHERE contact = waiting.identity AND created_at >= today)
     AND NOT EXISTS (
       SELECT FROM booking_appointment AS own JOIN booking_slot AS other ON other.id = own.slot_id
        WHERE (own.identity = waiting.identity OR own.letters = waiting.letters OR own.words = waiting.words)
          AND own.service_id = its.service_id AND own.state = 'booked' AND own.ended_as = ''
          AND (own.checked_in_at IS NOT NULL OR other.starts_at > moment AND other.starts_at <= its.starts_at
               OR (other.starts_at AT TIME ZONE zone)::date = (sends AT TIME ZONE zone)::date)
         OFFSET 0)  -- for one person at a time, by the indexes: joined, it would read every appointment there is
   ORDER BY wish.entry_id LIMIT 1 FOR NO KEY UPDATE OF waiting SKIP LOCKED;
END $$;
