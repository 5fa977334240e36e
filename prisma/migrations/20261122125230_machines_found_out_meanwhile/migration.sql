-- While they talk already it turns out that a machine has picked up, or one of the two is gone before the other was there.
INSERT INTO "callback_transition" VALUES ('talking', 'resting'), ('talking', 'unreachable'), ('talking', 'cancelled');
