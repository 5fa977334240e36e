-- What callbacks take of our time is learned from all tries of a period (services/callbacks/windows/store.ts).
CREATE INDEX "callback_attempt_ended_at_idx" ON "callback_attempt" ("ended_at");
