-- Turns a live hold into a booking. A client's appointment that has passed, or has ended before, no
-- longer counts as live; two live ones for one service are refused by one_live_appointment_per_client, _per_letters
-- and _per_words. `told_apart` is empty, or the identity of who says that they are somebody else. A
-- closure counts from the moment it is saved. Unless `also_then`, the same minute for another service
-- is asked about. Live appointments with the same phone or address are counted where `most_live` is
-- not null, the most for each of the two; the first that has as many is named in `contact`. `actor` is who books, as the
-- record calls them.
CREATE OR REPLACE FUNCTION confirm_place(
  held bigint, number text, client bytea, moment timestamptz, spoken text,
  client_name text, born date, telephone text, address text, case_no text,
  needs text, translator text, also_then boolean,
  by_letters bytea, by_words bytea, told_apart bytea,
  of_phone bytea, of_mailbox bytea, most_live integer[], actor text,
  OUT booked boolean, OUT obstacle text, OUT contact text, OUT live integer)
LANGUAGE plpgsql AS $$
DECLARE
  wanted booking_slot%ROWTYPE;
  counted integer[];
BEGIN
  booked := false;
  SELECT slot.* INTO wanted FROM booking_slot AS slot
    JOIN booking_appointment AS claim ON claim.slot_id = slot.id WHERE claim.id = held;
  IF wanted.closed OR is_closed_day(wanted.office_id, wanted.local_day) THEN
    obstacle := 'slot_closed';
    RETURN;
  END IF;
  IF NOT also_then AND EXISTS (
    SELECT FROM booking_appointment AS other JOIN booking_slot AS slot ON slot.id = other.slot_id
     WHERE (other.identity = client
            OR told_apart = '' AND (other.letters = by_letters OR other.words = by_words))
       AND other.state = 'booked' AND other.ended_as = '' AND other.id <> held
       AND other.service_id <> wanted.service_id AND slot.starts_at = wanted.starts_at) THEN
    obstacle := 'same_time';
    RETURN;
  END IF;

  IF most_live IS NOT NULL THEN
    SELECT ARRAY[count(*) FILTER (WHERE other.by_phone = of_phone),
                 count(*) FILTER (WHERE other.by_mailbox = of_mailbox)] INTO counted
      FROM booking_appointment AS other JOIN booking_slot AS slot ON slot.id = other.slot_id
     WHERE (other.by_phone = of_phone OR other.by_mailbox = of_mailbox)
       AND other.state = 'booked' AND other.ended_as = '' AND slot.ends_at > moment;
    IF counted[1] >= most_live[1] OR counted[2] >= most_live[2] THEN
      obstacle := 'too_many_for_contact';
      contact := CASE WHEN counted[1] >= most_live[1] THEN 'phone' ELSE 'email' END;
      live := greatest(counted[1], counted[2]);
      RETURN;
    END IF;
  END IF;

  UPDATE booking_appointment AS past SET identity = NULL, letters = NULL, words = NULL
    FROM booking_slot AS slot
   WHERE (past.identity = client OR past.letters = by_letters OR past.words = by_words)
     AND past.state = 'booked' AND slot.id = past.slot_id
     AND (slot.ends_at <= moment OR past.ended_as <> '');

  UPDATE booking_appointment
     SET state = 'booked', until_at = NULL, confirmation_number = number,
         identity = client, letters = by_letters, words = by_words, apart = told_apart,
         by_phone = of_phone, by_mailbox = of_mailbox,
         booked_at = moment, language = spoken, name = client_name,
         date_of_birth = born, phone = telephone, email = address, case_number = case_no,
         access_needs = needs, interpreter = translator
   WHERE id = held AND state = 'held' AND until_at > moment;
  booked := FOUND;
  IF NOT booked THEN
    obstacle := 'hold_expired';
    RETURN;
  END IF;
  PERFORM write_audit('book', 'appointment', held, actor, moment);
END $$;
