-- The last that are over and were tried: what one takes of our people's time is read whenever something is promised.
CREATE INDEX "callback_tried_ended_at" ON "callback" ("ended_at" DESC) WHERE "first_try_at" IS NOT NULL AND "ended_at" IS NOT NULL;
