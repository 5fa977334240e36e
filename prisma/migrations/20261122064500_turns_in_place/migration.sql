-- An index on what each turn changes ("session") keeps Postgres from writing any turn in place: of 50 turns 50 are with it gone, none were with it.
-- Calls that are open are few, and have an index ("call_open_idx"): the line of callers is read by that.
DROP INDEX "call_waiting";
