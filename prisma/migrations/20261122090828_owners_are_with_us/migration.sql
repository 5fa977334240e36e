-- One owner, always a person, and one who is with us. The check waits for the commit and locks nothing: whoever lets somebody go locks his row FOR
-- UPDATE last of all (services/departures/service.ts), which waits for all whose custody refers to it, and they for him.
CREATE FUNCTION check_owner_is_with_us() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  gone record;
BEGIN
  SELECT u.case_id, p.id, p.name INTO gone FROM "custody" u JOIN "person" p ON p.id = u.person_id
   WHERE u.to_at IS NULL AND NOT p.is_active AND (CASE WHEN TG_TABLE_NAME = 'person' THEN p.id = (to_jsonb(NEW)->>'id')::uuid ELSE u.id = (to_jsonb(NEW)->>'id')::uuid END) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'case % would be owned by % (%), who is no longer with us', gone.case_id, gone.id, gone.name
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'custody_owner_is_with_us';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "custody_owner_is_with_us" AFTER INSERT OR UPDATE OF person_id, to_at ON "custody" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.to_at IS NULL) EXECUTE FUNCTION check_owner_is_with_us();
CREATE CONSTRAINT TRIGGER "person_leaves_no_case" AFTER UPDATE OF is_active ON "person" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION check_owner_is_with_us();

-- What is his, for who takes it over.
CREATE INDEX "customer_account_manager_idx" ON "customer"("account_manager_id") WHERE account_manager_id IS NOT NULL;
