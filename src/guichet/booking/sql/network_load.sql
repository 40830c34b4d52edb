-- Returns what a network has claimed in the last day: one for each booking and each hold that lives;
-- for a hold that was never booked, and for a place left to rest by a move, how long it was kept,
-- measured by `usual`. Of IPv6 the wider networks count too, at a half (/56) and a quarter (/48):
-- strangers share them. Of IPv4 all three are the same. One index serves: every claim has a `site`.
CREATE OR REPLACE FUNCTION network_load(
  origins bytea[], moment timestamptz, usual interval, but bigint)
RETURNS double precision LANGUAGE plpgsql STABLE AS $$
DECLARE
  near double precision;
  at_home double precision;
  on_site double precision;
BEGIN
  SELECT sum(weight) FILTER (WHERE network = origins[1]),
         sum(weight) FILTER (WHERE home = coalesce(origins[2], origins[1])), sum(weight)
    INTO near, at_home, on_site
    FROM (SELECT network, home,
                 CASE WHEN confirmation_number IS NOT NULL
                        OR state = 'held' AND until_at > moment THEN 1
                      ELSE least(2, greatest(0.1, extract(epoch FROM until_at - held_at)
                                                  / extract(epoch FROM usual))) END AS weight
            FROM booking_appointment
           WHERE site = coalesce(origins[3], origins[1]) AND held_at > moment - interval '24 hours'
             AND id IS DISTINCT FROM but) AS claims;
  RETURN greatest(coalesce(near, 0), coalesce(at_home, 0) / 2, coalesce(on_site, 0) / 4);
END $$;
