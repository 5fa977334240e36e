-- Whoever moves the clock also waits for what customers are to be told.
CREATE OR REPLACE FUNCTION nightline_in_flight() RETURNS int LANGUAGE sql STABLE AS $$
  SELECT (
    (SELECT count(*) FROM (
        SELECT due_at FROM "effect" WHERE done_at IS NULL AND failed_at IS NULL
        UNION ALL SELECT due_at FROM "wake" WHERE state = 'calling'
        UNION ALL SELECT due_at FROM "text_message" WHERE state IN ('waiting', 'sending')
        UNION ALL SELECT due_at FROM "email_message" WHERE state IN ('waiting', 'sending')
        UNION ALL SELECT due_at FROM "customer_message" WHERE state = 'planned'
        UNION ALL SELECT due_at FROM "outbound_call" WHERE ended_at IS NULL AND state IN ('waiting', 'placing', 'ringing', 'answered', 'acknowledged')
        UNION ALL SELECT due_at FROM "telling" WHERE state = 'open'
      ) AS open WHERE open.due_at <= nightline_virtual_now() + interval '1 millisecond')
    + (SELECT count(*) FROM "sweep" s, "clock" c WHERE s.seen_version < c.version AND s.beat_at > clock_timestamp() - interval '1 minute')
  )::int
$$;
CREATE OR REPLACE FUNCTION nightline_next_due() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT min(due) FROM (SELECT nightline_virtual_now() AS at) n, LATERAL (
    SELECT min(due_at) AS due FROM "effect" WHERE done_at IS NULL AND failed_at IS NULL AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "wake" WHERE state = 'calling' AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "text_message" WHERE state IN ('waiting', 'sending') AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "email_message" WHERE state IN ('waiting', 'sending') AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "customer_message" WHERE state = 'planned' AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "outbound_call" WHERE ended_at IS NULL AND state IN ('waiting', 'placing', 'ringing', 'answered', 'acknowledged') AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "telling" WHERE state = 'open' AND due_at > n.at
    -- The deadlines of cases; warnings and silence as the shipped policy has them: another one is found by the sweeper a moment later.
    UNION ALL SELECT min(due_top_at) FROM "case" WHERE status = 'open' AND topped_at IS NULL AND due_top_at > n.at
    UNION ALL SELECT min(due_top_at) - h.h FROM unnest(ARRAY[interval '10 hours', interval '4 hours', interval '1 hour']) AS h(h),
      LATERAL (SELECT min(due_top_at) AS due_top_at FROM "case" WHERE status = 'open' AND topped_at IS NULL AND due_top_at > n.at + h.h) c GROUP BY h.h
    UNION ALL SELECT min(ola_due_at) FROM "case" WHERE status = 'open' AND ola_breached_at IS NULL AND ola_due_at > n.at
    UNION ALL SELECT min(last_sign_at) + interval '12 hours' FROM "case" WHERE status = 'open' AND silence_told_at IS NULL AND last_sign_at > n.at - interval '12 hours'
    UNION ALL SELECT min(due_at) FROM "sub_task" WHERE answered_at IS NULL AND breached_at IS NULL AND due_at > n.at
    UNION ALL SELECT min(due_at) FROM "promise" WHERE kept_at IS NULL AND replaced_at IS NULL AND broken_told_at IS NULL AND due_at > n.at
  ) all_due
$$;

-- Whose case a text is about.
CREATE INDEX "case_text_from_idx" ON "case" ((facts->>'from')) WHERE channel = 'text';
CREATE INDEX "text_message_to_idx" ON "text_message" ("to", updated_at DESC);
