-- Who refused a case neither takes nor holds its second look: they stand beside every step of it,
-- and the table refuses them (`who_refused_holds_no_second_look`).
CREATE OR REPLACE FUNCTION bar_first_officer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.barred := ARRAY(
    SELECT DISTINCT decision.officer_id FROM applications_decision AS decision
     WHERE decision.application_id = NEW.application_id
       AND decision.kind = 'refused' AND decision.officer_id IS NOT NULL
  );
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER first_officer_is_barred BEFORE INSERT ON applications_officertask
  FOR EACH ROW
  WHEN (NEW.kind IN ('decide', 'late', 'answered', 'request_due', 'reconsideration'))
  EXECUTE FUNCTION bar_first_officer();
