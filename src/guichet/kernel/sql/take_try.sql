-- Counts a guess at a secret before the secret is looked at. Returns 0 when the guess may be made,
-- else the seconds until the next one may (wait_before_try).
CREATE OR REPLACE FUNCTION take_try(
  guessed bytea, most integer, within interval, moment timestamptz)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  wait integer := wait_before_try(guessed, most, within, moment);
BEGIN
  IF wait = 0 THEN
    INSERT INTO kernel_try (key, at) VALUES (guessed, moment);
  END IF;
  RETURN wait;
END $$;
