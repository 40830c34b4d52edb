-- Names the obstacle that stands before a slot which has just refused a claim.
CREATE OR REPLACE FUNCTION why_no_place(wanted bigint, moment timestamptz)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT CASE WHEN opens_at > moment THEN 'not_found'
                 WHEN closed OR starts_at <= moment OR is_closed_day(office_id, local_day)
                   THEN 'slot_closed'
                 ELSE 'slot_full' END
       FROM booking_slot WHERE id = wanted),
    'not_found');
$$;
