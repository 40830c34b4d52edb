-- A policy stays as it was approved: no version is changed, and none is taken away.
CREATE OR REPLACE FUNCTION keep_policy_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'An approved policy stays as it was: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END;
$$;
CREATE OR REPLACE TRIGGER policy_versions_stay BEFORE UPDATE OR DELETE ON guidance_policyversion
  FOR EACH ROW EXECUTE FUNCTION keep_policy_version();
