-- A token bucket: `burst` tokens at most, one more every `seconds`. Returns 0 when a token was
-- taken, else the whole seconds until the next one.
CREATE OR REPLACE FUNCTION take_token(
  bucket bytea, burst integer, seconds double precision, moment timestamptz)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  level double precision;
BEGIN
  INSERT INTO kernel_bucket AS kept (key, tokens, at) VALUES (bucket, burst - 1, moment)
  ON CONFLICT (key) DO UPDATE
     SET tokens = least(burst, kept.tokens
                   + greatest(0, extract(epoch FROM moment - kept.at)) / seconds) - 1,
         at = moment
   WHERE least(burst, kept.tokens
          + greatest(0, extract(epoch FROM moment - kept.at)) / seconds) >= 1;
  IF FOUND THEN
    RETURN 0;
  END IF;
  SELECT tokens + greatest(0, extract(epoch FROM moment - at)) / seconds INTO level
    FROM kernel_bucket WHERE key = bucket;
  RETURN greatest(1, ceil((1 - coalesce(level, 0)) * seconds));
END $$;
