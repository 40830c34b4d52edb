-- Ends an open offer because the client does not want it: they keep their place in line, and the next on the list is offered
-- the place, or the page has it, in the same transaction. Returns false where the offer was not open.
CREATE OR REPLACE FUNCTION decline_offer(declined bigint, moment timestamptz)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  offer booking_offer%ROWTYPE;
  left_place smallint;
  share smallint;
BEGIN
  SELECT * INTO offer FROM booking_offer WHERE id = declined;
  SELECT room INTO share FROM booking_slot WHERE id = offer.slot_id FOR NO KEY UPDATE;
  UPDATE booking_offer SET state = 'declined', ended_at = moment WHERE id = declined AND state = 'open';
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE booking_entry SET state = 'waiting', lapses = 0 WHERE id = offer.entry_id;
  UPDATE booking_appointment SET state = 'ended' WHERE id = offer.claim AND state = 'held'
  RETURNING place INTO left_place;
  IF left_place <= share AND NOT offer_place(offer.slot_id, left_place, moment, NULL) THEN
    UPDATE booking_slot SET taken = taken - 1 WHERE id = offer.slot_id;
  END IF;
  RETURN true;
END $$;
