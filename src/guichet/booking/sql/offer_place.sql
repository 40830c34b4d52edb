-- Keeps a vacant place of a slot for the next on the list who fits, as a held claim without a visitor, and returns whether
-- there is anybody. The caller has locked the slot, and counts the place where it was not counted before.
CREATE OR REPLACE FUNCTION offer_place(of_slot bigint, vacant smallint, moment timestamptz, leaver bytea)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  next record;
  kept bigint;
BEGIN
  SELECT * INTO next FROM entry_for(of_slot, moment, leaver);
  IF next.entry IS NULL THEN
    RETURN false;
  END IF;
  INSERT INTO booking_appointment (
    slot_id, service_id, place, state, until_at, extended, held_at, pin_generation, pin_offered,
    ended_as, language, name, phone, email, case_number, access_needs, interpreter, answers)
  SELECT id, service_id, vacant, 'held', next.ends, false, moment, 1, 1, '', 'en', '', '', '', '', '', '', '{}'
    FROM booking_slot WHERE id = of_slot
  RETURNING id INTO kept;
  INSERT INTO booking_offer (entry_id, slot_id, claim, state, made_at, sends_at, until_at)
  VALUES (next.entry, of_slot, kept, 'open', moment, next.sends, next.ends);
  UPDATE booking_entry SET state = 'offered' WHERE id = next.entry;
  RETURN true;
END $$;
