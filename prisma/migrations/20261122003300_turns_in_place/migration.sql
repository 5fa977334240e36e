-- Each turn updates its call. With no index on what a turn changes, and room on the page, Postgres writes the new version beside
-- the old one and touches no index (a "HOT" update). Few calls are open at once: the sweeper sorts them itself.
DROP INDEX "call_open_idx";
CREATE INDEX "call_open_idx" ON "call"("started_at") WHERE ended_at IS NULL;
ALTER TABLE "call" SET (fillfactor = 50);
