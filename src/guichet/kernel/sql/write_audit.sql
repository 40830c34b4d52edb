-- One line of the record of who did what to which record, in the transaction that did it.
CREATE OR REPLACE FUNCTION write_audit(
  verb text, record_type text, record bigint, actor text, moment timestamptz)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO kernel_auditentry (at, actor, verb, record_type, record, facts)
  VALUES (moment, actor, verb, record_type, record, '{}');
$$;
