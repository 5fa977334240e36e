import type { Clock } from '../clock.ts'
import type { Database } from '../db.ts'
import type { Effect } from '../ivr/effects.ts'
import { readAnswer, type RequestResult } from './answer.ts'
import { ask } from './client.ts'
import { allowedHost, type FlowHosts } from './hosts.ts'

type HttpEffect = Extract<Effect, { kind: 'http' }>
type ClaimedRequest = { id: string; call_sid: string; turn: number; body: HttpEffect; attempts: number }

/** A worker that died while it asked leaves the request to the next one, after its time and this. */
const SPARE_SECONDS = 5
const MOST_ATTEMPTS = 3

export type RequestJobsOptions = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  hosts: FlowHosts
  announce: (callSid: string) => void
  /** Effects of this call that waited for the answer may be performed now. */
  wake: () => void
  log: { warn: (details: object, text: string) => void }
}

/**
 * HTTP requests of flows. Claimed, asked outside of any transaction, then marked as done with the result. One that fails is not tried again: the
 * caller has been told. A `post` carries the effect's id as Idempotency-Key, for after a worker's death it is sent once more.
 */
export function requestJobs({ database: { prisma }, clock, hosts, announce, wake, log }: RequestJobsOptions) {
  const due = `exists (select from effect where kind = 'http' and done_at is null and failed_at is null and due_at <= $1)`

  async function performDue(): Promise<void> {
    for (;;) {
      const request = await claim(clock.now().toJSDate())
      if (!request) return
      await finish(request, await perform(request))
    }
  }

  async function perform({ id, call_sid: callSid, body, attempts }: ClaimedRequest): Promise<RequestResult> {
    if (attempts > MOST_ATTEMPTS) return { ok: 'no', why: 'tried too often' }
    const allowed = allowedHost(body.url, hosts)
    if (!allowed) return { ok: 'no', why: 'the host is not in FLOW_HTTP_HOSTS' }
    const answer = await ask({ ...allowed, method: body.method, body: body.body, idempotencyKey: id, timeoutSeconds: body.timeoutSeconds })
    const result = 'why' in answer ? { ok: 'no' as const, why: answer.why } : readAnswer(answer.text, body.answer)
    // The address may hold what a caller has keyed: only the host is said.
    if (result.ok === 'no') log.warn({ callSid, step: body.step, host: allowed.url.host, why: result.why }, 'a request of a flow failed')
    return result
  }

  async function finish({ id, call_sid: callSid, turn, body }: ClaimedRequest, result: RequestResult): Promise<void> {
    const told = result.ok === 'yes' ? { ...result.values, ok: 'yes' } : { ok: 'no', why: result.why }
    const data = { doneAt: clock.now().toJSDate(), result: { [`http:${body.step}`]: { ...told, turn: String(turn) } } }
    await prisma.effect.updateMany({ where: { id, doneAt: null }, data })
    announce(callSid)
    wake()
  }

  async function claim(now: Date): Promise<ClaimedRequest | undefined> {
    const [row] = await prisma.$queryRaw<ClaimedRequest[]>`
      update effect set attempts = attempts + 1, due_at = ${now}::timestamptz + make_interval(secs => (body->>'timeoutSeconds')::int + ${SPARE_SECONDS}::int)
       where id = (
         select e.id from effect e
          where e.kind = 'http' and e.done_at is null and e.failed_at is null and e.due_at <= ${now}
            and not exists (select 1 from effect o where o.call_sid = e.call_sid and o.done_at is null and o.failed_at is null and (o.turn, o.n) < (e.turn, e.n))
          order by e.due_at, e.turn, e.n limit 1 for update of e skip locked)
      returning id, call_sid, turn, body, attempts`
    return row
  }

  return { due, performDue }
}
