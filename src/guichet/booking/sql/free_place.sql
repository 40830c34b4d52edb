-- Gives a place back: a hold at once, a booking when `rest_until` is over (at once where that is
-- not after `moment`). Returns false when there was nothing to give back: a second call is harmless.
-- Of somebody who is checked in, was served or did not come nothing is given back. The place of a booking is
-- offered to the list first, in this statement; a client who cancels leaves the list themselves.
CREATE OR REPLACE FUNCTION free_place(
  leaving bigint, moment timestamptz, rest_until timestamptz, actor text)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  of_slot bigint;
  left_place smallint;
  leaver bytea;
  service text;
  was_booked boolean;
  rests boolean;
  share smallint;
BEGIN
  SELECT slot_id INTO of_slot FROM booking_appointment WHERE id = leaving;
  SELECT room INTO share FROM booking_slot WHERE id = of_slot FOR NO KEY UPDATE;
  rests := rest_until > moment;

  UPDATE booking_appointment
     SET cancelled_at = CASE state WHEN 'booked' THEN moment END,
         until_at = rest_until, state = CASE WHEN rests THEN 'resting' ELSE 'ended' END
   WHERE id = leaving AND slot_id = of_slot AND state IN ('held', 'booked')
     AND checked_in_at IS NULL AND ended_as = ''
  RETURNING place, identity, service_id, cancelled_at IS NOT NULL INTO left_place, leaver, service, was_booked;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF was_booked AND actor = 'client' THEN
    PERFORM end_entry(id, 'left', moment) FROM booking_entry
     WHERE identity = leaver AND service_id = service AND state IN ('waiting', 'asked');
  END IF;
  IF was_booked AND left_place <= share AND is_listed(of_slot) THEN
    UPDATE booking_appointment SET state = 'ended' WHERE id = leaving;
    IF offer_place(of_slot, left_place, moment, leaver) THEN
      rests := true;  -- it stays taken
    ELSIF rests THEN
      UPDATE booking_appointment SET state = 'resting' WHERE id = leaving;
    END IF;
  END IF;
  IF NOT rests THEN
    UPDATE booking_slot SET taken = taken - 1 WHERE id = of_slot AND room >= left_place;
  END IF;
  IF actor <> '' THEN
    PERFORM write_audit('cancel', 'appointment', leaving, actor, moment);
  END IF;
  RETURN true;
END $$;
