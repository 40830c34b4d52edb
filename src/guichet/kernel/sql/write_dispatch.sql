-- A dispatch and the job that carries it out, in the transaction of their cause: both or neither.
-- Returns nothing where the same cause has written one already. The task is `outbox.DELIVER`; its
-- job is written as procrastinate writes it, for a job must be seen with its dispatch.
CREATE OR REPLACE FUNCTION write_dispatch(
  cause text, sort text, about bigint, who bigint, spoken text,
  moment timestamptz, until timestamptz, mailbox bytea, trace text)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  written bigint;
BEGIN
  INSERT INTO kernel_dispatch
    (key, kind, record, addressee, language, created_at, expires_at, tried, contact, traceparent)
  VALUES (cause, sort, about, who, spoken, moment, until, 0, mailbox, trace)
  ON CONFLICT (key) DO NOTHING RETURNING id INTO written;
  IF written IS NOT NULL THEN
    PERFORM procrastinate_defer_jobs_v1(ARRAY[ROW(
      'outbox', 'guichet.deliver', 0, NULL, NULL, jsonb_build_object('dispatch', written), NULL
    )]::procrastinate_job_to_defer_v1[]);
  END IF;
  RETURN written;
END $$;
