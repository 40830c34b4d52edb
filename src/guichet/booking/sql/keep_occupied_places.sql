-- Keeps a slot's capacity at or above the number of every occupied place, and counts the public's places anew where their
-- share changes, whatever code changes them. The row is locked by then, so no claim comes between.
CREATE OR REPLACE FUNCTION keep_occupied_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  highest smallint;
BEGIN
  SELECT coalesce(max(place), 0), count(*) FILTER (WHERE place <= NEW.room) INTO highest, NEW.taken
    FROM booking_appointment WHERE slot_id = NEW.id AND state <> 'ended';
  IF highest > NEW.capacity THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'no_place_falls_away_under_a_client',
      MESSAGE = format('place %s of slot %s is occupied', highest, NEW.id);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER keep_occupied_places
  BEFORE UPDATE OF capacity, room ON booking_slot
  FOR EACH ROW
  WHEN ((OLD.capacity, OLD.room) IS DISTINCT FROM (NEW.capacity, NEW.room))
  EXECUTE FUNCTION keep_occupied_places();
