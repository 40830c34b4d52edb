-- Tells whether anybody on the list wants the day of a slot: most days nobody does, and nothing more is looked at.
CREATE OR REPLACE FUNCTION is_listed(of_slot bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM booking_slot AS its JOIN booking_entryday AS wish
                     ON wish.office_id = its.office_id AND wish.service_id = its.service_id AND wish.day = its.local_day
                  WHERE its.id = of_slot);
$$;
