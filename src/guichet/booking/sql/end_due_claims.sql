-- Ends the claims of one slot that are due (held too long, rested enough, offered and not answered) and gives their places
-- back: `taken` counts those of the public, from 1 to `room`. Returns how many it ended. A place that has rested, or was
-- offered, goes to the next on the list first. The slot is locked before its claims, as in every function here, so that no
-- two of them ever wait for each other.
CREATE OR REPLACE FUNCTION end_due_claims(wanted bigint, moment timestamptz)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  share smallint;
  gone record;
  goes_on boolean;
  ended integer := 0;
  of_public integer := 0;
BEGIN
  SELECT room INTO share FROM booking_slot WHERE id = wanted FOR NO KEY UPDATE;
  FOR gone IN
    UPDATE booking_appointment AS claim SET state = 'ended' FROM booking_appointment AS before
     WHERE before.id = claim.id AND claim.slot_id = wanted
       AND claim.state IN ('held', 'resting') AND claim.until_at <= moment
    RETURNING claim.id, claim.place, before.state AS was
  LOOP
    ended := ended + 1;
    goes_on := gone.was = 'resting' OR lapse_offer(gone.id, moment);
    CONTINUE WHEN gone.place > share;
    IF goes_on THEN
      CONTINUE WHEN offer_place(wanted, gone.place, moment, NULL);
    END IF;
    of_public := of_public + 1;
  END LOOP;
  IF of_public > 0 THEN
    UPDATE booking_slot SET taken = taken - of_public WHERE id = wanted;
  END IF;
  RETURN ended;
END $$;
