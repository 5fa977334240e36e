-- AlterTable
ALTER TABLE "outbound_call" ADD COLUMN     "answered_by" TEXT,
ADD COLUMN     "body" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "customer_number" TEXT,
ADD COLUMN     "until_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "promise" ADD COLUMN     "broken_told_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "outbound_call_to_ended_at_idx" ON "outbound_call"("to", "ended_at");

-- What the sweeper of the deadlines looks for every few seconds: only what is still to be done lies in these.
CREATE INDEX "case_to_top_idx" ON "case" ("due_top_at") WHERE status = 'open' AND topped_at IS NULL;
CREATE INDEX "case_ola_idx" ON "case" ("ola_due_at") WHERE status = 'open' AND ola_breached_at IS NULL;
CREATE INDEX "case_silent_idx" ON "case" ("last_sign_at") WHERE status = 'open' AND silence_told_at IS NULL;
CREATE INDEX "sub_task_late_idx" ON "sub_task" ("due_at") WHERE answered_at IS NULL AND breached_at IS NULL;
CREATE INDEX "promise_broken_idx" ON "promise" ("due_at") WHERE kept_at IS NULL AND replaced_at IS NULL AND broken_told_at IS NULL;
-- New cases join the telling that is under way.
CREATE UNIQUE INDEX "telling_open_idx" ON "telling" ("person_id", "kind") WHERE state = 'open';
