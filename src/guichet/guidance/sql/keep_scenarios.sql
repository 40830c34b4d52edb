-- What was published of a scenario stays as it was said: no row is changed, and none is taken away.
CREATE OR REPLACE FUNCTION keep_scenario_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A published scenario stays as it was: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END;
$$;
CREATE OR REPLACE TRIGGER scenario_versions_stay BEFORE UPDATE OR DELETE ON guidance_scenarioversion
  FOR EACH ROW EXECUTE FUNCTION keep_scenario_version();
