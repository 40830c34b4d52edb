-- Made from the table in states.py by `guard_sql()`; change the table, then write this file again.
-- An application begins as a draft and goes no way that is not listed. An authorization ends once.
CREATE OR REPLACE FUNCTION guard_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN
      RAISE check_violation USING MESSAGE = format('an application cannot begin as %s', NEW.state),
        CONSTRAINT = 'applications_begin_as_drafts';
    END IF;
  ELSIF (OLD.state, NEW.state) NOT IN (VALUES
    ('auto_review', 'issued'),
    ('auto_review', 'manual_review'),
    ('draft', 'abandoned'),
    ('draft', 'submitted_unpaid'),
    ('info_received', 'info_requested'),
    ('info_received', 'interview_requested'),
    ('info_received', 'issued'),
    ('info_received', 'manual_review'),
    ('info_received', 'refused'),
    ('info_received', 'withdrawn'),
    ('info_requested', 'abandoned'),
    ('info_requested', 'info_received'),
    ('info_requested', 'manual_review'),
    ('info_requested', 'withdrawn'),
    ('interview_requested', 'abandoned'),
    ('interview_requested', 'info_requested'),
    ('interview_requested', 'issued'),
    ('interview_requested', 'manual_review'),
    ('interview_requested', 'refused'),
    ('interview_requested', 'withdrawn'),
    ('manual_review', 'info_requested'),
    ('manual_review', 'interview_requested'),
    ('manual_review', 'issued'),
    ('manual_review', 'refused'),
    ('manual_review', 'withdrawn'),
    ('refused', 'manual_review'),
    ('submitted', 'auto_review'),
    ('submitted', 'withdrawn'),
    ('submitted_unpaid', 'abandoned'),
    ('submitted_unpaid', 'draft'),
    ('submitted_unpaid', 'submitted')
  ) THEN
    RAISE check_violation
      USING MESSAGE = format('no way leads from %s to %s', OLD.state, NEW.state),
        CONSTRAINT = 'states_follow_the_table';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER application_begins BEFORE INSERT ON applications_application
  FOR EACH ROW EXECUTE FUNCTION guard_application();
CREATE OR REPLACE TRIGGER application_moves BEFORE UPDATE OF state ON applications_application
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION guard_application();

CREATE OR REPLACE FUNCTION guard_authorization() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR NEW.ended_as NOT IN ('expired', 'superseded', 'cancelled', 'lapsed_by_list_change') THEN
    RAISE check_violation
      USING MESSAGE = format('an authorization cannot become %s', NEW.ended_as),
        CONSTRAINT = 'authorizations_end_once';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER authorization_ends
  BEFORE UPDATE OF ended_at, ended_as ON applications_authorization
  FOR EACH ROW
  WHEN ((OLD.ended_at, OLD.ended_as) IS DISTINCT FROM (NEW.ended_at, NEW.ended_as))
  EXECUTE FUNCTION guard_authorization();
