-- Raises the counter of a slot and returns the lowest place that is free, or null when it is full,
-- closed (a closure counts from the moment it is saved), past or not released. The guard and the counter are one statement, so nobody fits between
-- them; the look for a place sees what committed while the first statement waited.
CREATE OR REPLACE FUNCTION take_place(wanted bigint, moment timestamptz, whole boolean)
RETURNS smallint LANGUAGE plpgsql AS $$
DECLARE
  most smallint;
  occupied smallint[];
BEGIN
  FOR attempt IN 1..2 LOOP
    UPDATE booking_slot SET taken = taken + 1
     WHERE id = wanted AND taken < CASE WHEN whole THEN capacity ELSE room END
       AND NOT closed AND opens_at <= moment AND starts_at > moment
       AND NOT is_closed_day(office_id, local_day)
    RETURNING capacity INTO most;
    EXIT WHEN FOUND;
    IF attempt = 2 OR end_due_claims(wanted, moment) = 0 THEN
      RETURN NULL;
    END IF;
  END LOOP;
  -- A look for the smallest of generate_series would be planned anew each time, at ten times its cost.
  occupied := ARRAY(SELECT place FROM booking_appointment
                     WHERE slot_id = wanted AND state <> 'ended');
  FOR number IN 1 .. most LOOP
    IF number <> ALL (occupied) THEN
      RETURN number;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
