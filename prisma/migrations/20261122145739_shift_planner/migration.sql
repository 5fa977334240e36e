-- AlterTable
ALTER TABLE "contract" ADD COLUMN     "on_call_rate" INTEGER,
ADD COLUMN     "pay_pack" TEXT;

-- AlterTable
ALTER TABLE "need" ADD COLUMN     "is_instead" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "valid_from" DATE,
ADD COLUMN     "valid_to" DATE;

-- CreateTable
CREATE TABLE "wish" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "from_date" DATE NOT NULL,
    "to_date" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "shift_type_id" UUID,
    "weight" INTEGER NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wish_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leave_request" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL DEFAULT 'asked',
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "answer" TEXT NOT NULL DEFAULT '',
    "leave_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "leave_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shift_offer" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "shift_id" UUID,
    "person_id" UUID,
    "with_shift_id" UUID,
    "wanted" JSONB,
    "site_id" UUID NOT NULL,
    "level_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "needs_approval" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "raise_at" TIMESTAMPTZ(3),
    "raised_at" TIMESTAMPTZ(3),
    "taken_by_id" UUID,
    "taken_at" TIMESTAMPTZ(3),
    "given_shift_id" UUID,
    "result_id" UUID,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "answer" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "shift_offer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer_person" (
    "offer_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "why" JSONB NOT NULL,
    "told_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "via" TEXT,
    "notice_minutes" INTEGER,

    CONSTRAINT "offer_person_pkey" PRIMARY KEY ("offer_id","person_id")
);

-- CreateTable
CREATE TABLE "plan_run" (
    "id" UUID NOT NULL,
    "from_date" DATE NOT NULL,
    "to_date" DATE NOT NULL,
    "site_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "wanted" TEXT,
    "weights" JSONB NOT NULL,
    "locked_ids" UUID[],
    "seen" TEXT NOT NULL DEFAULT '',
    "seconds" INTEGER NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "beat_at" TIMESTAMPTZ(3),
    "penalty" DOUBLE PRECISION,
    "lower_bound" DOUBLE PRECISION,
    "progress" JSONB NOT NULL DEFAULT '[]',
    "best" JSONB,
    "result" JSONB,
    "error" TEXT,
    "applied_at" TIMESTAMPTZ(3),
    "applied_by_id" UUID,

    CONSTRAINT "plan_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pay_pack" (
    "pack" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "body" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pay_pack_pkey" PRIMARY KEY ("pack","valid_from")
);

-- CreateTable
CREATE TABLE "worked_time" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "shift_id" UUID,
    "effect" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "zone" TEXT NOT NULL,
    "breaks" JSONB NOT NULL DEFAULT '[]',
    "source" TEXT NOT NULL,
    "call_sid" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "worked_time_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pay_month" (
    "person_id" UUID NOT NULL,
    "month" TEXT NOT NULL,
    "inputs" JSONB NOT NULL,
    "result" JSONB NOT NULL,
    "closed_by_id" UUID,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pay_month_pkey" PRIMARY KEY ("person_id","month")
);

-- CreateTable
CREATE TABLE "pay_correction" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "month" TEXT NOT NULL,
    "paid_in" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pay_correction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "wish_person_id_from_date_idx" ON "wish"("person_id", "from_date");

-- CreateIndex
CREATE INDEX "leave_request_person_id_from_at_idx" ON "leave_request"("person_id", "from_at");

-- CreateIndex
CREATE INDEX "shift_offer_state_starts_at_idx" ON "shift_offer"("state", "starts_at");

-- CreateIndex
CREATE INDEX "plan_run_state_idx" ON "plan_run"("state");

-- CreateIndex
CREATE INDEX "plan_run_from_date_idx" ON "plan_run"("from_date");

-- CreateIndex
CREATE INDEX "worked_time_person_id_starts_at_idx" ON "worked_time"("person_id", "starts_at");

-- CreateIndex
CREATE INDEX "pay_correction_person_id_paid_in_idx" ON "pay_correction"("person_id", "paid_in");

-- AddForeignKey
ALTER TABLE "wish" ADD CONSTRAINT "wish_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leave_request" ADD CONSTRAINT "leave_request_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer_person" ADD CONSTRAINT "offer_person_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "shift_offer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer_person" ADD CONSTRAINT "offer_person_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "worked_time" ADD CONSTRAINT "worked_time_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pay_month" ADD CONSTRAINT "pay_month_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pay_correction" ADD CONSTRAINT "pay_correction_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "need" ADD CONSTRAINT "need_is_a_period" CHECK ("valid_from" IS NULL OR "valid_to" IS NULL OR "valid_from" < "valid_to"),
  ADD CONSTRAINT "need_instead_has_days" CHECK (NOT "is_instead" OR ("valid_from" IS NOT NULL AND "valid_to" IS NOT NULL));
ALTER TABLE "wish" ADD CONSTRAINT "wish_is_possible" CHECK ("from_date" < "to_date" AND "kind" IN ('on', 'off') AND "weight" BETWEEN 1 AND 5);
ALTER TABLE "leave_request" ADD CONSTRAINT "leave_request_is_possible" CHECK (
  "from_at" < "to_at" AND "kind" IN ('leave', 'training') AND "state" IN ('asked', 'granted', 'refused', 'withdrawn')
  AND ("state" IN ('asked', 'withdrawn') OR ("decided_at" IS NOT NULL AND "decided_by_id" IS NOT NULL))
  AND ("leave_id" IS NULL OR "state" = 'granted'));
ALTER TABLE "shift_offer" ADD CONSTRAINT "shift_offer_is_possible" CHECK (
  "starts_at" < "ends_at"
  AND "kind" IN ('replacement', 'open', 'give', 'swap')
  AND "state" IN ('open', 'accepted', 'done', 'refused', 'withdrawn', 'expired')
  AND ("kind" = 'open') = ("shift_id" IS NULL) AND ("kind" = 'open') = ("wanted" IS NOT NULL) AND ("shift_id" IS NULL) = ("person_id" IS NULL)
  AND ("state" IN ('accepted', 'done')) <= ("taken_by_id" IS NOT NULL AND "taken_at" IS NOT NULL)
  AND ("state" = 'done') <= ("result_id" IS NOT NULL));
-- A shift looks for one person at a time.
CREATE UNIQUE INDEX "shift_offer_of_shift" ON "shift_offer" ("shift_id") WHERE "state" IN ('open', 'accepted');
ALTER TABLE "offer_person" ADD CONSTRAINT "offer_person_answer" CHECK ("answer" IN ('yes', 'no', 'late', 'unlawful') AND ("answer" IS NULL) = ("answered_at" IS NULL));
ALTER TABLE "plan_run" ADD CONSTRAINT "plan_run_is_possible" CHECK (
  "from_date" < "to_date" AND "state" IN ('queued', 'running', 'stopped', 'done', 'failed') AND "wanted" IN ('stop', 'cancel'));
-- The machine plans one period at a time; the others wait.
CREATE UNIQUE INDEX "plan_run_one_runs" ON "plan_run" ((true)) WHERE "state" = 'running';
ALTER TABLE "worked_time" ADD CONSTRAINT "worked_time_is_possible" CHECK (
  ("starts_at" < "ends_at" OR "effect" = 'none') AND "effect" IN ('instead', 'beside', 'none') AND "source" IN ('clock', 'talk', 'correction')
  AND "state" IN ('proposed', 'accepted', 'refused') AND ("effect" = 'beside' OR "shift_id" IS NOT NULL)
  AND ("source" <> 'correction' OR "reason" <> ''));
-- A shift has one time that was worked instead of it.
CREATE UNIQUE INDEX "worked_time_instead" ON "worked_time" ("shift_id", "person_id") WHERE "effect" IN ('instead', 'none') AND "state" = 'accepted';
CREATE UNIQUE INDEX "worked_time_of_call" ON "worked_time" ("call_sid", "person_id") WHERE "source" = 'talk';
ALTER TABLE "pay_correction" ADD CONSTRAINT "pay_correction_is_later" CHECK ("month" < "paid_in" AND "reason" <> '');
-- What is settled stays: closed months, and the packs that they were reckoned by.
CREATE FUNCTION "nightline_settled"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Rows of % are never changed.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "pay_month_settled" BEFORE UPDATE OR DELETE ON "pay_month" FOR EACH ROW EXECUTE FUNCTION "nightline_settled"();
CREATE TRIGGER "pay_pack_settled" BEFORE UPDATE OR DELETE ON "pay_pack" FOR EACH ROW EXECUTE FUNCTION "nightline_settled"();
CREATE TRIGGER "pay_correction_settled" BEFORE UPDATE OR DELETE ON "pay_correction" FOR EACH ROW EXECUTE FUNCTION "nightline_settled"();
