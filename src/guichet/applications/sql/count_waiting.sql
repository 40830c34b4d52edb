-- How many tasks wait, by kind and holder: each statement that changes tasks adds what it changed.
-- Nobody waits for a counter that somebody else holds, and the list need not count 100,000 rows.
CREATE OR REPLACE FUNCTION count_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO applications_waitingtally (kind, officer_id, team_id, change)
    SELECT kind, officer_id, team_id, count(*)
      FROM tasks_after WHERE done_at IS NULL GROUP BY 1, 2, 3;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO applications_waitingtally (kind, officer_id, team_id, change)
    SELECT kind, officer_id, team_id, -count(*)
      FROM tasks_before WHERE done_at IS NULL GROUP BY 1, 2, 3;
  ELSE
    INSERT INTO applications_waitingtally (kind, officer_id, team_id, change)
    SELECT kind, officer_id, team_id, sum(change)
      FROM (SELECT kind, officer_id, team_id, 1 AS change FROM tasks_after WHERE done_at IS NULL
             UNION ALL
            SELECT kind, officer_id, team_id, -1 FROM tasks_before WHERE done_at IS NULL) AS changed
     GROUP BY 1, 2, 3 HAVING sum(change) <> 0;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER tasks_come AFTER INSERT ON applications_officertask
  REFERENCING NEW TABLE AS tasks_after
  FOR EACH STATEMENT EXECUTE FUNCTION count_waiting();

CREATE OR REPLACE TRIGGER tasks_change AFTER UPDATE ON applications_officertask
  REFERENCING OLD TABLE AS tasks_before NEW TABLE AS tasks_after
  FOR EACH STATEMENT EXECUTE FUNCTION count_waiting();

CREATE OR REPLACE TRIGGER tasks_go AFTER DELETE ON applications_officertask
  REFERENCING OLD TABLE AS tasks_before
  FOR EACH STATEMENT EXECUTE FUNCTION count_waiting();
