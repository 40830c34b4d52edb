-- Ends the claims of one slot that are due (held too long, rested enough) and gives their places
-- back. The slot is locked before its claims, as in every function here, so that no two of them
-- ever wait for each other.
CREATE OR REPLACE FUNCTION end_due_claims(wanted bigint, moment timestamptz)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  ended integer;
BEGIN
  PERFORM FROM booking_slot WHERE id = wanted FOR NO KEY UPDATE;
  UPDATE booking_appointment SET state = 'ended'
   WHERE slot_id = wanted AND state IN ('held', 'resting') AND until_at <= moment;
  GET DIAGNOSTICS ended = ROW_COUNT;
  IF ended > 0 THEN
    UPDATE booking_slot SET taken = taken - ended WHERE id = wanted;
  END IF;
  RETURN ended;
END $$;
