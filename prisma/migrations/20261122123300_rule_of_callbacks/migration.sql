-- How people are called back is a rule too, in versions.
ALTER TABLE "rule_version" DROP CONSTRAINT "rule_version_kind";
ALTER TABLE "rule_version" ADD CONSTRAINT "rule_version_kind" CHECK (kind IN ('policy', 'score', 'recording', 'callback', 'reason', 'template') AND version > 0);
