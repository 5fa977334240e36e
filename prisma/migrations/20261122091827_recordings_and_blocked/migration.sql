-- Deleted here and not yet at the provider.
CREATE INDEX "recording_to_erase_idx" ON "recording"("deleted_at") WHERE deleted_at IS NOT NULL AND erased_at IS NULL;

-- Each call keeps which version of the rule "recording" was in force when it began (0: the one that the program shipped). Nobody has agreed to
-- anything by calling.
CREATE FUNCTION note_recording_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.recording_rule := coalesce(NEW.recording_rule, (SELECT max(version) FROM "rule_version" WHERE kind = 'recording' AND key = ''), 0);
  NEW.consent := coalesce(NEW.consent, 'none');
  RETURN NEW;
END $$;
CREATE TRIGGER "call_keeps_its_recording_rule" BEFORE INSERT ON "call" FOR EACH ROW EXECUTE FUNCTION note_recording_rule();
