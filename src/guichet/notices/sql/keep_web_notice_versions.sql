-- A version of a web notice is changed by nobody: once it may be published, and that is all.
CREATE OR REPLACE FUNCTION keep_web_notice_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) - '{published_by,published_at}'::text[]
     IS DISTINCT FROM to_jsonb(NEW) - '{published_by,published_at}'::text[]
     OR OLD.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'a version of a web notice is never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS keep_web_notice_versions ON notices_webnoticeversion;
CREATE TRIGGER keep_web_notice_versions BEFORE UPDATE ON notices_webnoticeversion
  FOR EACH ROW EXECUTE FUNCTION keep_web_notice_versions();
