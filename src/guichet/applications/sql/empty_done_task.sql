-- What the list goes by stands beside a task while it waits, and no longer.
CREATE OR REPLACE FUNCTION empty_done_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.family_name := '';
  NEW.given_names := '';
  NEW.nationality := '';
  NEW.travel_on := NULL;
  NEW.reason := '';
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER task_is_done BEFORE INSERT OR UPDATE ON applications_officertask
  FOR EACH ROW WHEN (NEW.done_at IS NOT NULL)
  EXECUTE FUNCTION empty_done_task();
