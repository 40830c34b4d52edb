-- Ends the claims of one slot that are due (held too long, rested enough) and gives their places
-- back: `taken` counts those of the public, from 1 to `room`. Returns how many it ended. The slot is
-- locked before its claims, as in every function here, so that no two of them ever wait for each other.
CREATE OR REPLACE FUNCTION end_due_claims(wanted bigint, moment timestamptz)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  share smallint;
  ended integer;
  of_public integer;
BEGIN
  SELECT room INTO share FROM booking_slot WHERE id = wanted FOR NO KEY UPDATE;
  WITH due AS (
    UPDATE booking_appointment SET state = 'ended'
     WHERE slot_id = wanted AND state IN ('held', 'resting') AND until_at <= moment
    RETURNING place)
  SELECT count(*), count(*) FILTER (WHERE place <= share) INTO ended, of_public FROM due;
  IF of_public > 0 THEN
    UPDATE booking_slot SET taken = taken - of_public WHERE id = wanted;
  END IF;
  RETURN ended;
END $$;
