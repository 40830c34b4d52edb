-- What was published of an article stays as it was said: no row is changed, and none is taken away.
CREATE OR REPLACE FUNCTION keep_article_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A published article stays as it was: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END;
$$;
CREATE OR REPLACE TRIGGER article_versions_stay BEFORE UPDATE OR DELETE ON guidance_articleversion
  FOR EACH ROW EXECUTE FUNCTION keep_article_version();
