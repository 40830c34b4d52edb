-- Returns 0 when a guess at a secret may be made, else the seconds until the next one may. Whoever
-- asks for the same secret waits until this transaction ends, so that a thousand guesses at once
-- are counted one after the other.
CREATE OR REPLACE FUNCTION wait_before_try(
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
  RETURN 0;
END $$;
