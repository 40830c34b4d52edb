-- Every machine hears, with the commit, that a web notice has changed, and writes its file anew.
CREATE OR REPLACE FUNCTION tell_web_notices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('guichet_web_notices', 'changed');
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS tell_web_notices ON notices_webnotice;
CREATE TRIGGER tell_web_notices AFTER INSERT OR UPDATE OR DELETE ON notices_webnotice
  FOR EACH STATEMENT EXECUTE FUNCTION tell_web_notices();
DROP TRIGGER IF EXISTS tell_web_notices ON notices_webnoticeversion;
CREATE TRIGGER tell_web_notices AFTER INSERT OR UPDATE OR DELETE ON notices_webnoticeversion
  FOR EACH STATEMENT EXECUTE FUNCTION tell_web_notices();
