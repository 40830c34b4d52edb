-- Who shows the queue of an office hears that it has changed, and reads what; of a device that was taken away, a mark before the
-- office says that its screens are to ask anew who they are. A notice comes with the commit, and once for many changes.
CREATE OR REPLACE FUNCTION tell_displays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('guichet_displays', NEW.office_id);
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION tell_devices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('guichet_displays', '-' || NEW.office);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER tell_displays AFTER INSERT OR UPDATE ON counter_ticket
  FOR EACH ROW EXECUTE FUNCTION tell_displays();
CREATE OR REPLACE TRIGGER tell_devices AFTER UPDATE OF revoked_at ON devices_device
  FOR EACH ROW EXECUTE FUNCTION tell_devices();
