-- Asked for by phone, at another number than that of the caller: whoever is called there has not asked himself.
ALTER TABLE "callback" DROP CONSTRAINT "callback_source",
  ADD CONSTRAINT "callback_source" CHECK (source IN ('web', 'form', 'ivr', 'keyed', 'abandoned', 'agent', 'api', 'callNow'));
