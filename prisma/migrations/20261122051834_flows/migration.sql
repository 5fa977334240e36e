-- AlterTable
ALTER TABLE "recording" ADD COLUMN     "case_id" UUID;

-- CreateTable
CREATE TABLE "flow_publication" (
    "id" UUID NOT NULL,
    "flow" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "person_id" UUID,
    "why" TEXT NOT NULL,
    "n" SERIAL NOT NULL,

    CONSTRAINT "flow_publication_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "promise" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "call_sid" TEXT,
    "kind" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "kept_at" TIMESTAMPTZ(3),

    CONSTRAINT "promise_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "callback" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "call_sid" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'requested',

    CONSTRAINT "callback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wake" (
    "id" TEXT NOT NULL,
    "call_sid" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "our_number" TEXT NOT NULL,
    "skill" TEXT,
    "site_id" UUID,
    "language" TEXT NOT NULL,
    "ring_seconds" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'calling',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_by_id" UUID,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "wake_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wake_attempt" (
    "id" UUID NOT NULL,
    "wake_id" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "person_id" UUID NOT NULL,
    "why" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "leg_sid" TEXT,
    "state" TEXT NOT NULL DEFAULT 'placing',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "wake_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "text_message" (
    "id" TEXT NOT NULL,
    "call_sid" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "sid" TEXT,
    "error_code" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "text_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rating" (
    "call_sid" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "score" INTEGER NOT NULL,
    "most" INTEGER NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "recording_sid" TEXT,

    CONSTRAINT "rating_pkey" PRIMARY KEY ("call_sid","name")
);

-- CreateTable
CREATE TABLE "directory_entry" (
    "id" UUID NOT NULL,
    "section" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "number" TEXT,
    "hours" JSONB,
    "zone" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "is_sponsored" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "directory_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unmet_request" (
    "id" TEXT NOT NULL,
    "call_sid" TEXT,
    "section" TEXT,
    "asked" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unmet_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "text" JSONB NOT NULL,
    "site_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by_id" UUID NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_call" (
    "incident_id" UUID NOT NULL,
    "call_sid" TEXT NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incident_call_pkey" PRIMARY KEY ("incident_id","call_sid")
);

-- CreateTable
CREATE TABLE "case_number_try" (
    "call_sid" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "from_number" TEXT,
    "is_right" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_number_try_pkey" PRIMARY KEY ("call_sid","turn")
);

-- CreateIndex
CREATE INDEX "flow_publication_flow_published_at_n_idx" ON "flow_publication"("flow", "published_at" DESC, "n" DESC);

-- CreateIndex
CREATE INDEX "promise_case_id_idx" ON "promise"("case_id");

-- CreateIndex
CREATE INDEX "callback_state_due_at_idx" ON "callback"("state", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "callback_call_sid_number_key" ON "callback"("call_sid", "number");

-- CreateIndex
CREATE UNIQUE INDEX "wake_call_sid_key" ON "wake"("call_sid");

-- CreateIndex
CREATE INDEX "wake_state_due_at_idx" ON "wake"("state", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "wake_attempt_leg_sid_key" ON "wake_attempt"("leg_sid");

-- CreateIndex
CREATE UNIQUE INDEX "wake_attempt_wake_id_n_key" ON "wake_attempt"("wake_id", "n");

-- CreateIndex
CREATE UNIQUE INDEX "wake_attempt_wake_id_person_id_key" ON "wake_attempt"("wake_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "text_message_sid_key" ON "text_message"("sid");

-- CreateIndex
CREATE INDEX "text_message_call_sid_idx" ON "text_message"("call_sid");

-- CreateIndex
CREATE INDEX "text_message_to_created_at_idx" ON "text_message"("to", "created_at");

-- CreateIndex
CREATE INDEX "text_message_state_idx" ON "text_message"("state");

-- CreateIndex
CREATE UNIQUE INDEX "directory_entry_section_name_key" ON "directory_entry"("section", "name");

-- CreateIndex
CREATE INDEX "unmet_request_at_idx" ON "unmet_request"("at");

-- CreateIndex
CREATE UNIQUE INDEX "incident_case_id_key" ON "incident"("case_id");

-- CreateIndex
CREATE INDEX "incident_call_call_sid_idx" ON "incident_call"("call_sid");

-- CreateIndex
CREATE INDEX "case_number_try_from_number_at_idx" ON "case_number_try"("from_number", "at");

-- CreateIndex
CREATE INDEX "recording_case_id_idx" ON "recording"("case_id");

-- AddForeignKey
ALTER TABLE "recording" ADD CONSTRAINT "recording_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow_publication" ADD CONSTRAINT "flow_publication_flow_version_fkey" FOREIGN KEY ("flow", "version") REFERENCES "flow_version"("flow", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow_publication" ADD CONSTRAINT "flow_publication_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "promise" ADD CONSTRAINT "promise_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "callback" ADD CONSTRAINT "callback_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wake" ADD CONSTRAINT "wake_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wake" ADD CONSTRAINT "wake_accepted_by_id_fkey" FOREIGN KEY ("accepted_by_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wake_attempt" ADD CONSTRAINT "wake_attempt_wake_id_fkey" FOREIGN KEY ("wake_id") REFERENCES "wake"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wake_attempt" ADD CONSTRAINT "wake_attempt_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rating" ADD CONSTRAINT "rating_call_sid_fkey" FOREIGN KEY ("call_sid") REFERENCES "call"("sid") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_opened_by_id_fkey" FOREIGN KEY ("opened_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_call" ADD CONSTRAINT "incident_call_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_call" ADD CONSTRAINT "incident_call_call_sid_fkey" FOREIGN KEY ("call_sid") REFERENCES "call"("sid") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.

-- Flows that were in use before publications were written down.
INSERT INTO "flow_publication" (id, flow, version, published_at, by, why)
SELECT gen_random_uuid(), flow, version, loaded_at, 'folder', 'in use before publications were kept'
  FROM (SELECT DISTINCT ON (flow) flow, version, loaded_at FROM "flow_version" ORDER BY flow, loaded_at DESC) AS last;
ALTER TABLE "flow_publication" ADD CONSTRAINT "flow_publication_by" CHECK (by IN ('folder', 'page', 'command'));

ALTER TABLE "promise" ADD CONSTRAINT "promise_kind" CHECK (kind IN ('answer', 'callback')), ADD CONSTRAINT "promise_is_ahead" CHECK (due_at >= made_at);
-- A time told to a customer is never later than his case's 20 hours.
CREATE FUNCTION check_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.due_at > (SELECT due_top_at FROM "case" WHERE id = NEW.case_id) THEN
    RAISE EXCEPTION 'a promise for % is later than the 20 hours of case %', NEW.due_at, NEW.case_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "promise_within_the_case" BEFORE INSERT OR UPDATE ON "promise" FOR EACH ROW EXECUTE FUNCTION check_promise();

ALTER TABLE "callback" ADD CONSTRAINT "callback_state" CHECK (state IN ('requested', 'done', 'cancelled')),
  ADD CONSTRAINT "callback_number" CHECK (number ~ '^\+[1-9][0-9]{6,14}$');

ALTER TABLE "wake" ADD CONSTRAINT "wake_state" CHECK (state IN ('calling', 'accepted', 'nobody')),
  ADD CONSTRAINT "wake_number" CHECK (number ~ '^\+[1-9][0-9]{6,14}$'),
  ADD CONSTRAINT "wake_is_accepted_by_somebody" CHECK ((state = 'accepted') = (accepted_by_id IS NOT NULL)),
  ADD CONSTRAINT "wake_takes_ten_minutes_at_most" CHECK (until_at <= started_at + interval '10 minutes');
ALTER TABLE "wake_attempt" ADD CONSTRAINT "wake_attempt_state"
  CHECK (state IN ('placing', 'ringing', 'answered', 'accepted', 'declined', 'noAnswer', 'failed', 'unknown'));
-- Two who press 1 in the same second: one of them has accepted.
CREATE UNIQUE INDEX "wake_is_accepted_once" ON "wake_attempt" (wake_id) WHERE state = 'accepted';

ALTER TABLE "text_message" ADD CONSTRAINT "text_message_state"
  CHECK (state IN ('waiting', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'unknown', 'refused'));
ALTER TABLE "rating" ADD CONSTRAINT "rating_score" CHECK (score BETWEEN 1 AND most);
ALTER TABLE "directory_entry" ADD CONSTRAINT "directory_number" CHECK (number ~ '^\+[1-9][0-9]{6,14}$');
