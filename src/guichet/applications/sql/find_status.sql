-- For nodes of the release before, while both run; look_up_status took its place. To be dropped with
-- the release after this one.
-- Finds the one application that a person can name, and what its public status rests on. The guess
-- is counted before it is looked at and given back when it was right; found or not, the work is the
-- same: one probe by the passport. By number, one date must fit and none may differ; without it,
-- birth and expiry must. Of several, the one whose news is the most urgent is shown.
CREATE OR REPLACE FUNCTION find_status(
  guessed bytea, most integer, within interval, moment timestamptz,
  wanted text, held bytea, born date, issued date, expires date,
  OUT wait integer, OUT application bigint)
LANGUAGE plpgsql AS $$
BEGIN
  wait := take_try(guessed, most, within, moment);
  IF wait > 0 THEN
    RETURN;
  END IF;
  SELECT one.id INTO application
    FROM applications_application AS one
    LEFT JOIN applications_authorization AS given ON given.application_id = one.id
   WHERE one.passport = held
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
  IF application IS NOT NULL THEN
    DELETE FROM kernel_try WHERE id = (SELECT max(id) FROM kernel_try WHERE key = guessed);
  END IF;
END $$;
