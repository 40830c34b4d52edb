-- Counts a guess before the secret is looked at, unless it has a price. `levels` is what is left in
-- each bucket of failures, below zero where more failed than it holds; where one has less than one
-- left, nothing is counted yet: the caller charges and calls again with `paid`. `wait` is that of
-- take_try. Buckets are only read: a guess that is right writes nothing but its try, and gives it
-- back. So as many guesses as there are threads may see the last one that is left.
CREATE OR REPLACE FUNCTION begin_guess(
  guessed bytea, most integer, within interval, moment timestamptz,
  buckets bytea[], bursts double precision[], paces double precision[], paid boolean,
  OUT wait integer, OUT levels double precision[])
LANGUAGE plpgsql AS $$
DECLARE
  level double precision;
  made integer;
  oldest timestamptz;
BEGIN
  levels := '{}';
  FOR turn IN 1 .. cardinality(buckets) LOOP
    SELECT tokens + greatest(0, extract(epoch FROM moment - at)) / paces[turn] INTO level
      FROM kernel_bucket WHERE key = buckets[turn];
    levels := levels || least(bursts[turn], coalesce(level, bursts[turn]));
  END LOOP;
  IF paid OR 1 <= ALL (levels) THEN
    wait := take_try(guessed, most, within, moment);
    RETURN;
  END IF;
  SELECT count(*), min(at) INTO made, oldest FROM kernel_try
   WHERE key = guessed AND at > moment - within;
  wait := CASE WHEN made >= most
               THEN greatest(1, ceil(extract(epoch FROM oldest + within - moment))) ELSE 0 END;
END $$;
