-- AlterTable
ALTER TABLE "outbound_call" ADD COLUMN     "digits" TEXT,
ADD COLUMN     "end_status" TEXT,
ADD COLUMN     "of_call_sid" TEXT,
ADD COLUMN     "wanted" TEXT;

-- CreateIndex
CREATE INDEX "callback_attempt_person_id_started_at_idx" ON "callback_attempt"("person_id", "started_at" DESC);

-- What Prisma cannot say.

ALTER TABLE "outbound_call" DROP CONSTRAINT "outbound_call_purpose",
  ADD CONSTRAINT "outbound_call_purpose" CHECK (purpose IN ('telling', 'message', 'callNow', 'survey', 'callbackAgent', 'callbackCustomer')),
  ADD CONSTRAINT "outbound_call_wanted" CHECK (wanted IN ('end', 'again')),
  ADD CONSTRAINT "outbound_call_digits" CHECK (digits ~ '^[0-9*#w]{1,32}$');

-- Who calls back because one of us has called.
DROP INDEX "outbound_call_returned_idx";
CREATE INDEX "outbound_call_returned_idx" ON "outbound_call"("customer_number", "due_at" DESC) WHERE purpose IN ('callNow', 'callbackAgent', 'callbackCustomer');
