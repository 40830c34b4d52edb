-- Returns the lowest place that is free for whoever asks, or null when there is none, or the slot is closed (a closure
-- counts from the moment it is saved), past or not released. The public have the places from 1 to `room`, which `taken`
-- counts: guard and counter are one statement, so nobody fits between them. Staff (`whole`) have those above, which need
-- no counter: the same statement locks the slot, and the look for a place sees what committed while it waited. An
-- override is a word in `lifted`: 'share' lets staff have a place of the public, 'release' one before its minute.
CREATE OR REPLACE FUNCTION take_place(wanted bigint, moment timestamptz, whole boolean, lifted text[])
RETURNS smallint LANGUAGE plpgsql AS $$
DECLARE
  share smallint;
  most smallint;
  occupied smallint[];
BEGIN
  FOR attempt IN 1..2 LOOP
    UPDATE booking_slot SET taken = taken + CASE WHEN whole THEN 0 ELSE 1 END
     WHERE id = wanted AND (whole OR taken < room)
       AND NOT closed AND (opens_at <= moment OR 'release' = ANY (lifted)) AND starts_at > moment
       AND NOT is_closed_day(office_id, local_day)
    RETURNING room, capacity INTO share, most;
    IF most IS NOT NULL THEN
      -- A look for the smallest of generate_series would be planned anew each time, at ten times its cost.
      occupied := ARRAY(SELECT place FROM booking_appointment
                         WHERE slot_id = wanted AND state <> 'ended');
      FOR number IN CASE WHEN whole THEN share + 1 ELSE 1 END .. CASE WHEN whole THEN most ELSE share END LOOP
        IF number <> ALL (occupied) THEN
          RETURN number;
        END IF;
      END LOOP;
      EXIT WHEN NOT whole;
    END IF;
    CONTINUE WHEN attempt = 1 AND end_due_claims(wanted, moment) > 0;

    -- Nothing of the staff's own is free, and nothing is due: an override takes what the public has left.
    FOR number IN 1 .. CASE WHEN whole AND 'share' = ANY (lifted) THEN coalesce(share, 0) ELSE 0 END LOOP
      IF number <> ALL (occupied) THEN
        UPDATE booking_slot SET taken = taken + 1 WHERE id = wanted;
        RETURN number;
      END IF;
    END LOOP;
    EXIT;
  END LOOP;
  RETURN NULL;
END $$;
