-- Calls that are under way or still to be placed are few; they are asked for at each turn of a caller who waits, and at each look of the workers.
-- Without this all calls of the house were read each time: in two days of 10,000 callbacks 84,000 times, 16,000 rows each.
CREATE INDEX "outbound_call_open" ON "outbound_call" ("due_at") WHERE "ended_at" IS NULL;
-- What each of us does now, among all that he ever did.
CREATE INDEX "presence_open" ON "presence" ("person_id") WHERE "to_at" IS NULL;
