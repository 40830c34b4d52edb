-- The forms in which processes of the release before this one call these functions, while this one
-- is rolled out; they go when no such process can be left. They have no price, and the limit of
-- live holds that was theirs; they keep no network with a booking, for they forget none. Whoever
-- calls them is a client, and has no override.
CREATE OR REPLACE FUNCTION claim_place(
  wanted bigint, holder bytea, origins bytea[], most double precision,
  moment timestamptz, held_until timestamptz, usual interval, whole boolean,
  OUT claim bigint, OUT claimed_until timestamptz, OUT obstacle text, OUT load double precision)
LANGUAGE sql AS $$
  SELECT * FROM claim_place(wanted, holder, origins, most, moment, held_until, usual, whole, '{}')
$$;
CREATE OR REPLACE FUNCTION confirm_place(
  held bigint, number text, client bytea, moment timestamptz, spoken text,
  client_name text, born date, telephone text, address text, case_no text,
  needs text, translator text, also_then boolean,
  by_letters bytea, by_words bytea, told_apart bytea,
  of_phone bytea, of_mailbox bytea, most_live integer[],
  OUT booked boolean, OUT obstacle text, OUT contact text, OUT live integer)
LANGUAGE sql AS $$
  SELECT * FROM confirm_place(held, number, client, moment, spoken, client_name, born, telephone,
                              address, case_no, needs, translator, also_then, by_letters, by_words,
                              told_apart, of_phone, of_mailbox, most_live, 'client')
$$;
CREATE OR REPLACE FUNCTION move_place(
  moving bigint, wanted bigint, moment timestamptz, rest_until timestamptz, actor text,
  origins bytea[], most double precision, usual interval,
  OUT moved boolean, OUT obstacle text, OUT load double precision)
LANGUAGE sql AS $$
  SELECT * FROM move_place(moving, wanted, moment, rest_until, actor, origins, most, usual,
                           false, '{}')
$$;
CREATE OR REPLACE FUNCTION claim_place(
  wanted bigint, holder bytea, origin bytea, most_holds integer,
  moment timestamptz, held_until timestamptz, whole boolean,
  OUT claim bigint, OUT claimed_until timestamptz, OUT obstacle text)
LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM booking_appointment
       WHERE network = origin AND state = 'held' AND until_at > moment
         AND (holder IS NULL OR visitor IS DISTINCT FROM holder)) >= most_holds THEN
    obstacle := 'too_many_holds';
    RETURN;
  END IF;
  SELECT done.claim, done.claimed_until, done.obstacle INTO claim, claimed_until, obstacle
    FROM claim_place(wanted, holder, ARRAY[origin], 'infinity'::double precision, moment,
                     held_until, held_until - moment, whole, '{}') AS done;
END $$;
CREATE OR REPLACE FUNCTION confirm_place(
  held bigint, number text, client bytea, moment timestamptz, spoken text,
  client_name text, born date, telephone text, address text, case_no text,
  needs text, translator text, also_then boolean,
  by_letters bytea DEFAULT NULL, by_words bytea DEFAULT NULL, told_apart bytea DEFAULT '',
  OUT booked boolean, OUT obstacle text)
LANGUAGE plpgsql AS $$
BEGIN
  SELECT done.booked, done.obstacle INTO booked, obstacle
    FROM confirm_place(held, number, client, moment, spoken, client_name, born, telephone, address,
                       case_no, needs, translator, also_then, by_letters, by_words, told_apart,
                       NULL::bytea, NULL::bytea, NULL::integer[], 'client') AS done;
  IF booked THEN
    UPDATE booking_appointment SET network = NULL, home = NULL, site = NULL WHERE id = held;
  END IF;
END $$;
CREATE OR REPLACE FUNCTION move_place(
  moving bigint, wanted bigint, moment timestamptz, rest_until timestamptz, actor text,
  OUT moved boolean, OUT obstacle text)
LANGUAGE sql AS $$
  SELECT moved, obstacle
    FROM move_place(moving, wanted, moment, rest_until, actor, NULL::bytea[],
                    0::double precision, interval '10 minutes', false, '{}')
$$;
