-- Nobody is in two interviews at once. Two ranges stand for an equality, which needs no extension.
ALTER TABLE interviews_interview ADD CONSTRAINT an_officer_is_in_one_interview
  EXCLUDE USING gist (
    int8range(officer_id, officer_id, '[]') WITH &&,
    tstzrange(chosen_at, chosen_until) WITH &&
  ) WHERE (ended_at IS NULL AND chosen_at IS NOT NULL);
