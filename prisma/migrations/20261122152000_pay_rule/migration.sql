-- What counts as worked is a rule of the house, in versions.
ALTER TABLE "rule_version" DROP CONSTRAINT "rule_version_kind";
ALTER TABLE "rule_version" ADD CONSTRAINT "rule_version_kind" CHECK (kind IN ('policy', 'score', 'recording', 'callback', 'pay', 'reason', 'template') AND version > 0);

-- Who talked when: a month's calls of one person.
CREATE INDEX "call_leg_talks" ON "call_leg" ("person_id", "started_at") WHERE "accepted_at" IS NOT NULL AND "person_id" IS NOT NULL;
