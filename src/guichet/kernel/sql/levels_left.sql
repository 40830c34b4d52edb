-- Returns what is left in each bucket of failures, below zero where more failed than it holds.
-- Buckets are only read: as many guesses as there are threads may see the last one that is left.
CREATE OR REPLACE FUNCTION levels_left(
  buckets bytea[], bursts double precision[], paces double precision[], moment timestamptz)
RETURNS double precision[] LANGUAGE plpgsql AS $$
DECLARE
  levels double precision[] := '{}';
  level double precision;
BEGIN
  FOR turn IN 1 .. cardinality(buckets) LOOP
    SELECT tokens + greatest(0, extract(epoch FROM moment - at)) / paces[turn] INTO level
      FROM kernel_bucket WHERE key = buckets[turn];
    levels := levels || least(bursts[turn], coalesce(level, bursts[turn]));
  END LOOP;
  RETURN levels;
END $$;
