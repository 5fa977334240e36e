-- Whoever does not answer the callbacks that he is offered is away, by the program's word.
ALTER TABLE "presence" DROP CONSTRAINT "presence_is_possible";
ALTER TABLE "presence" ADD CONSTRAINT "presence_is_possible" CHECK (
  state IN ('ready', 'onACall', 'wrapUp', 'break', 'away') AND (to_at IS NULL OR to_at >= from_at) AND via IN ('page', 'phone', 'api', 'call', 'unanswered'));
