import { z } from 'zod'
import type { WebhookLogRow } from '../schemas/phone.ts'

/** What is read of the simulator's journal. Headers and parameters stay behind: they hold signatures, and what was keyed in. */
const exchange = { n: z.number(), at: z.string(), method: z.string(), url: z.string(), faults: z.array(z.string()) }
const entry = z.discriminatedUnion('kind', [
  z.object({
    ...exchange,
    kind: z.literal('webhook'),
    purpose: z.string(),
    callSid: z.string(),
    attempt: z.number(),
    milliseconds: z.number(),
    parameters: z.record(z.string(), z.string()),
    response: z.union([z.object({ status: z.number() }), z.object({ error: z.string() })]),
  }),
  z.object({ ...exchange, kind: z.literal('rest'), response: z.object({ status: z.number() }) }),
  z.object({ kind: z.literal('leg') }),
])
const journal = z.object({ entries: z.array(entry) })

/** Of each exchange between the simulator and us: what for, where, how long, how it ended, and what was made to go wrong. */
export function webhookLog(body: string): WebhookLogRow[] {
  return journal.parse(JSON.parse(body)).entries.flatMap((one): WebhookLogRow[] => {
    if (one.kind === 'leg') return []
    const { n, at, method, faults, response } = one
    const common = { n, at, method, faults, status: 'status' in response ? response.status : null, error: 'error' in response ? response.error : null }
    const { pathname, searchParams } = new URL(one.url, 'http://simulator')
    if (one.kind === 'rest') {
      const path = pathname.replace(/^\/2010-04-01\/Accounts\/[^/]+/, '')
      return [{ ...common, purpose: 'rest', leg: null, path, event: null, turn: null, attempt: 1, milliseconds: null }]
    }
    const { purpose, callSid, attempt, milliseconds, parameters } = one
    const turn = purpose === 'voice' && searchParams.has('turn') ? Number(searchParams.get('turn')) : null
    const event = parameters['StatusCallbackEvent'] ?? parameters['MessageStatus'] ?? parameters['RecordingStatus'] ?? parameters['CallStatus'] ?? null
    return [{ ...common, purpose, leg: callSid, path: pathname, event, turn, attempt, milliseconds }]
  })
}
