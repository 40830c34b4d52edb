-- Tells whether anybody on the list wants the day of a slot: most days nobody does, and nothing more is looked at.
-- Asked for the first between two bounds, for that is by the index: asked for equals, the server may read the whole list.
CREATE OR REPLACE FUNCTION is_listed(of_slot bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM booking_slot AS its, LATERAL (
      SELECT FROM booking_entryday AS wish
       WHERE (wish.office_id, wish.service_id, wish.day) >= (its.office_id, its.service_id, its.local_day)
         AND (wish.office_id, wish.service_id, wish.day) <= (its.office_id, its.service_id, its.local_day)
       ORDER BY wish.office_id, wish.service_id, wish.day LIMIT 1) AS first
     WHERE its.id = of_slot);
$$;
