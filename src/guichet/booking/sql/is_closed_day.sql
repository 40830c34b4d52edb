-- Tells whether a closure of an office covers a day on its own calendar.
CREATE OR REPLACE FUNCTION is_closed_day(office text, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM offices_closure
                  WHERE office_id = office AND day BETWEEN starts_on AND ends_on);
$$;
