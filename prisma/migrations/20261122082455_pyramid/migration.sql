-- AlterTable
ALTER TABLE "call" ADD COLUMN     "consent" TEXT,
ADD COLUMN     "recording_rule" INTEGER;

-- AlterTable
ALTER TABLE "case" ADD COLUMN     "acknowledged_at" TIMESTAMPTZ(3),
ADD COLUMN     "acknowledgement" TEXT,
ADD COLUMN     "channel" TEXT NOT NULL DEFAULT 'call',
ADD COLUMN     "completeness" INTEGER,
ADD COLUMN     "end_reason" TEXT,
ADD COLUMN     "is_distressed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "joined_to_id" UUID,
ADD COLUMN     "last_sign_at" TIMESTAMPTZ(3),
ADD COLUMN     "level_since" TIMESTAMPTZ(3),
ADD COLUMN     "ola_breached_at" TIMESTAMPTZ(3),
ADD COLUMN     "ola_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "policy_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "reason_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "reopened_at" TIMESTAMPTZ(3),
ADD COLUMN     "reopenings" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "satisfied_by" TEXT,
ADD COLUMN     "silence_told_at" TIMESTAMPTZ(3),
ADD COLUMN     "solution" TEXT,
ADD COLUMN     "solved_by_id" UUID,
ADD COLUMN     "spot_reason" TEXT,
ADD COLUMN     "topped_at" TIMESTAMPTZ(3),
ADD COLUMN     "warned_hours" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "words" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "custody" ADD COLUMN     "is_keeper" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "level_id" UUID,
ADD COLUMN     "moved_by_id" UUID,
ADD COLUMN     "read_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "account_manager_id" UUID,
ADD COLUMN     "allowed_from" TEXT,
ADD COLUMN     "allowed_to" TEXT,
ADD COLUMN     "merged_into_id" UUID,
ADD COLUMN     "preferred_channel" TEXT;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "deputy_id" UUID;

-- AlterTable
ALTER TABLE "promise" ADD COLUMN     "reason" TEXT,
ADD COLUMN     "replaced_at" TIMESTAMPTZ(3),
ADD COLUMN     "to_whom" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "recording" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "deleted_by_id" UUID,
ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'voicemail';

-- AlterTable
ALTER TABLE "text_message" ALTER COLUMN "call_sid" DROP NOT NULL;

-- CreateTable
CREATE TABLE "rule_version" (
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "made_by_id" UUID,
    "why" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "rule_version_pkey" PRIMARY KEY ("kind","key","version")
);

-- CreateTable
CREATE TABLE "case_event" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "n" SERIAL NOT NULL,
    "person_id" UUID,
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "is_internal" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "case_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "missing_fact" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "fault" TEXT NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "intake_by_id" UUID,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "missing_fact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "department" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "head_id" UUID NOT NULL,
    "ola_minutes" INTEGER NOT NULL,
    "hours" JSONB,
    "zone" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "department_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sub_task" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "department_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "answered_by_id" UUID,
    "answered_at" TIMESTAMPTZ(3),
    "breached_at" TIMESTAMPTZ(3),

    CONSTRAINT "sub_task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_message" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "customer_id" UUID,
    "kind" TEXT NOT NULL,
    "channel" TEXT,
    "to" TEXT,
    "language" TEXT NOT NULL,
    "subject" TEXT,
    "text" TEXT NOT NULL,
    "template_version" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "written_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "email_message" (
    "id" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "email_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbound_call" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "person_id" UUID,
    "case_id" UUID,
    "telling_id" UUID,
    "message_id" UUID,
    "to" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "ring_seconds" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "leg_sid" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbound_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "telling" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "handed_to_id" UUID,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "telling_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "telling_case" (
    "telling_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "telling_case_pkey" PRIMARY KEY ("telling_id","case_id")
);

-- CreateTable
CREATE TABLE "case_rating" (
    "case_id" UUID NOT NULL,
    "score" INTEGER NOT NULL,
    "why" TEXT NOT NULL DEFAULT '',
    "via" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_rating_pkey" PRIMARY KEY ("case_id")
);

-- CreateTable
CREATE TABLE "customer_order" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT '',
    "ordered_at" TIMESTAMPTZ(3) NOT NULL,
    "amount" INTEGER,
    "currency" TEXT,

    CONSTRAINT "customer_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_product" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "since" DATE,
    "until" DATE,

    CONSTRAINT "customer_product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_note" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "person_id" UUID,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_merge" (
    "id" UUID NOT NULL,
    "kept_id" UUID NOT NULL,
    "gone_id" UUID NOT NULL,
    "by_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "moved" JSONB NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_merge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "blocked_number" (
    "number" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "blocked_by_id" UUID,
    "blocked_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "turned_away" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "blocked_number_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "desk_form" (
    "call_sid" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "case_id" UUID,
    "body" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),

    CONSTRAINT "desk_form_pkey" PRIMARY KEY ("call_sid")
);

-- CreateTable
CREATE TABLE "call_room" (
    "call_sid" TEXT NOT NULL,
    "room_sid" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "call_room_pkey" PRIMARY KEY ("call_sid")
);

-- CreateTable
CREATE TABLE "room_member" (
    "id" UUID NOT NULL,
    "call_sid" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "person_id" UUID,
    "number" TEXT NOT NULL,
    "leg_sid" TEXT,
    "mode" TEXT NOT NULL DEFAULT 'talk',
    "is_muted" BOOLEAN NOT NULL DEFAULT false,
    "is_held" BOOLEAN NOT NULL DEFAULT false,
    "joined_at" TIMESTAMPTZ(3),
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "room_member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "closed_month" (
    "month" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_by_id" UUID,
    "body" JSONB NOT NULL,

    CONSTRAINT "closed_month_pkey" PRIMARY KEY ("month")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "seq" BIGINT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "prev" BYTEA,
    "hash" BYTEA,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "case_event_case_id_at_n_idx" ON "case_event"("case_id", "at", "n");

-- CreateIndex
CREATE INDEX "case_event_person_id_at_idx" ON "case_event"("person_id", "at");

-- CreateIndex
CREATE INDEX "missing_fact_case_id_idx" ON "missing_fact"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "department_name_key" ON "department"("name");

-- CreateIndex
CREATE INDEX "sub_task_case_id_idx" ON "sub_task"("case_id");

-- CreateIndex
CREATE INDEX "sub_task_answered_at_due_at_idx" ON "sub_task"("answered_at", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "customer_message_key_key" ON "customer_message"("key");

-- CreateIndex
CREATE INDEX "customer_message_case_id_created_at_idx" ON "customer_message"("case_id", "created_at");

-- CreateIndex
CREATE INDEX "customer_message_customer_id_created_at_idx" ON "customer_message"("customer_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "customer_message_state_due_at_idx" ON "customer_message"("state", "due_at");

-- CreateIndex
CREATE INDEX "email_message_state_due_at_idx" ON "email_message"("state", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbound_call_key_key" ON "outbound_call"("key");

-- CreateIndex
CREATE UNIQUE INDEX "outbound_call_leg_sid_key" ON "outbound_call"("leg_sid");

-- CreateIndex
CREATE INDEX "outbound_call_state_due_at_idx" ON "outbound_call"("state", "due_at");

-- CreateIndex
CREATE INDEX "outbound_call_telling_id_idx" ON "outbound_call"("telling_id");

-- CreateIndex
CREATE INDEX "outbound_call_case_id_idx" ON "outbound_call"("case_id");

-- CreateIndex
CREATE INDEX "telling_state_due_at_idx" ON "telling"("state", "due_at");

-- CreateIndex
CREATE INDEX "telling_person_id_started_at_idx" ON "telling"("person_id", "started_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "customer_order_reference_key" ON "customer_order"("reference");

-- CreateIndex
CREATE INDEX "customer_order_customer_id_ordered_at_idx" ON "customer_order"("customer_id", "ordered_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "customer_product_reference_key" ON "customer_product"("reference");

-- CreateIndex
CREATE INDEX "customer_product_customer_id_idx" ON "customer_product"("customer_id");

-- CreateIndex
CREATE INDEX "customer_note_customer_id_at_idx" ON "customer_note"("customer_id", "at" DESC);

-- CreateIndex
CREATE INDEX "customer_merge_kept_id_idx" ON "customer_merge"("kept_id");

-- CreateIndex
CREATE INDEX "customer_merge_gone_id_idx" ON "customer_merge"("gone_id");

-- CreateIndex
CREATE INDEX "desk_form_person_id_updated_at_idx" ON "desk_form"("person_id", "updated_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "room_member_leg_sid_key" ON "room_member"("leg_sid");

-- CreateIndex
CREATE INDEX "room_member_call_sid_idx" ON "room_member"("call_sid");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_seq_key" ON "audit_entry"("seq");

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_deputy_id_fkey" FOREIGN KEY ("deputy_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_account_manager_id_fkey" FOREIGN KEY ("account_manager_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_joined_to_id_fkey" FOREIGN KEY ("joined_to_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_event" ADD CONSTRAINT "case_event_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_event" ADD CONSTRAINT "case_event_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "missing_fact" ADD CONSTRAINT "missing_fact_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sub_task" ADD CONSTRAINT "sub_task_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sub_task" ADD CONSTRAINT "sub_task_department_id_fkey" FOREIGN KEY ("department_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_message" ADD CONSTRAINT "customer_message_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_message" ADD CONSTRAINT "customer_message_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbound_call" ADD CONSTRAINT "outbound_call_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbound_call" ADD CONSTRAINT "outbound_call_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbound_call" ADD CONSTRAINT "outbound_call_telling_id_fkey" FOREIGN KEY ("telling_id") REFERENCES "telling"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "telling" ADD CONSTRAINT "telling_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "telling" ADD CONSTRAINT "telling_handed_to_id_fkey" FOREIGN KEY ("handed_to_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "telling_case" ADD CONSTRAINT "telling_case_telling_id_fkey" FOREIGN KEY ("telling_id") REFERENCES "telling"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "telling_case" ADD CONSTRAINT "telling_case_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_rating" ADD CONSTRAINT "case_rating_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_order" ADD CONSTRAINT "customer_order_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_product" ADD CONSTRAINT "customer_product_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_note" ADD CONSTRAINT "customer_note_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "desk_form" ADD CONSTRAINT "desk_form_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "desk_form" ADD CONSTRAINT "desk_form_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_room" ADD CONSTRAINT "call_room_call_sid_fkey" FOREIGN KEY ("call_sid") REFERENCES "call"("sid") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "room_member" ADD CONSTRAINT "room_member_call_sid_fkey" FOREIGN KEY ("call_sid") REFERENCES "call_room"("call_sid") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.

-- What was there before: where a case came to its level, and who has a case because he keeps the level.
UPDATE "case" SET level_since = opened_at, last_sign_at = opened_at;
UPDATE "custody" u SET level_id = c.level_id, is_keeper = (u.how = 'born') FROM "case" c WHERE c.id = u.case_id;

ALTER TABLE "custody" ADD CONSTRAINT "custody_how"
  CHECK (how IN ('born', 'take', 'passUp', 'takeOver', 'woken', 'top', 'deputy', 'handover', 'reopen'));
ALTER TABLE "case" ADD CONSTRAINT "case_channel" CHECK (channel IN ('call', 'voicemail', 'callback', 'web', 'text', 'email', 'page', 'incident')),
  ADD CONSTRAINT "case_end" CHECK (end_reason IS NULL OR (status = 'closed' AND end_reason IN ('withdrawn', 'duplicate', 'unreachable'))),
  ADD CONSTRAINT "case_solution" CHECK (status <> 'solved' OR solution IS NULL OR solution <> ''),
  ADD CONSTRAINT "case_is_not_joined_to_itself" CHECK (joined_to_id IS NULL OR joined_to_id <> id),
  ADD CONSTRAINT "case_completeness" CHECK (completeness BETWEEN 0 AND 100);
ALTER TABLE "missing_fact" ADD CONSTRAINT "missing_fact_fault" CHECK (fault IN ('ours', 'new')),
  ADD CONSTRAINT "missing_fact_answer" CHECK ((answer IS NULL) = (answered_at IS NULL));
ALTER TABLE "sub_task" ADD CONSTRAINT "sub_task_answer" CHECK ((answer IS NULL) = (answered_at IS NULL));
ALTER TABLE "customer_message" ADD CONSTRAINT "customer_message_state"
  CHECK (state IN ('planned', 'handed', 'delivered', 'failed', 'unknown', 'superseded', 'refused')),
  ADD CONSTRAINT "customer_message_channel" CHECK (channel IN ('sms', 'email', 'call'));
ALTER TABLE "email_message" ADD CONSTRAINT "email_message_state" CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unknown'));
ALTER TABLE "outbound_call" ADD CONSTRAINT "outbound_call_state"
  CHECK (state IN ('waiting', 'placing', 'ringing', 'answered', 'acknowledged', 'declined', 'noAnswer', 'failed', 'unknown')),
  ADD CONSTRAINT "outbound_call_purpose" CHECK (purpose IN ('telling', 'message', 'callNow', 'survey'));
ALTER TABLE "telling" ADD CONSTRAINT "telling_state" CHECK (kind IN ('loud', 'digest') AND state IN ('open', 'acknowledged', 'handed'));
ALTER TABLE "case_rating" ADD CONSTRAINT "case_rating_score" CHECK (score BETWEEN 1 AND 5);
ALTER TABLE "room_member" ADD CONSTRAINT "room_member_kind"
  CHECK (role IN ('caller', 'agent', 'colleague', 'supervisor') AND mode IN ('listen', 'whisper', 'talk'));
ALTER TABLE "rule_version" ADD CONSTRAINT "rule_version_kind" CHECK (kind IN ('policy', 'score', 'recording', 'reason', 'template') AND version > 0);
ALTER TABLE "call" ADD CONSTRAINT "call_consent" CHECK (consent IN ('none', 'announced', 'agreed', 'refused'));
ALTER TABLE "customer" ADD CONSTRAINT "customer_channel" CHECK (preferred_channel IN ('call', 'sms', 'email')),
  ADD CONSTRAINT "customer_is_not_merged_into_itself" CHECK (merged_into_id IS NULL OR merged_into_id <> id);
ALTER TABLE "closed_month" ADD CONSTRAINT "closed_month_name" CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$');

-- The sweeper's ways to open cases.
CREATE INDEX "case_open_due_idx" ON "case"("due_top_at") WHERE status = 'open';
CREATE INDEX "case_open_level_idx" ON "case"("level_id") WHERE status = 'open';
CREATE INDEX "promise_open_idx" ON "promise"("due_at") WHERE kept_at IS NULL AND replaced_at IS NULL;

-- What happened stays as it was written.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER "case_event_stays" BEFORE UPDATE OR DELETE ON "case_event" FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The audit chain. Whoever commits an entry holds the end of the chain until he has committed, so there is one order and no gap.
-- An entry once chained is never changed. What is hashed: each field with its length before it, after the hash of the entry before.
CREATE FUNCTION audit_text(e "audit_entry") RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(length(field) || ':' || field, ',' ORDER BY place)
    FROM unnest(ARRAY[e.seq::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), e.actor, e.kind, e.subject, e.body::text]) WITH ORDINALITY AS fields(field, place)
$$;
CREATE FUNCTION chain_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('nightline audit'));
  SELECT seq, hash INTO last FROM "audit_entry" WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1;
  UPDATE "audit_entry" SET seq = coalesce(last.seq, 0) + 1, prev = coalesce(last.hash, '\x'::bytea) WHERE id = NEW.id;
  UPDATE "audit_entry" e SET hash = sha256(e.prev || convert_to(audit_text(e), 'UTF8')) WHERE id = NEW.id;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "audit_entry_is_chained" AFTER INSERT ON "audit_entry" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_audit();
CREATE TRIGGER "audit_entry_stays" BEFORE UPDATE ON "audit_entry" FOR EACH ROW WHEN (OLD.hash IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "audit_entry_remains" BEFORE DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Custody and promises write their own entries: no way of changing them goes around it.
CREATE FUNCTION audit_custody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "audit_entry" (at, actor, kind, subject, body) VALUES (NEW.from_at, coalesce(NEW.moved_by_id::text, 'rules'), 'custody.began', NEW.case_id::text,
      jsonb_build_object('custody', NEW.id, 'person', NEW.person_id, 'how', NEW.how, 'level', NEW.level_id));
  END IF;
  IF NEW.to_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.to_at IS DISTINCT FROM NEW.to_at) THEN
    INSERT INTO "audit_entry" (at, actor, kind, subject, body)
      VALUES (NEW.to_at, 'rules', 'custody.ended', NEW.case_id::text, jsonb_build_object('custody', NEW.id, 'person', NEW.person_id));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "custody_is_audited" AFTER INSERT OR UPDATE OF to_at ON "custody" FOR EACH ROW EXECUTE FUNCTION audit_custody();
CREATE FUNCTION audit_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "audit_entry" (at, actor, kind, subject, body) VALUES (NEW.made_at, 'rules', 'promise.made', NEW.case_id::text,
      jsonb_build_object('promise', NEW.id, 'kind', NEW.kind, 'due', NEW.due_at));
  ELSIF OLD.kept_at IS DISTINCT FROM NEW.kept_at OR OLD.replaced_at IS DISTINCT FROM NEW.replaced_at OR OLD.due_at IS DISTINCT FROM NEW.due_at THEN
    INSERT INTO "audit_entry" (at, actor, kind, subject, body)
      VALUES (coalesce(NEW.replaced_at, NEW.kept_at, NEW.made_at), 'rules', CASE WHEN NEW.replaced_at IS NOT NULL THEN 'promise.replaced' WHEN NEW.kept_at IS NOT NULL THEN 'promise.kept' ELSE 'promise.changed' END,
        NEW.case_id::text, jsonb_build_object('promise', NEW.id, 'due', NEW.due_at));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "promise_is_audited" AFTER INSERT OR UPDATE ON "promise" FOR EACH ROW EXECUTE FUNCTION audit_promise();
