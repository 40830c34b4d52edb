-- Ends an entry of the list, and erases whom it stands for.
CREATE OR REPLACE FUNCTION end_entry(ending bigint, how text, moment timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE booking_entry
     SET state = how, ended_at = moment, identity = NULL, letters = NULL, words = NULL, by_phone = NULL, client = '{}'
   WHERE id = ending AND ended_at IS NULL;
  DELETE FROM booking_entryday WHERE entry_id = ending;
END $$;
