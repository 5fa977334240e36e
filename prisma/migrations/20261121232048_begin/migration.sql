-- CreateEnum
CREATE TYPE "role" AS ENUM ('agent', 'supervisor', 'manager', 'executive', 'payroll', 'admin');

-- CreateTable
CREATE TABLE "company" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "company_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "site" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL,

    CONSTRAINT "site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "phone_number" (
    "number" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "site_id" UUID NOT NULL,
    "flow" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "phone_number_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "phone" TEXT,
    "role" "role" NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "level_id" UUID,
    "password_hash" TEXT,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "level" (
    "id" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "head_id" UUID NOT NULL,
    "is_executive" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "level_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "one_time_link" (
    "token_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "login_session" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "login_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "key_hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'person',
    "language" TEXT,
    "zone" TEXT,
    "is_new" BOOLEAN NOT NULL DEFAULT false,
    "pin_hash" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_reference" (
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "is_verified" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "customer_reference_pkey" PRIMARY KEY ("kind","value")
);

-- CreateTable
CREATE TABLE "contact_point" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "standing" TEXT NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "verified_at" TIMESTAMPTZ(3),
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_to" TIMESTAMPTZ(3),

    CONSTRAINT "contact_point_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_version" (
    "flow" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "loaded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "flow_version_pkey" PRIMARY KEY ("flow","version")
);

-- CreateTable
CREATE TABLE "call" (
    "sid" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "from_raw" TEXT NOT NULL,
    "from_number" TEXT,
    "from_kind" TEXT NOT NULL,
    "to_raw" TEXT NOT NULL,
    "to_number" TEXT,
    "number_label" TEXT,
    "site_name" TEXT,
    "zone" TEXT,
    "customer_id" UUID,
    "identity" TEXT NOT NULL DEFAULT 'none',
    "flow" TEXT NOT NULL,
    "flow_version" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "turn" INTEGER NOT NULL DEFAULT 0,
    "session" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'ringing',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_event_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "duration_seconds" INTEGER,
    "outcome" TEXT,

    CONSTRAINT "call_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "call_event" (
    "fingerprint" BYTEA NOT NULL,
    "call_sid" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "turn" INTEGER,
    "token" TEXT,
    "url" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "log" JSONB,

    CONSTRAINT "call_event_pkey" PRIMARY KEY ("fingerprint")
);

-- CreateTable
CREATE TABLE "captured" (
    "call_sid" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "is_confirmed" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "captured_pkey" PRIMARY KEY ("call_sid","name")
);

-- CreateTable
CREATE TABLE "call_leg" (
    "sid" TEXT NOT NULL,
    "call_sid" TEXT NOT NULL,
    "number" TEXT,
    "status" TEXT NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "duration_seconds" INTEGER,

    CONSTRAINT "call_leg_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "recording" (
    "sid" TEXT NOT NULL,
    "call_sid" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "seconds" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recording_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "effect" (
    "id" TEXT NOT NULL,
    "call_sid" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "done_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "result" JSONB,

    CONSTRAINT "effect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "customer_id" UUID,
    "call_sid" TEXT,
    "title" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "level_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_top_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "custody" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3),
    "how" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "custody_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clock" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "real_at" TIMESTAMPTZ(3) NOT NULL,
    "virtual_at" TIMESTAMPTZ(3) NOT NULL,
    "speed" DOUBLE PRECISION NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sweep" (
    "name" TEXT NOT NULL,
    "seen_version" BIGINT NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sweep_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "site_name_key" ON "site"("name");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "person_level_id_idx" ON "person"("level_id");

-- CreateIndex
CREATE UNIQUE INDEX "level_rank_key" ON "level"("rank");

-- CreateIndex
CREATE INDEX "one_time_link_person_id_idx" ON "one_time_link"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "login_session_token_hash_key" ON "login_session"("token_hash");

-- CreateIndex
CREATE INDEX "login_session_person_id_idx" ON "login_session"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_key_hash_key" ON "api_key"("key_hash");

-- CreateIndex
CREATE INDEX "customer_reference_customer_id_idx" ON "customer_reference"("customer_id");

-- CreateIndex
CREATE INDEX "contact_point_kind_value_idx" ON "contact_point"("kind", "value");

-- CreateIndex
CREATE UNIQUE INDEX "contact_point_customer_id_kind_value_key" ON "contact_point"("customer_id", "kind", "value");

-- CreateIndex
CREATE INDEX "call_customer_id_started_at_idx" ON "call"("customer_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "call_started_at_idx" ON "call"("started_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "call_event_call_sid_turn_key" ON "call_event"("call_sid", "turn");

-- CreateIndex
CREATE INDEX "captured_value_idx" ON "captured"("value");

-- CreateIndex
CREATE INDEX "call_leg_call_sid_idx" ON "call_leg"("call_sid");

-- CreateIndex
CREATE INDEX "recording_call_sid_idx" ON "recording"("call_sid");

-- CreateIndex
CREATE INDEX "effect_call_sid_idx" ON "effect"("call_sid");

-- CreateIndex
CREATE UNIQUE INDEX "case_number_key" ON "case"("number");

-- CreateIndex
CREATE INDEX "case_customer_id_opened_at_idx" ON "case"("customer_id", "opened_at" DESC);

-- CreateIndex
CREATE INDEX "case_call_sid_idx" ON "case"("call_sid");

-- CreateIndex
CREATE INDEX "custody_person_id_to_at_idx" ON "custody"("person_id", "to_at");

-- AddForeignKey
ALTER TABLE "phone_number" ADD CONSTRAINT "phone_number_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_level_id_fkey" FOREIGN KEY ("level_id") REFERENCES "level"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "level" ADD CONSTRAINT "level_head_id_fkey" FOREIGN KEY ("head_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "login_session" ADD CONSTRAINT "login_session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_reference" ADD CONSTRAINT "customer_reference_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call" ADD CONSTRAINT "call_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "captured" ADD CONSTRAINT "captured_call_sid_fkey" FOREIGN KEY ("call_sid") REFERENCES "call"("sid") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_leg" ADD CONSTRAINT "call_leg_call_sid_fkey" FOREIGN KEY ("call_sid") REFERENCES "call"("sid") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recording" ADD CONSTRAINT "recording_call_sid_fkey" FOREIGN KEY ("call_sid") REFERENCES "call"("sid") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_call_sid_fkey" FOREIGN KEY ("call_sid") REFERENCES "call"("sid") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_level_id_fkey" FOREIGN KEY ("level_id") REFERENCES "level"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custody" ADD CONSTRAINT "custody_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custody" ADD CONSTRAINT "custody_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say ------------------------------------------------------------------------------------------------

CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE "company" ADD CONSTRAINT "company_is_one_row" CHECK (id = 1);
ALTER TABLE "clock" ADD CONSTRAINT "clock_is_one_row" CHECK (id = 1 AND speed >= 0);
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_standing" CHECK (standing IN ('direct', 'shared', 'unconfirmed') AND kind IN ('phone', 'email'));
ALTER TABLE "call" ADD CONSTRAINT "call_outcome" CHECK (outcome IN ('answered', 'callback', 'voicemail', 'self-served', 'abandoned', 'failed'));
ALTER TABLE "call" ADD CONSTRAINT "call_identity" CHECK (identity IN ('none', 'known', 'claimed', 'confirmed', 'new'));
ALTER TABLE "case" ADD CONSTRAINT "case_status" CHECK (status IN ('open', 'solved', 'closed') AND (status = 'open') = (ended_at IS NULL));

-- The provider's own token of an event: the same on each repeat.
CREATE UNIQUE INDEX "call_event_token_key" ON "call_event"("token") WHERE token IS NOT NULL;
-- The sweeper's way to calls whose end was never reported, and to effects that are due. Each turn updates its call: with no index on
-- what a turn changes, and room on the page, Postgres writes the new version beside the old one and touches no index (a "HOT" update).
CREATE INDEX "call_open_idx" ON "call"("started_at") WHERE ended_at IS NULL;
ALTER TABLE "call" SET (fillfactor = 50);
CREATE INDEX "effect_open_idx" ON "effect"("due_at") WHERE done_at IS NULL AND failed_at IS NULL;

-- Case numbers are made from it (services/cases/case-number.ts); gaps do no harm.
CREATE SEQUENCE "case_number" AS bigint START 1;

-- One owner at every instant: no two intervals of a case overlap ...
ALTER TABLE "custody" ADD CONSTRAINT "custody_is_one_person" EXCLUDE USING gist (case_id WITH =, tstzrange(from_at, to_at, '[)') WITH &&);
ALTER TABLE "custody" ADD CONSTRAINT "custody_runs_forward" CHECK (to_at IS NULL OR to_at >= from_at);

-- ... and at the commit an open case has exactly one open custody, an ended one none. A custody that moves concerns two cases.
CREATE FUNCTION check_custody() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  key text := CASE WHEN TG_TABLE_NAME = 'case' THEN 'id' ELSE 'case_id' END;
  checked uuid;
  is_open boolean;
  owners int;
BEGIN
  FOR checked IN
    SELECT DISTINCT id::uuid FROM unnest(ARRAY[to_jsonb(OLD)->>key, to_jsonb(NEW)->>key]) AS touched(id) WHERE id IS NOT NULL
  LOOP
    SELECT c.status = 'open' INTO is_open FROM "case" c WHERE c.id = checked;
    CONTINUE WHEN NOT FOUND;
    SELECT count(*) INTO owners FROM "custody" u WHERE u.case_id = checked AND u.to_at IS NULL;
    IF owners <> is_open::int THEN
      RAISE EXCEPTION 'case % is % and has % open custodies', checked, CASE WHEN is_open THEN 'open' ELSE 'ended' END, owners
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'case_has_one_owner';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "case_has_one_owner" AFTER INSERT OR UPDATE OF status ON "case" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_custody();
CREATE CONSTRAINT TRIGGER "custody_leaves_one_owner" AFTER INSERT OR UPDATE OR DELETE ON "custody" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_custody();

-- How many things are under way, for who moves the clock: effects that are due and sweepers that have not seen the last move.
-- Sweepers that have not stirred for a minute of real time are dead and hold up nothing.
CREATE FUNCTION nightline_in_flight() RETURNS int LANGUAGE sql STABLE AS $$
  SELECT (
    (SELECT count(*) FROM "effect" e, "clock" c
      WHERE e.done_at IS NULL AND e.failed_at IS NULL
        AND e.due_at <= c.virtual_at + (clock_timestamp() - c.real_at) * c.speed + interval '1 millisecond')
    + (SELECT count(*) FROM "sweep" s, "clock" c WHERE s.seen_version < c.version AND s.beat_at > clock_timestamp() - interval '1 minute')
  )::int
$$;

-- When the next effect is due: whoever moves the clock stops there. NULL when none waits.
CREATE FUNCTION nightline_next_due() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT min(due_at) FROM "effect" WHERE done_at IS NULL AND failed_at IS NULL
$$;
