-- Names the obstacle that stands before a slot which has just refused a claim; to staff (`whole`) also
-- what an override would lift.
CREATE OR REPLACE FUNCTION why_no_place(
  wanted bigint, moment timestamptz, whole boolean, lifted text[])
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT CASE WHEN opens_at > moment AND NOT 'release' = ANY (lifted)
                   THEN CASE WHEN whole THEN 'not_released' ELSE 'not_found' END
                 WHEN closed OR starts_at <= moment OR is_closed_day(office_id, local_day)
                   THEN 'slot_closed'
                 WHEN whole AND taken < room AND NOT 'share' = ANY (lifted) THEN 'share_full'
                 ELSE 'slot_full' END
       FROM booking_slot WHERE id = wanted),
    'not_found');
$$;
