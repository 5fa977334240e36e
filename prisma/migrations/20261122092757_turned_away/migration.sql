-- A call from a blocked number is neither lost nor a fault.
ALTER TABLE "call" DROP CONSTRAINT "call_outcome",
  ADD CONSTRAINT "call_outcome" CHECK (outcome IN ('answered', 'callback', 'voicemail', 'self-served', 'abandoned', 'failed', 'turned-away')) NOT VALID;
ALTER TABLE "call" VALIDATE CONSTRAINT "call_outcome";
