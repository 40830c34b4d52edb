-- Counts a guess before the secret is looked at, unless it has a price. `levels` is what is left in
-- each bucket of failures (levels_left); where one has less than one left, nothing is counted yet: the
-- caller charges and calls again with `paid`. `wait` is that of take_try. A guess that is right writes
-- nothing but its try, and gives it back.
CREATE OR REPLACE FUNCTION begin_guess(
  guessed bytea, most integer, within interval, moment timestamptz,
  buckets bytea[], bursts double precision[], paces double precision[], paid boolean,
  OUT wait integer, OUT levels double precision[])
LANGUAGE plpgsql AS $$
BEGIN
  levels := levels_left(buckets, bursts, paces, moment);
  IF paid OR 1 <= ALL (levels) THEN
    wait := take_try(guessed, most, within, moment);
  ELSE
    wait := wait_before_try(guessed, most, within, moment);
  END IF;
END $$;
