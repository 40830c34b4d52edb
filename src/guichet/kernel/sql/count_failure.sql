-- Takes one from each bucket for a guess that failed, below zero as well, though no further down
-- than its `deepest`: what was guessed in an hour of attack is forgotten some hours later. Always
-- called with the buckets in one order, from the narrowest network to the number: no two wait for
-- each other. `counter` counts on for who watches over the site.
CREATE OR REPLACE FUNCTION count_failure(
  buckets bytea[], bursts double precision[], paces double precision[],
  deepest double precision[], counter bytea, moment timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  FOR turn IN 1 .. cardinality(buckets) LOOP
    INSERT INTO kernel_bucket AS kept (key, tokens, at)
    VALUES (buckets[turn], bursts[turn] - 1, moment)
    ON CONFLICT (key) DO UPDATE
       SET tokens = greatest(deepest[turn], least(bursts[turn], kept.tokens
             + greatest(0, extract(epoch FROM moment - kept.at)) / paces[turn]) - 1),
           at = moment;
  END LOOP;
  INSERT INTO kernel_bucket AS kept (key, tokens, at) VALUES (counter, 1, moment)
  ON CONFLICT (key) DO UPDATE SET tokens = kept.tokens + 1, at = moment;
END $$;
