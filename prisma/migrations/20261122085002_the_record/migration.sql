-- AlterTable
ALTER TABLE "callback" ADD COLUMN     "customer_id" UUID;

-- AlterTable
ALTER TABLE "captured" ADD COLUMN     "customer_id" UUID;

-- AlterTable
ALTER TABLE "case_rating" ADD COLUMN     "customer_id" UUID;

-- AlterTable
ALTER TABLE "promise" ADD COLUMN     "customer_id" UUID;

-- AlterTable
ALTER TABLE "rating" ADD COLUMN     "customer_id" UUID;

-- AlterTable
ALTER TABLE "recording" ADD COLUMN     "customer_id" UUID;

-- AlterTable
ALTER TABLE "text_message" ADD COLUMN     "customer_id" UUID;

-- What Prisma cannot say.

-- What belongs to a call or a case lies on the record of its customer. The database copies the customer there, so that a record of
-- 20,000 calls can be read in the order of time by one index for each kind. Whoever adds something locks its call or case first:
-- else somebody who moves it to another record at that moment would overlook what is being added.
CREATE FUNCTION customer_of_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT customer_id INTO NEW.customer_id FROM "call" WHERE sid = NEW.call_sid FOR NO KEY UPDATE;
  RETURN NEW;
END $$;
CREATE TRIGGER "captured_has_customer" BEFORE INSERT ON "captured" FOR EACH ROW EXECUTE FUNCTION customer_of_call();
CREATE TRIGGER "recording_has_customer" BEFORE INSERT ON "recording" FOR EACH ROW EXECUTE FUNCTION customer_of_call();
CREATE TRIGGER "rating_has_customer" BEFORE INSERT ON "rating" FOR EACH ROW EXECUTE FUNCTION customer_of_call();
CREATE TRIGGER "text_message_has_customer" BEFORE INSERT ON "text_message" FOR EACH ROW WHEN (NEW.call_sid IS NOT NULL) EXECUTE FUNCTION customer_of_call();

CREATE FUNCTION customer_of_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT customer_id INTO NEW.customer_id FROM "case" WHERE id = NEW.case_id FOR NO KEY UPDATE;
  RETURN NEW;
END $$;
CREATE TRIGGER "callback_has_customer" BEFORE INSERT ON "callback" FOR EACH ROW EXECUTE FUNCTION customer_of_case();
CREATE TRIGGER "promise_has_customer" BEFORE INSERT ON "promise" FOR EACH ROW EXECUTE FUNCTION customer_of_case();
CREATE TRIGGER "case_rating_has_customer" BEFORE INSERT ON "case_rating" FOR EACH ROW EXECUTE FUNCTION customer_of_case();
CREATE TRIGGER "customer_message_has_customer" BEFORE INSERT ON "customer_message" FOR EACH ROW EXECUTE FUNCTION customer_of_case();

CREATE FUNCTION move_what_lies_on_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "captured" SET customer_id = NEW.customer_id WHERE call_sid = NEW.sid;
  UPDATE "recording" SET customer_id = NEW.customer_id WHERE call_sid = NEW.sid;
  UPDATE "rating" SET customer_id = NEW.customer_id WHERE call_sid = NEW.sid;
  UPDATE "text_message" SET customer_id = NEW.customer_id WHERE call_sid = NEW.sid;
  RETURN NULL;
END $$;
CREATE TRIGGER "call_moves_what_lies_on_it" AFTER UPDATE OF customer_id ON "call"
  FOR EACH ROW WHEN (OLD.customer_id IS DISTINCT FROM NEW.customer_id) EXECUTE FUNCTION move_what_lies_on_call();

CREATE FUNCTION move_what_lies_on_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "callback" SET customer_id = NEW.customer_id WHERE case_id = NEW.id;
  UPDATE "promise" SET customer_id = NEW.customer_id WHERE case_id = NEW.id;
  UPDATE "case_rating" SET customer_id = NEW.customer_id WHERE case_id = NEW.id;
  UPDATE "customer_message" SET customer_id = NEW.customer_id WHERE case_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER "case_moves_what_lies_on_it" AFTER UPDATE OF customer_id ON "case"
  FOR EACH ROW WHEN (OLD.customer_id IS DISTINCT FROM NEW.customer_id) EXECUTE FUNCTION move_what_lies_on_case();

-- What was there before.
UPDATE "captured" x SET customer_id = c.customer_id FROM "call" c WHERE c.sid = x.call_sid AND c.customer_id IS NOT NULL;
UPDATE "recording" x SET customer_id = c.customer_id FROM "call" c WHERE c.sid = x.call_sid AND c.customer_id IS NOT NULL;
UPDATE "rating" x SET customer_id = c.customer_id FROM "call" c WHERE c.sid = x.call_sid AND c.customer_id IS NOT NULL;
UPDATE "text_message" x SET customer_id = c.customer_id FROM "call" c WHERE c.sid = x.call_sid AND c.customer_id IS NOT NULL;
UPDATE "callback" x SET customer_id = c.customer_id FROM "case" c WHERE c.id = x.case_id AND c.customer_id IS NOT NULL;
UPDATE "promise" x SET customer_id = c.customer_id FROM "case" c WHERE c.id = x.case_id AND c.customer_id IS NOT NULL;
UPDATE "case_rating" x SET customer_id = c.customer_id FROM "case" c WHERE c.id = x.case_id AND c.customer_id IS NOT NULL;

CREATE INDEX "captured_customer_idx" ON "captured"(customer_id, at DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX "recording_customer_idx" ON "recording"(customer_id, received_at DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX "rating_customer_idx" ON "rating"(customer_id, given_at DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX "text_message_customer_idx" ON "text_message"(customer_id, created_at DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX "callback_customer_idx" ON "callback"(customer_id, requested_at DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX "promise_customer_idx" ON "promise"(customer_id, made_at DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX "case_rating_customer_idx" ON "case_rating"(customer_id, given_at DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX "callback_case_id_idx" ON "callback"("case_id");
CREATE INDEX "case_open_customer_idx" ON "case"(customer_id, opened_at DESC) WHERE status = 'open';
-- Texts and mails that came in about a case.
CREATE INDEX "case_event_contact_idx" ON "case_event"(case_id, at) WHERE kind = 'contact';
-- Calls from a number of his that nobody has put on his record.
CREATE INDEX "call_unknown_idx" ON "call"(from_number, started_at DESC) WHERE customer_id IS NULL;
CREATE INDEX "customer_list_idx" ON "customer"(is_new DESC, name) WHERE merged_into_id IS NULL;
CREATE INDEX "audit_entry_reading_idx" ON "audit_entry"(subject, actor, at) WHERE kind = 'customer.read';

-- Full-text search in both languages. Words are kept as they were written (names, and words that are typed by half) and by their stem;
-- the dictionaries of "russian" know English words too. Signs are taken out before: else "KV-2024/17" or an address would be one word.
CREATE FUNCTION search_text(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN translate(lower(regexp_replace(left(words, 50000), '[!-/:-@\[-`{-~«»„“”‘’‚–—…№·•]+', ' ', 'g')), 'ё', 'е');
CREATE FUNCTION search_words(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN to_tsvector('pg_catalog.simple'::regconfig, search_text(words)) || to_tsvector('pg_catalog.russian'::regconfig, search_text(words));
CREATE FUNCTION case_words(title text, words text, facts jsonb, solution text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN search_words(concat_ws(' '::text, title, words, (SELECT string_agg(fact.value, ' ') FROM jsonb_each_text(CASE WHEN jsonb_typeof(facts) = 'object' THEN facts END) fact), solution));
-- Of what somebody typed: all of its words, the last one perhaps unfinished. Never fails; without a word it finds nothing.
CREATE FUNCTION search_query(typed text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (
    SELECT coalesce(string_agg('(' || concat_ws(' | ', nullif(plain.word, ''), nullif(stem.word, '')) || ')', ' & ' ORDER BY n), '')::tsquery
      FROM (
        SELECT n, quote_literal(word) || CASE WHEN n = max(n) OVER () AND length(word) > 1 THEN ':*' ELSE '' END AS word
          FROM regexp_split_to_table(search_text(typed), '\s+') WITH ORDINALITY AS split(word, n) WHERE word <> ''
      ) typed_words,
      LATERAL (SELECT to_tsquery('pg_catalog.simple'::regconfig, typed_words.word)::text AS word) plain,
      LATERAL (SELECT to_tsquery('pg_catalog.russian'::regconfig, typed_words.word)::text AS word) stem
     WHERE plain.word <> '' OR stem.word <> ''
  );

CREATE EXTENSION IF NOT EXISTS pg_trgm;
-- Parts of numbers, addresses and references.
CREATE INDEX "contact_point_part_idx" ON "contact_point" USING gin (value gin_trgm_ops);
CREATE INDEX "customer_reference_part_idx" ON "customer_reference" USING gin (value gin_trgm_ops);
-- A short list of what is not sorted in yet keeps searches quick and writing cheap.
CREATE INDEX "customer_words_idx" ON "customer" USING gin (search_words(name || ' ' || note)) WITH (gin_pending_list_limit = 256);
CREATE INDEX "customer_note_words_idx" ON "customer_note" USING gin (search_words(text)) WITH (gin_pending_list_limit = 256);
CREATE INDEX "case_words_idx" ON "case" USING gin (case_words(title, words, facts, solution)) WITH (gin_pending_list_limit = 256);
CREATE INDEX "case_note_words_idx" ON "case_event" USING gin (search_words(body ->> 'text')) WITH (gin_pending_list_limit = 256) WHERE kind = 'note';
CREATE INDEX "captured_words_idx" ON "captured" USING gin (search_words(value)) WITH (gin_pending_list_limit = 256);
CREATE INDEX "case_opened_at_idx" ON "case"("opened_at" DESC);
