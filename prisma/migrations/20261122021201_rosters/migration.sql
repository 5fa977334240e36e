-- AlterEnum
ALTER TYPE "role" ADD VALUE 'guest';

-- AlterTable
ALTER TABLE "call_leg" ADD COLUMN     "is_training" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "person_id" UUID;

-- AlterTable
ALTER TABLE "company" ADD COLUMN     "must_sign_in" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "night_from" TEXT NOT NULL DEFAULT '22:00',
ADD COLUMN     "night_minutes" INTEGER NOT NULL DEFAULT 120,
ADD COLUMN     "night_to" TEXT NOT NULL DEFAULT '06:00',
ADD COLUMN     "wrap_up_seconds" INTEGER NOT NULL DEFAULT 30;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "department" TEXT,
ADD COLUMN     "is_trainee" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "pin_hash" TEXT,
ADD COLUMN     "site_id" UUID,
ADD COLUMN     "speaks" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "holiday" (
    "site_id" UUID NOT NULL,
    "date" DATE NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "holiday_pkey" PRIMARY KEY ("site_id","date")
);

-- CreateTable
CREATE TABLE "skill" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "skill_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "attestation" (
    "person_id" UUID NOT NULL,
    "skill_key" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "attestation_pkey" PRIMARY KEY ("person_id","skill_key")
);

-- CreateTable
CREATE TABLE "contract" (
    "person_id" UUID NOT NULL,
    "valid_from" DATE NOT NULL,
    "pack" TEXT NOT NULL,
    "weekly_minutes" INTEGER NOT NULL,
    "max_weekly_minutes" INTEGER,
    "hourly_rate" INTEGER,
    "currency" TEXT,

    CONSTRAINT "contract_pkey" PRIMARY KEY ("person_id","valid_from")
);

-- CreateTable
CREATE TABLE "leave" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "leave_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shift_type" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "starts_at" TEXT NOT NULL,
    "ends_at" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "level_id" UUID NOT NULL,
    "skill" TEXT,
    "breaks" JSONB NOT NULL DEFAULT '[]',
    "forbidden_next" UUID[] DEFAULT ARRAY[]::UUID[],
    "is_active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "shift_type_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shift" (
    "plan" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "shift_type_id" UUID,
    "site_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "zone" TEXT NOT NULL DEFAULT '',
    "date" DATE NOT NULL DEFAULT '-infinity'::date,
    "kind" TEXT NOT NULL,
    "level_id" UUID NOT NULL,
    "skill" TEXT,
    "breaks" JSONB NOT NULL DEFAULT '[]',
    "buddy_id" UUID,
    "note" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "shift_pkey" PRIMARY KEY ("plan","id")
);

-- CreateTable
CREATE TABLE "override" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "shift_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "swap_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "override_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duty" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "plan" TEXT NOT NULL,
    "shift_id" UUID NOT NULL,
    "override_id" UUID,
    "person_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "zone" TEXT NOT NULL,

    CONSTRAINT "duty_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roster_guard" (
    "person_id" UUID NOT NULL,
    "changes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "roster_guard_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "need" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "level_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "skill" TEXT,
    "days" INTEGER[],
    "starts_at" TEXT NOT NULL,
    "ends_at" TEXT NOT NULL,
    "people" INTEGER NOT NULL,
    "on_holidays" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "need_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "publication" (
    "version" SERIAL NOT NULL,
    "from_date" DATE NOT NULL,
    "to_date" DATE NOT NULL,
    "published_by" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "changes" JSONB NOT NULL,
    "findings" JSONB NOT NULL,
    "shifts" JSONB NOT NULL,

    CONSTRAINT "publication_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "presence" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "via" TEXT NOT NULL,

    CONSTRAINT "presence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feed" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "feed_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover" (
    "id" UUID NOT NULL,
    "level_id" UUID NOT NULL,
    "shift_id" UUID,
    "from_person_id" UUID NOT NULL,
    "note" TEXT NOT NULL,
    "open_cases" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_by" UUID,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "handover_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "leave_person_id_from_at_idx" ON "leave"("person_id", "from_at");

-- CreateIndex
CREATE UNIQUE INDEX "shift_type_site_id_name_key" ON "shift_type"("site_id", "name");

-- CreateIndex
CREATE INDEX "shift_plan_date_idx" ON "shift"("plan", "date");

-- CreateIndex
CREATE INDEX "shift_person_id_idx" ON "shift"("person_id");

-- CreateIndex
CREATE INDEX "override_shift_id_idx" ON "override"("shift_id");

-- CreateIndex
CREATE INDEX "duty_plan_shift_id_idx" ON "duty"("plan", "shift_id");

-- CreateIndex
CREATE INDEX "presence_person_id_from_at_idx" ON "presence"("person_id", "from_at" DESC);

-- CreateIndex
CREATE INDEX "notice_person_id_created_at_idx" ON "notice"("person_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "notice_person_id_key_key" ON "notice"("person_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "feed_token_hash_key" ON "feed"("token_hash");

-- CreateIndex
CREATE INDEX "feed_person_id_idx" ON "feed"("person_id");

-- CreateIndex
CREATE INDEX "handover_level_id_created_at_idx" ON "handover"("level_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "holiday" ADD CONSTRAINT "holiday_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attestation" ADD CONSTRAINT "attestation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attestation" ADD CONSTRAINT "attestation_skill_key_fkey" FOREIGN KEY ("skill_key") REFERENCES "skill"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leave" ADD CONSTRAINT "leave_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_type" ADD CONSTRAINT "shift_type_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_type" ADD CONSTRAINT "shift_type_level_id_fkey" FOREIGN KEY ("level_id") REFERENCES "level"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift" ADD CONSTRAINT "shift_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift" ADD CONSTRAINT "shift_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift" ADD CONSTRAINT "shift_level_id_fkey" FOREIGN KEY ("level_id") REFERENCES "level"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift" ADD CONSTRAINT "shift_buddy_id_fkey" FOREIGN KEY ("buddy_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duty" ADD CONSTRAINT "duty_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "need" ADD CONSTRAINT "need_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "need" ADD CONSTRAINT "need_level_id_fkey" FOREIGN KEY ("level_id") REFERENCES "level"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presence" ADD CONSTRAINT "presence_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feed" ADD CONSTRAINT "feed_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say ------------------------------------------------------------------------------------------------

-- The edges of the night lie outside the hours that clock changes skip or repeat, so that an edge is one instant.
ALTER TABLE "company" ADD CONSTRAINT "company_night" CHECK (
  night_from ~ '^(1[89]|2[0-2]):[0-5]\d$' AND night_to ~ '^0[4-9]:[0-5]\d$' AND night_minutes BETWEEN 0 AND 480 AND wrap_up_seconds BETWEEN 0 AND 3600);
ALTER TABLE "contract" ADD CONSTRAINT "contract_is_possible" CHECK (
  pack IN ('plain', 'eu', 'de', 'ru') AND weekly_minutes BETWEEN 0 AND 10080 AND (max_weekly_minutes IS NULL OR max_weekly_minutes >= weekly_minutes)
  AND hourly_rate >= 0 AND (hourly_rate IS NULL) = (currency IS NULL) AND currency ~ '^[A-Z]{3}$');
ALTER TABLE "leave" ADD CONSTRAINT "leave_runs_forward" CHECK (from_at < to_at AND kind IN ('leave', 'sick', 'training'));
ALTER TABLE "shift_type" ADD CONSTRAINT "shift_type_is_possible" CHECK (
  kind IN ('desk', 'onCall') AND starts_at ~ '^([01]\d|2[0-3]):[0-5]\d$' AND ends_at ~ '^(([01]\d|2[0-3]):[0-5]\d|24:00)$');
ALTER TABLE "shift" ADD CONSTRAINT "shift_is_possible" CHECK (
  plan IN ('draft', 'published') AND kind IN ('desk', 'onCall') AND starts_at < ends_at AND ends_at <= starts_at + interval '36 hours' AND buddy_id IS DISTINCT FROM person_id);
ALTER TABLE "need" ADD CONSTRAINT "need_is_possible" CHECK (
  kind IN ('desk', 'onCall') AND people BETWEEN 1 AND 1000 AND days <@ ARRAY[1, 2, 3, 4, 5, 6, 7] AND cardinality(days) > 0
  AND starts_at ~ '^([01]\d|2[0-3]):[0-5]\d$' AND ends_at ~ '^(([01]\d|2[0-3]):[0-5]\d|24:00)$');
ALTER TABLE "publication" ADD CONSTRAINT "publication_has_days" CHECK (from_date < to_date);
ALTER TABLE "feed" ADD CONSTRAINT "feed_scope" CHECK (scope IN ('mine', 'team'));

-- One presence at every instant: no two intervals of a person overlap, and the last one is open.
ALTER TABLE "presence" ADD CONSTRAINT "presence_is_one" EXCLUDE USING gist (person_id WITH =, tstzrange(from_at, to_at, '[)') WITH &&);
ALTER TABLE "presence" ADD CONSTRAINT "presence_is_possible" CHECK (
  state IN ('ready', 'onACall', 'wrapUp', 'break', 'away') AND (to_at IS NULL OR to_at >= from_at) AND via IN ('page', 'phone', 'api', 'call'));

-- Of one kind only one stands in at a time; an override may lie over a swap.
ALTER TABLE "override" ADD CONSTRAINT "override_is_one" EXCLUDE USING gist (shift_id WITH =, kind WITH =, tstzrange(from_at, to_at) WITH &&) WHERE (revoked_at IS NULL);
ALTER TABLE "override" ADD CONSTRAINT "override_is_possible" CHECK (from_at < to_at AND kind IN ('override', 'swap') AND reason <> '');

-- Nobody is in two places at once. Deferred: a swap of two shifts of one day passes through a state that would not do.
ALTER TABLE "duty" ADD CONSTRAINT "duty_is_one" EXCLUDE USING gist (plan WITH =, person_id WITH =, tstzrange(starts_at, ends_at) WITH &&) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "duty" ADD CONSTRAINT "duty_runs_forward" CHECK (starts_at < ends_at);

-- A shift knows the zone of its site, and its day there.
CREATE FUNCTION settle_shift() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.site_id <> OLD.site_id OR NEW.zone = '' THEN
    NEW.zone := (SELECT zone FROM "site" WHERE id = NEW.site_id);
  ELSE
    NEW.zone := OLD.zone;
  END IF;
  NEW.date := (NEW.starts_at AT TIME ZONE NEW.zone)::date;
  RETURN NEW;
END $$;
CREATE TRIGGER "shift_knows_its_day" BEFORE INSERT OR UPDATE ON "shift" FOR EACH ROW EXECUTE FUNCTION settle_shift();

-- Duties of one shift: the override where there is one, else the swap, else the person on the roster. One at a time makes those of a shift:
-- who waited begins each statement below with what the other has left.
CREATE FUNCTION make_duties(of_plan text, of_shift uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(of_shift::text, 0));
  DELETE FROM "duty" WHERE plan = of_plan AND shift_id = of_shift;
  INSERT INTO "duty" (plan, shift_id, override_id, person_id, starts_at, ends_at, zone)
  WITH s AS (
    SELECT person_id, zone, tstzrange(starts_at, ends_at) AS span FROM "shift" WHERE plan = of_plan AND id = of_shift
  ), o AS (
    SELECT o.id, o.kind, o.person_id, tstzrange(o.from_at, o.to_at) * s.span AS span FROM "override" o, s
     WHERE of_plan = 'published' AND o.shift_id = of_shift AND o.revoked_at IS NULL AND tstzrange(o.from_at, o.to_at) && s.span
  ), piece AS (
    SELECT id AS override_id, person_id, tstzmultirange(span) AS spans FROM o WHERE kind = 'override'
    UNION ALL
    SELECT id, person_id, tstzmultirange(span) - coalesce((SELECT range_agg(x.span) FROM o x WHERE x.kind = 'override'), '{}') FROM o WHERE kind = 'swap'
    UNION ALL
    SELECT NULL, person_id, tstzmultirange(span) - coalesce((SELECT range_agg(x.span) FROM o x), '{}') FROM s
  )
  SELECT of_plan, of_shift, p.override_id, p.person_id, lower(r), upper(r), (SELECT zone FROM s) FROM piece p, unnest(p.spans) AS r;
END $$;

CREATE FUNCTION shift_makes_duties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM make_duties(OLD.plan, OLD.id);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM make_duties(NEW.plan, NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "shift_makes_duties" AFTER INSERT OR DELETE OR UPDATE OF plan, id, person_id, site_id, starts_at, ends_at, zone ON "shift"
  FOR EACH ROW EXECUTE FUNCTION shift_makes_duties();

CREATE FUNCTION override_makes_duties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM make_duties('published', OLD.shift_id);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM make_duties('published', NEW.shift_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "override_makes_duties" AFTER INSERT OR UPDATE OR DELETE ON "override" FOR EACH ROW EXECUTE FUNCTION override_makes_duties();

-- Duties come from shifts and overrides only. The row of the guard makes two who change one person's duties wait for each other; under
-- REPEATABLE READ the second fails, since it could not see the first.
CREATE FUNCTION guard_duty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'duties are made from shifts and overrides; change those' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'duty_is_made';
  END IF;
  INSERT INTO "roster_guard" AS g (person_id, changes) VALUES (coalesce(NEW.person_id, OLD.person_id), 1)
    ON CONFLICT (person_id) DO UPDATE SET changes = g.changes + 1;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER "duty_is_made" BEFORE INSERT OR UPDATE OR DELETE ON "duty" FOR EACH ROW EXECUTE FUNCTION guard_duty();
CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is not emptied as a whole: duties hang on it', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'duty_is_made';
END $$;
CREATE TRIGGER "duty_is_not_emptied" BEFORE TRUNCATE ON "duty" FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER "shift_is_not_emptied" BEFORE TRUNCATE ON "shift" FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER "override_is_not_emptied" BEFORE TRUNCATE ON "override" FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER "company_is_not_emptied" BEFORE TRUNCATE ON "company" FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();

-- Two nights in a row that somebody would work, the first of them; NULL when there are none. A night has the date of its evening; all his
-- duties of one plan count, on call too. The same is said in services/roster-rules/nights.ts; a test compares the two.
CREATE FUNCTION two_nights(of_plan text, of_person uuid, around tstzrange) RETURNS date LANGUAGE sql STABLE AS $$
  WITH rule AS (
    SELECT coalesce(min(night_from), '22:00')::time AS night_from, coalesce(min(night_to), '06:00')::time AS night_to, coalesce(min(night_minutes), 120) AS most FROM "company"
  ), night AS (
    SELECT n::date AS date, sum(extract(epoch FROM least(d.ends_at, w.until) - greatest(d.starts_at, w.since))) / 60 AS minutes
      FROM "duty" d CROSS JOIN rule r
     CROSS JOIN LATERAL generate_series((d.starts_at AT TIME ZONE d.zone)::date - 1, (d.ends_at AT TIME ZONE d.zone)::date, interval '1 day') AS n
     CROSS JOIN LATERAL (SELECT (n::date + r.night_from) AT TIME ZONE d.zone AS since, (n::date + 1 + r.night_to) AT TIME ZONE d.zone AS until) w
     WHERE d.plan = of_plan AND d.person_id = of_person AND tstzrange(d.starts_at, d.ends_at) && around AND w.since < d.ends_at AND d.starts_at < w.until
     GROUP BY n
  ), worked AS (
    SELECT night.date FROM night, rule WHERE night.minutes > rule.most
  )
  SELECT min(a.date) FROM worked a JOIN worked b ON b.date = a.date + 1
$$;

CREATE FUNCTION check_nights() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  found date;
BEGIN
  -- Whoever changes the rule waits for this commit, and this one for his.
  PERFORM 1 FROM "company" FOR SHARE;
  found := two_nights(NEW.plan, NEW.person_id, tstzrange(NEW.starts_at - interval '4 days', NEW.ends_at + interval '4 days'));
  IF found IS NOT NULL THEN
    RAISE EXCEPTION 'person % would work the nights of % and % (%)', NEW.person_id, found, found + 1, NEW.plan
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nobody_works_two_nights_running', DETAIL = json_build_object('personId', NEW.person_id, 'night', found, 'plan', NEW.plan);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "nobody_works_two_nights_running" AFTER INSERT OR UPDATE ON "duty" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_nights();

-- A stricter house rule must hold for what stands already.
CREATE FUNCTION check_night_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  broken record;
BEGIN
  SELECT d.person_id, d.plan INTO broken FROM (SELECT DISTINCT person_id, plan FROM "duty") d
   WHERE two_nights(d.plan, d.person_id, tstzrange(NULL, NULL)) IS NOT NULL LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the % roster has two nights in a row of person % by this rule', broken.plan, broken.person_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nobody_works_two_nights_running';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "night_rule_holds" AFTER INSERT OR DELETE OR UPDATE OF night_from, night_to, night_minutes ON "company" FOR EACH ROW EXECUTE FUNCTION check_night_rule();

-- The way to who is on at an instant.
CREATE INDEX "duty_span_idx" ON "duty" USING gist (plan, tstzrange(starts_at, ends_at));
