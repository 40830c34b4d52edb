-- Who refused a case neither takes nor holds its second look: they stand beside every step of it,
-- and the table refuses them (`who_refused_holds_no_second_look`).
CREATE OR REPLACE FUNCTION bar_first_officer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.barred := coalesce((
    SELECT jsonb_agg(DISTINCT officer)
      FROM applications_decision AS decision,
           unnest(ARRAY[decision.officer_id, decision.second_officer_id]) AS officer
     WHERE decision.application_id = coalesce(NEW.application_id, NEW.about_id)
       AND decision.kind = 'refused' AND officer IS NOT NULL
  ), '[]');
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER first_officer_is_barred BEFORE INSERT ON applications_officertask
  FOR EACH ROW
  WHEN (NEW.kind IN ('decide', 'late', 'answered', 'request_due', 'reconsideration', 'second_read'))
  EXECUTE FUNCTION bar_first_officer();
