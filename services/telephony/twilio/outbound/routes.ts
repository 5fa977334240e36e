import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../../../http/app.ts'
import type { DialResult, Outbound, OutboundReport, OutboundRequest, WhoReport } from '../../provider.ts'
import { instant } from '../signed-webhook.ts'
import { farewellTwiml } from '../twiml.ts'
import { callSid, heldFields, statusWebhook, voiceWebhook, type VoiceWebhook } from '../webhook.ts'
import { putOffWakeTwiml } from '../wakes/twiml.ts'
import { outboundTwiml, outboundUrl } from './twiml.ts'

type KeptOutbound = { kind: 'outbound'; request: OutboundRequest } | { kind: 'outboundReport'; request: OutboundReport }
export type OutboundWord = 'moment' | 'outboundOver'
type Words = ReadonlyArray<{ text: string; language: string }>

export type OutboundRoutesOptions = {
  outbound: Outbound
  publicUrl: () => string
  keep: (event: KeptOutbound) => Promise<void>
  words: Record<OutboundWord, (language?: string) => Words>
  signed: { config: { access: 'signed' }; schema: { hide: boolean }; helmet: false }
  within: <T>(milliseconds: number, work: Promise<T>) => Promise<T>
}

/** We have called him, so he waits a little; Twilio would wait for 15 seconds. */
const DEADLINE_MILLISECONDS = 2_000
const REPORT_MILLISECONDS = 7_000
const MOST_RETRIES = 4

const outboundQuery = z.object({
  call: z.uuid(),
  lang: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional()
    .catch(undefined),
  step: z.string().max(40).default(''),
  retry: z.coerce.number().int().min(0).catch(0),
  /** What he did before it was put off (a form body). */
  held: z.string().max(2_000).optional().catch(undefined),
})
type Query = z.infer<typeof outboundQuery>

/** What is asked on the leg of somebody whom we have called by ourselves. Behind the guard of the whole prefix (../routes.ts). */
export function outboundRoutes(app: App, { outbound, publicUrl, keep, words, signed, within }: OutboundRoutesOptions): void {
  app.post('/webhooks/twilio/outbound/ask', signed, async (request, reply) => reply.type('text/xml').send(await answer(request)))
  app.post('/webhooks/twilio/outbound/status', signed, async (request, reply) => {
    await takeStatus(request)
    return reply.code(204).send()
  })

  app.post('/webhooks/twilio/outbound/who', signed, async (request, reply) => {
    await takeWho(request)
    return reply.code(204).send()
  })

  async function answer(request: FastifyRequest): Promise<string> {
    const query = outboundQuery.safeParse(request.query)
    const asked = request.webhook && query.success ? outboundRequest(request.webhook, query.data) : undefined
    if (!query.success || !asked) {
      request.log.warn('a signed request about no call of ours')
      return farewellTwiml(words.outboundOver())
    }
    try {
      return outboundTwiml(await within(DEADLINE_MILLISECONDS, outbound.answer(asked)), publicUrl(), query.data.call)
    } catch (err) {
      request.log.error({ err, callSid: asked.legSid }, 'somebody whom we called could not be answered')
      return putOff(request, query.data, asked)
    }
  }

  /** A word, and the same once more a moment later. What he did is kept: it counts when Postgres is back, also if he has hung up. */
  async function putOff(request: FastifyRequest, { call, lang, step, retry, held }: Query, asked: OutboundRequest): Promise<string> {
    if ((asked.key !== null || asked.recording) && held === undefined) {
      await keep({ kind: 'outbound', request: asked }).catch((err: unknown) => request.log.error({ err }, 'an event is lost'))
    }
    if (retry >= MOST_RETRIES) return farewellTwiml(words.outboundOver(lang))
    const [moment] = words.moment(lang)
    const again = { call, lang: lang ?? 'en', step, retry: retry + 1, held: held ?? heldFields(request.webhook?.params ?? {}) }
    return putOffWakeTwiml(moment ?? { text: '', language: 'en' }, outboundUrl(publicUrl(), 'ask', again))
  }

  /** One that fails is answered 500, and Twilio tells it again. */
  async function takeWho(request: FastifyRequest): Promise<void> {
    const query = outboundQuery.safeParse(request.query)
    const report = request.webhook && query.success ? whoReport(request.webhook, query.data.call) : undefined
    if (!report) return request.log.warn('a signed request that does not say who has picked up')
    await within(REPORT_MILLISECONDS, outbound.noteWho(report))
  }

  async function takeStatus(request: FastifyRequest): Promise<void> {
    const { webhook } = request
    const query = outboundQuery.safeParse(request.query)
    const status = webhook && statusWebhook(webhook.params)
    if (!webhook || !query.success || !status) return request.log.warn('a signed request that is not a status report')
    const { happenedAt, from: _from, direction: _direction, ...stated } = status
    const raw = { ...webhook.raw, callSid: status.callSid, kind: 'outbound' as const }
    const report: OutboundReport = { ...stated, id: query.data.call, raw, at: instant(happenedAt) ?? raw.receivedAt }
    try {
      await within(REPORT_MILLISECONDS, outbound.report(report))
    } catch (err) {
      request.log.error({ err, callSid: status.callSid }, 'a status report could not be stored; it is kept in a file')
      await keep({ kind: 'outboundReport', request: report })
    }
  }
}

function whoReport({ params, raw }: NonNullable<FastifyRequest['webhook']>, id: string): WhoReport | undefined {
  const leg = callSid.safeParse(params['CallSid'])
  if (!leg.success) return undefined
  return { raw: { ...raw, callSid: leg.data, kind: 'outbound' }, id, legSid: leg.data, answeredBy: answeredByOf(params['AnsweredBy']) }
}

function outboundRequest({ params, raw }: NonNullable<FastifyRequest['webhook']>, { call: id, step, held }: Query): OutboundRequest | undefined {
  const leg = callSid.safeParse(params['CallSid'])
  if (!leg.success) return undefined
  // The line tells what is over by the fields it sends, and a held form carries the same ones.
  const read = (on: 'gather' | 'dial' | 'record'): VoiceWebhook['event'] | undefined =>
    voiceWebhook({ turn: 0, retry: 0, on, ...(held !== undefined && { held }) }, params)?.event
  const fields = { ...params, ...Object.fromEntries(new URLSearchParams(held ?? '')) }
  const [keys, dialled, recorded] = [
    read('gather'),
    'DialCallStatus' in fields ? read('dial') : undefined,
    'RecordingSid' in fields ? read('record') : undefined,
  ]
  return {
    raw: { ...raw, callSid: leg.data, kind: 'outbound' },
    id,
    legSid: leg.data,
    step,
    key: step !== '' && keys?.kind === 'keys' && !recorded ? keys.digits : null,
    answeredBy: answeredByOf(params['AnsweredBy']),
    dialled: dialled?.kind === 'dialEnded' ? (dialled.result satisfies DialResult) : null,
    recording: recorded?.kind === 'recorded' ? { sid: recorded.recordingSid, url: recorded.url, seconds: recorded.seconds } : null,
  }
}

/** https://www.twilio.com/docs/voice/answering-machine-detection: human, machine_start, machine_end_*, fax, unknown. */
function answeredByOf(value: unknown): OutboundRequest['answeredBy'] {
  if (value === 'human') return 'person'
  return typeof value === 'string' && /^(machine|fax)/.test(value) ? 'machine' : null
}
