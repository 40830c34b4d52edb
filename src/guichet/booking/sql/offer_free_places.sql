-- Offers places that have become free at once (a day open again, more places) to the list before the page has them: at most
-- `most` of the public's. Returns how many were offered.
CREATE OR REPLACE FUNCTION offer_free_places(of_slot bigint, most integer, moment timestamptz)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  share smallint;
  vacant smallint;
  offered integer := 0;
BEGIN
  SELECT room INTO share FROM booking_slot WHERE id = of_slot AND starts_at > moment FOR NO KEY UPDATE;
  WHILE offered < most LOOP
    SELECT min(number) INTO vacant FROM generate_series(1, share) AS number
     WHERE NOT EXISTS (SELECT FROM booking_appointment
                        WHERE slot_id = of_slot AND place = number AND state <> 'ended');
    EXIT WHEN vacant IS NULL OR NOT offer_place(of_slot, vacant, moment, NULL);
    UPDATE booking_slot SET taken = taken + 1 WHERE id = of_slot;
    offered := offered + 1;
  END LOOP;
  RETURN offered;
END $$;
