-- Ends the offer of a claim whose time is over, and returns whether the place goes on to the next on the list. Who was told
-- and did not answer keeps their place in line; twice in a row, they are passed over until they say that they still want it.
-- An offer of which nobody was told in time (the worker stood still, the office has closed the day) is no lapse, and the
-- page has the place: so nothing keeps it from the public for long.
CREATE OR REPLACE FUNCTION lapse_offer(gone bigint, moment timestamptz)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  offer booking_offer%ROWTYPE;
  told boolean;
BEGIN
  SELECT * INTO offer FROM booking_offer WHERE claim = gone AND state = 'open' FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  told := NOT (SELECT closed FROM booking_slot WHERE id = offer.slot_id) AND EXISTS (
    SELECT FROM kernel_dispatch WHERE sent_at IS NOT NULL
       AND key IN ('offer:' || offer.id, 'offer_text:' || offer.id));
  UPDATE booking_offer SET state = CASE WHEN told THEN 'lapsed' ELSE 'withdrawn' END, ended_at = moment
   WHERE id = offer.id;
  UPDATE booking_entry SET lapses = lapses + told::integer, asked_again_at = NULL,
                           state = CASE WHEN told AND lapses >= 1 THEN 'asked' ELSE 'waiting' END
   WHERE id = offer.entry_id;
  DELETE FROM booking_entryday AS wish USING booking_entry AS entry
   WHERE wish.entry_id = offer.entry_id AND entry.id = offer.entry_id AND entry.state = 'asked';
  RETURN told;
END $$;
