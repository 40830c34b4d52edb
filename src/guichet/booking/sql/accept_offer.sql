-- Accepts an open offer. Who has an appointment for the service moves into the place that was kept, in this transaction, and
-- what they leave goes the same way: to the next on the list, or it rests, or it is free. Chains end, for each leads to a later
-- time. For who has none, `claim` is the place to be booked in the same transaction. Else `obstacle` says why not.
CREATE OR REPLACE FUNCTION accept_offer(
  accepted bigint, moment timestamptz, rest_until timestamptz, actor text,
  OUT moved bigint, OUT claim bigint, OUT obstacle text)
LANGUAGE plpgsql AS $$
DECLARE
  offer booking_offer%ROWTYPE;
  entry booking_entry%ROWTYPE;
  own booking_appointment%ROWTYPE;
  kept booking_appointment%ROWTYPE;
  its booking_slot%ROWTYPE;
BEGIN
  SELECT * INTO offer FROM booking_offer WHERE id = accepted;
  SELECT * INTO entry FROM booking_entry WHERE id = offer.entry_id;
  SELECT mine.* INTO own FROM booking_appointment AS mine JOIN booking_slot AS slot ON slot.id = mine.slot_id
   WHERE (mine.identity = entry.identity OR mine.letters = entry.letters OR mine.words = entry.words)
     AND mine.service_id = entry.service_id AND mine.state = 'booked' AND mine.ended_as = '' AND slot.ends_at > moment
   ORDER BY (mine.identity = entry.identity) DESC NULLS LAST LIMIT 1;
  PERFORM FROM booking_slot WHERE id IN (offer.slot_id, own.slot_id) ORDER BY id FOR NO KEY UPDATE;
  SELECT * INTO offer FROM booking_offer WHERE id = accepted FOR NO KEY UPDATE;
  SELECT * INTO kept FROM booking_appointment WHERE id = offer.claim AND state = 'held' AND until_at > moment FOR NO KEY UPDATE;
  IF offer.state <> 'open' OR kept.id IS NULL THEN
    obstacle := 'offer_' || CASE offer.state WHEN 'open' THEN 'lapsed' ELSE offer.state END;
    RETURN;
  END IF;
  SELECT * INTO its FROM booking_slot WHERE id = offer.slot_id;
  IF its.closed OR is_closed_day(its.office_id, its.local_day) THEN
    obstacle := 'offer_withdrawn';
    RETURN;
  END IF;

  IF own.id IS NULL THEN
    claim := kept.id;
  ELSE
    SELECT * INTO own FROM booking_appointment WHERE id = own.id AND slot_id = own.slot_id AND state = 'booked'
       AND checked_in_at IS NULL AND ended_as = '' FOR NO KEY UPDATE;
    IF own.id IS NULL OR (SELECT starts_at FROM booking_slot WHERE id = own.slot_id) <= its.starts_at THEN
      obstacle := 'own_is_nearer';
      RETURN;
    END IF;
    UPDATE booking_appointment SET state = 'ended' WHERE id = kept.id;
    UPDATE booking_appointment SET slot_id = its.id, place = kept.place, office_closed_at = NULL WHERE id = own.id;
    PERFORM write_audit('move', 'appointment', own.id, actor, moment);
    moved := own.id;
  END IF;
  UPDATE booking_offer SET state = 'accepted', ended_at = moment WHERE id = accepted;
  PERFORM end_entry(offer.entry_id, 'accepted', moment);
  IF moved IS NOT NULL THEN
    PERFORM leave_place(own.slot_id, own.place, moment, rest_until, NULL, own.identity);
  END IF;
END $$;
