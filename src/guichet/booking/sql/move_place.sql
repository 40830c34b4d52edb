-- Takes a place in another slot and leaves the old one, in one transaction: the number stays, and
-- there is no moment in which the client has neither place. The old place goes the way of a cancelled one.
-- A move to the time they have changes nothing, and answers false without an obstacle. The place
-- that rests is on the account of the networks the move comes from, with a price as for a claim. Staff
-- move to a place of theirs (`whole`), or with what an override has `lifted`.
CREATE OR REPLACE FUNCTION move_place(
  moving bigint, wanted bigint, moment timestamptz, rest_until timestamptz, actor text,
  origins bytea[], most double precision, usual interval, whole boolean, lifted text[],
  OUT moved boolean, OUT obstacle text, OUT load double precision)
LANGUAGE plpgsql AS $$
DECLARE
  old booking_appointment%ROWTYPE;
  found_place smallint;
BEGIN
  moved := false;
  SELECT * INTO old FROM booking_appointment WHERE id = moving;
  PERFORM FROM booking_slot WHERE id IN (wanted, old.slot_id) ORDER BY id FOR NO KEY UPDATE;
  SELECT * INTO old FROM booking_appointment
   WHERE id = moving AND slot_id = old.slot_id AND state = 'booked' FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    obstacle := 'already_cancelled';
    RETURN;
  END IF;
  IF old.checked_in_at IS NOT NULL OR old.ended_as <> '' THEN
    obstacle := CASE old.ended_as WHEN '' THEN 'checked_in' ELSE 'slot_closed' END;
    RETURN;
  END IF;
  IF old.slot_id = wanted THEN
    RETURN;  -- neither moved nor hindered: they have this time already
  END IF;
  IF NOT EXISTS (SELECT FROM booking_slot WHERE id = wanted AND service_id = old.service_id) THEN
    obstacle := 'not_found';
    RETURN;
  END IF;

  IF origins IS NOT NULL THEN
    load := network_load(origins, moment, usual, NULL);
    IF load >= most THEN
      obstacle := 'proof_needed';
      RETURN;
    END IF;
  END IF;
  found_place := take_place(wanted, moment, whole, lifted);
  IF found_place IS NULL THEN
    obstacle := why_no_place(wanted, moment, whole, lifted);
    RETURN;
  END IF;

  UPDATE booking_appointment SET slot_id = wanted, place = found_place, office_closed_at = NULL
   WHERE id = moving;
  PERFORM leave_place(old.slot_id, old.place, moment, rest_until, origins, old.identity);
  PERFORM write_audit('move', 'appointment', moving, actor, moment);
  moved := true;
END $$;
