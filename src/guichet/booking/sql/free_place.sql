-- Gives a place back: a hold at once, a booking when `rest_until` is over (at once where that is
-- not after `moment`). Returns false when there was nothing to give back: a second call is harmless.
-- Of somebody who is checked in, was served or did not come nothing is given back.
CREATE OR REPLACE FUNCTION free_place(
  leaving bigint, moment timestamptz, rest_until timestamptz, actor text)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  of_slot bigint;
  left_place smallint;
  rests boolean;
BEGIN
  SELECT slot_id INTO of_slot FROM booking_appointment WHERE id = leaving;
  PERFORM FROM booking_slot WHERE id = of_slot FOR NO KEY UPDATE;
  rests := rest_until > moment;

  UPDATE booking_appointment
     SET cancelled_at = CASE state WHEN 'booked' THEN moment END,
         until_at = rest_until, state = CASE WHEN rests THEN 'resting' ELSE 'ended' END
   WHERE id = leaving AND slot_id = of_slot AND state IN ('held', 'booked')
     AND checked_in_at IS NULL AND ended_as = ''
  RETURNING place INTO left_place;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF NOT rests THEN
    UPDATE booking_slot SET taken = taken - 1 WHERE id = of_slot AND room >= left_place;
  END IF;
  IF actor <> '' THEN
    PERFORM write_audit('cancel', 'appointment', leaving, actor, moment);
  END IF;
  RETURN true;
END $$;
