-- CreateIndex
CREATE INDEX "text_message_created_at_idx" ON "text_message"("created_at");

-- CreateIndex
CREATE INDEX "wake_number_started_at_idx" ON "wake"("number", "started_at");

-- What Prisma cannot say.

-- Phones that ring because of a waking are looked for each time that somebody is to be called: few of all that ever rang.
CREATE INDEX "wake_attempt_open_idx" ON "wake_attempt" ("started_at") WHERE ended_at IS NULL;
