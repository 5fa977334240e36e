-- Callbacks that want the same skill, language, level, site and person of us are of one kind: whoever is free for one of them is for all.
CREATE FUNCTION callback_kind(skill text, language text, level_id uuid, site_id uuid, person_id uuid) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(skill, '') || E'\x1f' || language || E'\x1f' || coalesce(level_id::text, '') || E'\x1f' || coalesce(site_id::text, '') || E'\x1f' || coalesce(person_id::text, '')
$$;

-- Who is next of each kind: the kinds are found, and each is read from its front, however many wait.
DROP INDEX "callback_next";
CREATE INDEX "callback_next" ON "callback" ((callback_kind(skill, language, level_id, site_id, person_id) COLLATE "C"), place_at, id) WHERE state = 'waiting';

-- Who has not taken one a moment ago.
CREATE INDEX "attempt_of_person_ended" ON "callback_attempt" (person_id, ended_at DESC) WHERE ended_at IS NOT NULL;
