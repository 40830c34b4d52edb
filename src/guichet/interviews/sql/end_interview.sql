-- An invitation ends when its case leaves the state of one: it was decided, withdrawn, taken up
-- again or asked for papers. Whoever moves the case need not know of interviews. The instant is that
-- of the clock of the site, where it was told (`kernel/database/moments.py`).
CREATE OR REPLACE FUNCTION end_interview() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz := coalesce(nullif(current_setting('guichet.now', true), '')::timestamptz, now());
BEGIN
  UPDATE interviews_interview SET outcome = 'with_case', ended_at = greatest(moment, asked_at)
   WHERE application_id = NEW.id AND ended_at IS NULL;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER interview_ends_with_case
  AFTER UPDATE OF state ON applications_application
  FOR EACH ROW
  WHEN (OLD.state = 'interview_requested' AND NEW.state <> 'interview_requested')
  EXECUTE FUNCTION end_interview();
