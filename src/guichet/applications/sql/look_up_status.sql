-- Finds the one application that a person can name, in one trip to the database. A call costs its
-- network a token, unless `bucket` is null; `levels` stays null where there was none. Only a wrong
-- guess is counted, and what is right writes nothing: nobody else can guess at the same before this
-- transaction ends (wait_before_try). Unknown or wrong, the work is the same: one probe by the
-- passport. By number, one date must fit and none may differ; without it, birth and expiry must. Of
-- several, the one whose news is the most urgent is shown. `passport_next` is full in a rotation.
CREATE OR REPLACE FUNCTION look_up_status(
  bucket bytea, burst integer, seconds double precision,
  guessed bytea, most integer, within interval, moment timestamptz,
  buckets bytea[], bursts double precision[], paces double precision[], paid boolean,
  deepest double precision[], counter bytea,
  wanted text, held bytea, born date, issued date, expires date,
  OUT wait integer, OUT levels double precision[], OUT application bigint)
LANGUAGE plpgsql AS $$
BEGIN
  IF bucket IS NOT NULL THEN
    wait := take_token(bucket, burst, seconds, moment);
    IF wait > 0 THEN
      RETURN;
    END IF;
  END IF;
  levels := levels_left(buckets, bursts, paces, moment);
  wait := wait_before_try(guessed, most, within, moment);
  IF wait > 0 OR NOT (paid OR 1 <= ALL (levels)) THEN
    RETURN;
  END IF;
  SELECT one.id INTO application
    FROM applications_application AS one
    LEFT JOIN applications_authorization AS given ON given.application_id = one.id
   WHERE (one.passport = held OR one.passport_next = held)
     AND (wanted = '' OR one.number = wanted)
     AND (born IS NULL OR one.born_on = born)
     AND (issued IS NULL OR one.document_issued_on = issued)
     AND (expires IS NULL OR one.document_expires_on = expires)
     AND CASE WHEN wanted = '' THEN born IS NOT NULL AND expires IS NOT NULL
              ELSE coalesce(born, issued, expires) IS NOT NULL END
   ORDER BY CASE WHEN one.state IN ('info_requested', 'interview_requested') THEN 0
                 WHEN given.id IS NOT NULL AND given.ended_at IS NULL THEN 1
                 WHEN one.state IN ('submitted', 'auto_review', 'manual_review', 'info_received')
                   THEN 2
                 WHEN one.state IN ('draft', 'submitted_unpaid', 'abandoned') THEN 4
                 ELSE 3 END,
            one.submitted_at DESC NULLS LAST, one.id DESC
   LIMIT 1;
  IF application IS NULL THEN
    INSERT INTO kernel_try (key, at) VALUES (guessed, moment);
    PERFORM count_failure(buckets, bursts, paces, deepest, counter, moment);
  END IF;
END $$;
