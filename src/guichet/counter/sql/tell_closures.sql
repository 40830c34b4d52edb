-- Who shows the queue of an office hears that it closes or opens: those who wait there read it at once.
CREATE OR REPLACE FUNCTION tell_closures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM pg_notify('guichet_displays', OLD.office_id);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM pg_notify('guichet_displays', NEW.office_id);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER tell_closures AFTER INSERT OR UPDATE OR DELETE ON offices_closure
  FOR EACH ROW EXECUTE FUNCTION tell_closures();
