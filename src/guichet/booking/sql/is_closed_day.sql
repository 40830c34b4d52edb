-- Tells whether a closure of whole days covers a day on the calendar of an office. One of some hours marks its slots.
CREATE OR REPLACE FUNCTION is_closed_day(office text, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM offices_closure
                  WHERE office_id = office AND day BETWEEN starts_on AND ends_on AND starts_at IS NULL);
$$;
