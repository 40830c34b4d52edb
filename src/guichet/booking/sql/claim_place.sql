-- Holds one place for a visitor. Their earlier hold is given up once the new one is sure, and what
-- they had typed in the last hour comes along; the same slot asked for twice (a double click) answers the same hold.
-- Without a row returned in `claim`, `obstacle` says why. `origins` are the networks it comes from, the
-- narrowest first, or null for nobody's; beyond `most` of their load the next claim has a price. Staff claim
-- `whole` slots: see take_place for their places, and for what an override has `lifted`.
CREATE OR REPLACE FUNCTION claim_place(
  wanted bigint, holder bytea, origins bytea[], most double precision,
  moment timestamptz, held_until timestamptz, usual interval, whole boolean, lifted text[],
  OUT claim bigint, OUT claimed_until timestamptz, OUT obstacle text, OUT load double precision)
LANGUAGE plpgsql AS $$
DECLARE
  before booking_appointment%ROWTYPE;
  found_place smallint;
  of_service text;
BEGIN
  IF holder IS NOT NULL THEN
    SELECT * INTO before FROM booking_appointment
     WHERE visitor = holder AND confirmation_number IS NULL
       AND (state = 'held' OR state = 'ended' AND held_at > moment - interval '1 hour')
     ORDER BY held_at DESC, id DESC LIMIT 1;
    IF before.state = 'held' AND before.slot_id = wanted AND before.until_at > moment THEN
      claim := before.id;
      claimed_until := before.until_at;
      RETURN;
    END IF;
    PERFORM FROM booking_slot WHERE id IN (wanted, before.slot_id)
      ORDER BY id FOR NO KEY UPDATE;
  END IF;

  IF origins IS NOT NULL THEN
    load := network_load(origins, moment, usual, before.id);
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
  IF before.state = 'held' THEN
    PERFORM free_place(before.id, moment, moment, '');
  END IF;

  SELECT service_id INTO of_service FROM booking_slot WHERE id = wanted;
  INSERT INTO booking_appointment (
    slot_id, service_id, place, state, until_at, extended, visitor, network, home, site, held_at,
    pin_generation, pin_offered, ended_as, language, name, date_of_birth, birth_known, phone, phone_extension, email,
    case_number, access_needs, interpreter, answers)
  VALUES (
    wanted, of_service, found_place, 'held', held_until, false, holder, origins[1],
    coalesce(origins[2], origins[1]), coalesce(origins[3], origins[1]), moment,
    1, 1, '', coalesce(before.language, 'en'), coalesce(before.name, ''), before.date_of_birth,
    coalesce(before.birth_known, ''),
    coalesce(before.phone, ''), coalesce(before.phone_extension, ''),
    coalesce(before.email, ''), coalesce(before.case_number, ''),
    coalesce(before.access_needs, ''), coalesce(before.interpreter, ''),
    coalesce(before.answers, '{}'))
  RETURNING id, until_at INTO claim, claimed_until;
END $$;
