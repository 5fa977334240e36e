-- Who is still to be told that one of us has moved his callback: looked for every few seconds among all that are open.
CREATE INDEX "callback_event_moved_at" ON "callback_event" ("at") WHERE "kind" = 'moved';
