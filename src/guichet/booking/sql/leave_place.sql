-- Gives on a place that somebody has moved away from: to the next on the list, where it is the public's; else it rests on the
-- account of `origins` until `rest_until`, or is free. The caller has locked the slot.
CREATE OR REPLACE FUNCTION leave_place(
  of_slot bigint, vacant smallint, moment timestamptz, rest_until timestamptz, origins bytea[], leaver bytea)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM booking_slot WHERE id = of_slot AND room >= vacant)
     AND offer_place(of_slot, vacant, moment, leaver) THEN
    RETURN;
  END IF;
  IF rest_until > moment THEN
    INSERT INTO booking_appointment (
      slot_id, service_id, place, state, until_at, extended, held_at, pin_generation, pin_offered,
      ended_as, language, name, phone, email, case_number, access_needs, interpreter, answers,
      network, home, site)
    SELECT id, service_id, vacant, 'resting', rest_until, false, moment, 1, 1,
           '', 'en', '', '', '', '', '', '', '{}',
           origins[1], coalesce(origins[2], origins[1]), coalesce(origins[3], origins[1])
      FROM booking_slot WHERE id = of_slot;
  ELSE
    UPDATE booking_slot SET taken = taken - 1 WHERE id = of_slot AND room >= vacant;
  END IF;
END $$;
