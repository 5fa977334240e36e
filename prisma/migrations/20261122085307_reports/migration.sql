-- CreateTable
CREATE TABLE "answer_use" (
    "call_sid" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "answer_use_pkey" PRIMARY KEY ("call_sid","reason","answer")
);

-- CreateIndex
CREATE INDEX "answer_use_reason_answer_idx" ON "answer_use"("reason", "answer");

-- CreateIndex
CREATE INDEX "case_event_kind_at_idx" ON "case_event"("kind", "at");

-- CreateIndex
CREATE INDEX "custody_from_at_idx" ON "custody"("from_at");
