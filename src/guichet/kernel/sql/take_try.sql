-- Counts a guess at a secret before the secret is looked at, so that a thousand guesses at once
-- are counted too. Returns 0 when the guess may be made, else the seconds until the next one may.
CREATE OR REPLACE FUNCTION take_try(
  guessed bytea, most integer, within interval, moment timestamptz)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  made integer;
  oldest timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(guessed, 'hex'), 0));
  SELECT count(*), min(at) INTO made, oldest FROM kernel_try
   WHERE key = guessed AND at > moment - within;
  IF made >= most THEN
    RETURN greatest(1, ceil(extract(epoch FROM oldest + within - moment)));
  END IF;
  INSERT INTO kernel_try (key, at) VALUES (guessed, moment);
  RETURN 0;
END $$;
