-- AlterTable
ALTER TABLE "text_message" ADD COLUMN     "due_at" TIMESTAMPTZ(3) NOT NULL;

-- CreateTable
CREATE TABLE "text_refusal" (
    "number" TEXT NOT NULL,
    "refused_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "text_refusal_pkey" PRIMARY KEY ("number")
);

-- What Prisma cannot say.

-- Who moves the clock waits for people who are to be called and texts that are to be sent too, and stops at their times.
CREATE OR REPLACE FUNCTION nightline_in_flight() RETURNS int LANGUAGE sql STABLE AS $$
  SELECT (
    (SELECT count(*) FROM (
        SELECT due_at FROM "effect" WHERE done_at IS NULL AND failed_at IS NULL
        UNION ALL SELECT due_at FROM "wake" WHERE state = 'calling'
        UNION ALL SELECT due_at FROM "text_message" WHERE state IN ('waiting', 'sending')
      ) AS open, "clock" c WHERE open.due_at <= c.virtual_at + (clock_timestamp() - c.real_at) * c.speed + interval '1 millisecond')
    + (SELECT count(*) FROM "sweep" s, "clock" c WHERE s.seen_version < c.version AND s.beat_at > clock_timestamp() - interval '1 minute')
  )::int
$$;

CREATE OR REPLACE FUNCTION nightline_next_due() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT least(
    (SELECT min(due_at) FROM "effect" WHERE done_at IS NULL AND failed_at IS NULL),
    (SELECT min(due_at) FROM "wake" WHERE state = 'calling'),
    (SELECT min(due_at) FROM "text_message" WHERE state IN ('waiting', 'sending')))
$$;
