-- The old constraints and the trigger that copied the customer go first.
ALTER TABLE "callback" DROP CONSTRAINT "callback_state";
DROP TRIGGER "callback_has_customer" ON "callback";

-- DropForeignKey
ALTER TABLE "callback" DROP CONSTRAINT "callback_case_id_fkey";

-- DropIndex
DROP INDEX "callback_state_due_at_idx";

-- AlterTable
ALTER TABLE "callback" ADD COLUMN     "ask_for" TEXT,
ADD COLUMN     "at_risk_at" TIMESTAMPTZ(3),
ADD COLUMN     "broken_at" TIMESTAMPTZ(3),
ADD COLUMN     "broken_why" TEXT,
ADD COLUMN     "code_hash" TEXT,
ADD COLUMN     "code_sent_at" TIMESTAMPTZ(3),
ADD COLUMN     "code_tries" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "end_why" TEXT,
ADD COLUMN     "ended_at" TIMESTAMPTZ(3),
ADD COLUMN     "extension" TEXT,
ADD COLUMN     "first_try_at" TIMESTAMPTZ(3),
ADD COLUMN     "head_start_seconds" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "is_asap" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "level_id" UUID,
ADD COLUMN     "made_by_id" UUID,
ADD COLUMN     "name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "next_at" TIMESTAMPTZ(3),
ADD COLUMN     "our_number" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "person_id" UUID,
ADD COLUMN     "place_at" TIMESTAMPTZ(3),
ADD COLUMN     "reached_at" TIMESTAMPTZ(3),
ADD COLUMN     "reason" TEXT NOT NULL DEFAULT 'callback',
ADD COLUMN     "reminded_at" TIMESTAMPTZ(3),
ADD COLUMN     "request_key" TEXT,
ADD COLUMN     "rule_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "same_key" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "score" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "severity" TEXT NOT NULL DEFAULT 'normal',
ADD COLUMN     "site_id" UUID,
ADD COLUMN     "skill" TEXT,
ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'ivr',
ADD COLUMN     "title" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "token" TEXT,
ADD COLUMN     "token_until" TIMESTAMPTZ(3),
ADD COLUMN     "tries" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "window_from" TIMESTAMPTZ(3),
ADD COLUMN     "words" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "zone" TEXT NOT NULL DEFAULT 'UTC',
ALTER COLUMN "case_id" DROP NOT NULL,
ALTER COLUMN "call_sid" DROP NOT NULL,
ALTER COLUMN "state" SET DEFAULT 'waiting';

-- CreateTable
CREATE TABLE "callback_attempt" (
    "id" UUID NOT NULL,
    "callback_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "person_id" UUID,
    "number" TEXT NOT NULL,
    "is_customer_first" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT 'offering',
    "outcome" TEXT,
    "agent_call_id" UUID,
    "customer_call_id" UUID,
    "agent_leg_sid" TEXT,
    "customer_leg_sid" TEXT,
    "why" TEXT NOT NULL DEFAULT '',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "customer_rung_at" TIMESTAMPTZ(3),
    "connected_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "callback_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "callback_event" (
    "id" BIGSERIAL NOT NULL,
    "callback_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "from_state" TEXT,
    "to_state" TEXT,
    "attempt_id" UUID,
    "person_id" UUID,
    "why" TEXT NOT NULL DEFAULT '',
    "body" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "callback_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "callback_pause" (
    "id" UUID NOT NULL,
    "skill" TEXT,
    "why" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3) NOT NULL,
    "paused_by_id" UUID,
    "resumed_at" TIMESTAMPTZ(3),
    "resumed_by_id" UUID,

    CONSTRAINT "callback_pause_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "callback_breaker" (
    "id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "why" TEXT NOT NULL,
    "body" JSONB NOT NULL DEFAULT '{}',
    "until_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_by_id" UUID,

    CONSTRAINT "callback_breaker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ask_count" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "period_at" TIMESTAMPTZ(3) NOT NULL,
    "period" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ask_count_pkey" PRIMARY KEY ("scope","key","period","period_at")
);

-- CreateTable
CREATE TABLE "spending" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "country" TEXT NOT NULL DEFAULT '',
    "reserved_minor" INTEGER NOT NULL,
    "settled_minor" INTEGER,

    CONSTRAINT "spending_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_pace" (
    "name" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "call_pace_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "callback_attempt_agent_call_id_key" ON "callback_attempt"("agent_call_id");

-- CreateIndex
CREATE UNIQUE INDEX "callback_attempt_customer_call_id_key" ON "callback_attempt"("customer_call_id");

-- CreateIndex
CREATE UNIQUE INDEX "callback_attempt_agent_leg_sid_key" ON "callback_attempt"("agent_leg_sid");

-- CreateIndex
CREATE UNIQUE INDEX "callback_attempt_customer_leg_sid_key" ON "callback_attempt"("customer_leg_sid");

-- CreateIndex
CREATE UNIQUE INDEX "callback_attempt_callback_id_n_key" ON "callback_attempt"("callback_id", "n");

-- CreateIndex
CREATE INDEX "callback_event_callback_id_id_idx" ON "callback_event"("callback_id", "id");

-- CreateIndex
CREATE INDEX "callback_breaker_opened_at_idx" ON "callback_breaker"("opened_at");

-- CreateIndex
CREATE INDEX "ask_count_period_at_idx" ON "ask_count"("period_at");

-- CreateIndex
CREATE UNIQUE INDEX "spending_key_key" ON "spending"("key");

-- CreateIndex
CREATE INDEX "spending_at_idx" ON "spending"("at");

-- CreateIndex
CREATE UNIQUE INDEX "callback_token_key" ON "callback"("token");

-- CreateIndex
CREATE UNIQUE INDEX "callback_request_key_key" ON "callback"("request_key");

-- CreateIndex
CREATE INDEX "callback_state_next_at_idx" ON "callback"("state", "next_at");

-- CreateIndex
CREATE INDEX "callback_requested_at_idx" ON "callback"("requested_at");

-- AddForeignKey
ALTER TABLE "callback" ADD CONSTRAINT "callback_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "callback" ADD CONSTRAINT "callback_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "callback_attempt" ADD CONSTRAINT "callback_attempt_callback_id_fkey" FOREIGN KEY ("callback_id") REFERENCES "callback"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "callback_attempt" ADD CONSTRAINT "callback_attempt_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "callback_event" ADD CONSTRAINT "callback_event_callback_id_fkey" FOREIGN KEY ("callback_id") REFERENCES "callback"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.

-- What was there before: asked for in calls, each with a case, dealt with by hand.
UPDATE "callback" SET window_from = requested_at, place_at = requested_at, next_at = due_at,
  our_number = coalesce((SELECT to_number FROM "call" c WHERE c.sid = call_sid), ''), same_key = number || ' #' || id,
  state = CASE state WHEN 'requested' THEN 'waiting' ELSE state END, ended_at = CASE state WHEN 'requested' THEN NULL ELSE greatest(due_at, requested_at) END;
ALTER TABLE "callback" ALTER COLUMN window_from SET NOT NULL, ALTER COLUMN place_at SET NOT NULL, ALTER COLUMN next_at SET NOT NULL;

ALTER TABLE "callback"
  ADD CONSTRAINT "callback_state" CHECK (state IN ('unverified', 'scheduled', 'waiting', 'snoozed', 'offering', 'calling', 'talking', 'resting', 'done', 'unreachable', 'cancelled', 'expired', 'blocked')),
  ADD CONSTRAINT "callback_source" CHECK (source IN ('web', 'form', 'ivr', 'abandoned', 'agent', 'api', 'callNow')),
  ADD CONSTRAINT "callback_extension" CHECK (extension ~ '^[0-9*#w]{1,12}$'),
  ADD CONSTRAINT "callback_window" CHECK (window_from <= due_at),
  ADD CONSTRAINT "callback_has_ended" CHECK ((ended_at IS NOT NULL) = (state IN ('done', 'unreachable', 'cancelled', 'expired', 'blocked'))),
  ADD CONSTRAINT "callback_has_case" CHECK (case_id IS NOT NULL OR state NOT IN ('offering', 'calling', 'talking', 'resting', 'unreachable'));
ALTER TABLE "callback_attempt"
  ADD CONSTRAINT "attempt_state" CHECK (state IN ('offering', 'calling', 'talking', 'ended')),
  ADD CONSTRAINT "attempt_has_ended" CHECK ((ended_at IS NOT NULL) = (state = 'ended') AND (outcome IS NOT NULL) = (state = 'ended')),
  ADD CONSTRAINT "attempt_talks_with_one_of_us" CHECK (state <> 'talking' OR person_id IS NOT NULL);

-- Asked twice it is one callback; at most one live attempt of a callback, of a number, of one of us.
CREATE UNIQUE INDEX "callback_once" ON "callback" (same_key) WHERE ended_at IS NULL AND same_key <> '';
CREATE UNIQUE INDEX "attempt_once_of_callback" ON "callback_attempt" (callback_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX "attempt_once_of_number" ON "callback_attempt" (number) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX "attempt_once_of_person" ON "callback_attempt" (person_id) WHERE ended_at IS NULL;
-- Who is next, of each kind of callers: read from the front, however many wait.
CREATE INDEX "callback_next" ON "callback" (skill, language, person_id, place_at, id) WHERE state = 'waiting';
CREATE INDEX "callback_open_next_at" ON "callback" (next_at) WHERE ended_at IS NULL;
CREATE INDEX "callback_open_window" ON "callback" (window_from, due_at) WHERE ended_at IS NULL;
CREATE INDEX "callback_number_idx" ON "callback" (number, requested_at DESC);
CREATE INDEX "attempt_customer_rung_idx" ON "callback_attempt" (customer_rung_at DESC) WHERE customer_rung_at IS NOT NULL;

-- Whose it is: that of its case once it has one; before that, as was said.
CREATE FUNCTION customer_of_callback() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT customer_id INTO NEW.customer_id FROM "case" WHERE id = NEW.case_id FOR NO KEY UPDATE;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "callback_has_customer" BEFORE INSERT OR UPDATE OF case_id ON "callback" FOR EACH ROW EXECUTE FUNCTION customer_of_callback();

-- The lawful transitions (services/callbacks/states.ts; a test compares the two).
CREATE TABLE "callback_transition" (from_state text NOT NULL, to_state text NOT NULL, PRIMARY KEY (from_state, to_state));
INSERT INTO "callback_transition" VALUES
  ('unverified', 'waiting'), ('unverified', 'scheduled'), ('unverified', 'cancelled'), ('unverified', 'expired'), ('unverified', 'blocked'),
  ('scheduled', 'waiting'), ('scheduled', 'cancelled'), ('scheduled', 'done'), ('scheduled', 'blocked'),
  ('waiting', 'offering'), ('waiting', 'calling'), ('waiting', 'scheduled'), ('waiting', 'snoozed'), ('waiting', 'cancelled'), ('waiting', 'done'), ('waiting', 'unreachable'), ('waiting', 'blocked'),
  ('snoozed', 'waiting'), ('snoozed', 'scheduled'), ('snoozed', 'cancelled'), ('snoozed', 'done'), ('snoozed', 'unreachable'),
  ('offering', 'calling'), ('offering', 'talking'), ('offering', 'waiting'), ('offering', 'resting'), ('offering', 'unreachable'), ('offering', 'cancelled'), ('offering', 'done'),
  ('calling', 'talking'), ('calling', 'offering'), ('calling', 'waiting'), ('calling', 'resting'), ('calling', 'unreachable'), ('calling', 'cancelled'), ('calling', 'done'),
  ('talking', 'done'), ('talking', 'waiting'),
  ('resting', 'waiting'), ('resting', 'scheduled'), ('resting', 'cancelled'), ('resting', 'done'), ('resting', 'unreachable');

CREATE FUNCTION check_callback_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM "callback_transition" WHERE from_state = OLD.state AND to_state = NEW.state) THEN
    RAISE EXCEPTION 'callback %: % does not become %', NEW.id, OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'callback_transition';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "callback_is_lawful" BEFORE UPDATE OF state ON "callback" FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION check_callback_transition();

-- At each commit: the last event names the state, and a live attempt is there while (and only while) somebody is rung or talks.
CREATE FUNCTION check_callback() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  id_ uuid;
  row_ record;
BEGIN
  IF TG_TABLE_NAME = 'callback' THEN id_ := NEW.id; ELSE id_ := NEW.callback_id; END IF;
  SELECT b.state, (SELECT to_state FROM "callback_event" e WHERE e.callback_id = b.id AND e.to_state IS NOT NULL ORDER BY e.id DESC LIMIT 1) AS told,
         (SELECT a.state FROM "callback_attempt" a WHERE a.callback_id = b.id AND a.ended_at IS NULL) AS attempt
    INTO row_ FROM "callback" b WHERE b.id = id_;
  IF row_.state IS NULL THEN RETURN NULL; END IF;
  IF row_.told IS DISTINCT FROM row_.state THEN
    RAISE EXCEPTION 'callback % is % and its last event says %', id_, row_.state, row_.told USING ERRCODE = 'check_violation', CONSTRAINT = 'callback_event_tells';
  END IF;
  IF row_.attempt IS DISTINCT FROM (CASE WHEN row_.state IN ('offering', 'calling', 'talking') THEN row_.state END) THEN
    RAISE EXCEPTION 'callback % is % and its attempt is %', id_, row_.state, row_.attempt USING ERRCODE = 'check_violation', CONSTRAINT = 'callback_attempt_agrees';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "callback_agrees" AFTER INSERT OR UPDATE OF state ON "callback" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_callback();
CREATE CONSTRAINT TRIGGER "attempt_agrees" AFTER INSERT OR UPDATE OF state, ended_at ON "callback_attempt" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_callback();

CREATE FUNCTION refuse_callback_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what happened to a callback is not changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'callback_event_stays';
END $$;
CREATE TRIGGER "callback_event_stays" BEFORE UPDATE OR DELETE ON "callback_event" FOR EACH ROW EXECUTE FUNCTION refuse_callback_event_change();

-- Events of what was there before.
INSERT INTO "callback_event" (callback_id, at, kind, to_state, why)
  SELECT id, requested_at, 'state', state, 'asked for before callbacks had a queue' FROM "callback";

-- Whoever moves the clock also waits for callbacks. `next_at` is when one is looked at again; the sweeper always puts it off.
CREATE OR REPLACE FUNCTION nightline_in_flight() RETURNS int LANGUAGE sql STABLE AS $$
  SELECT (
    (SELECT count(*) FROM (
        SELECT due_at FROM "effect" WHERE done_at IS NULL AND failed_at IS NULL
        UNION ALL SELECT due_at FROM "wake" WHERE state = 'calling'
        UNION ALL SELECT due_at FROM "text_message" WHERE state IN ('waiting', 'sending')
        UNION ALL SELECT due_at FROM "email_message" WHERE state IN ('waiting', 'sending')
        UNION ALL SELECT due_at FROM "customer_message" WHERE state = 'planned'
        UNION ALL SELECT due_at FROM "outbound_call" WHERE ended_at IS NULL AND state IN ('waiting', 'placing', 'ringing', 'answered', 'acknowledged')
        UNION ALL SELECT due_at FROM "telling" WHERE state = 'open'
        UNION ALL SELECT next_at FROM "callback" WHERE ended_at IS NULL
      ) AS open(due_at) WHERE open.due_at <= nightline_virtual_now() + interval '1 millisecond')
    + (SELECT count(*) FROM "sweep" s, "clock" c WHERE s.seen_version < c.version AND s.beat_at > clock_timestamp() - interval '1 minute')
  )::int
$$;
CREATE OR REPLACE FUNCTION nightline_next_due() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT min(due) FROM (SELECT nightline_virtual_now() AS at) n, LATERAL (
    SELECT min(due_at) AS due FROM "effect" WHERE done_at IS NULL AND failed_at IS NULL AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "wake" WHERE state = 'calling' AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "text_message" WHERE state IN ('waiting', 'sending') AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "email_message" WHERE state IN ('waiting', 'sending') AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "customer_message" WHERE state = 'planned' AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "outbound_call" WHERE ended_at IS NULL AND state IN ('waiting', 'placing', 'ringing', 'answered', 'acknowledged') AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "telling" WHERE state = 'open' AND due_at > n.at
    -- The deadlines of cases; warnings and silence as the shipped policy has them: another one is found by the sweeper a moment later.
    UNION ALL SELECT min(due_top_at) FROM "case" WHERE status = 'open' AND topped_at IS NULL AND due_top_at > n.at
    UNION ALL SELECT min(due_top_at) - h.h FROM unnest(ARRAY[interval '10 hours', interval '4 hours', interval '1 hour']) AS h(h),
      LATERAL (SELECT min(due_top_at) AS due_top_at FROM "case" WHERE status = 'open' AND topped_at IS NULL AND due_top_at > n.at + h.h) c GROUP BY h.h
    UNION ALL SELECT min(ola_due_at) FROM "case" WHERE status = 'open' AND ola_breached_at IS NULL AND ola_due_at > n.at
    UNION ALL SELECT min(last_sign_at) + interval '12 hours' FROM "case" WHERE status = 'open' AND silence_told_at IS NULL AND last_sign_at > n.at - interval '12 hours'
    UNION ALL SELECT min(due_at) FROM "sub_task" WHERE answered_at IS NULL AND breached_at IS NULL AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "promise" WHERE kept_at IS NULL AND replaced_at IS NULL AND broken_told_at IS NULL AND due_at > n.at
    UNION ALL SELECT min(next_at) FROM "callback" WHERE ended_at IS NULL AND next_at > n.at
  ) all_due
$$;
