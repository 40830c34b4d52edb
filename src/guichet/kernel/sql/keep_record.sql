-- The record is only added to: by nobody is a line changed, and none taken away before its time is over.
-- The period stands here and not in a setting: whoever may write to the tables cannot bend it.
CREATE OR REPLACE FUNCTION keep_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < clock_timestamp() - interval '730 days' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'The record is only added to: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END;
$$;
CREATE OR REPLACE FUNCTION keep_record_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The record is only added to: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END;
$$;
CREATE OR REPLACE TRIGGER record_is_only_added_to BEFORE UPDATE OR DELETE ON kernel_auditentry
  FOR EACH ROW EXECUTE FUNCTION keep_record();
CREATE OR REPLACE TRIGGER record_is_not_emptied BEFORE TRUNCATE ON kernel_auditentry
  FOR EACH STATEMENT EXECUTE FUNCTION keep_record_whole();
CREATE OR REPLACE TRIGGER record_is_only_added_to BEFORE UPDATE OR DELETE ON kernel_auditseal
  FOR EACH ROW EXECUTE FUNCTION keep_record();
CREATE OR REPLACE TRIGGER record_is_not_emptied BEFORE TRUNCATE ON kernel_auditseal
  FOR EACH STATEMENT EXECUTE FUNCTION keep_record_whole();
