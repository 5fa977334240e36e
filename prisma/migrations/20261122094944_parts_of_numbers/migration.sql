-- Calls are found by a part of their number. Sorted in at once: a call's first webhook must not tidy up for a thousand others.
CREATE INDEX "call_number_part_idx" ON "call" USING GIN ("from_number" gin_trgm_ops) WITH (fastupdate = off);
