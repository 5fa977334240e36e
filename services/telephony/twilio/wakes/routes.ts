import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../../../http/app.ts'
import type { WakeReport, WakeRequest, Wakes } from '../../provider.ts'
import { instant } from '../signed-webhook.ts'
import { farewellTwiml } from '../twiml.ts'
import { callSid, statusWebhook } from '../webhook.ts'
import { putOffWakeTwiml, wakeTwiml, wakeUrl, type WakePath } from './twiml.ts'

type KeptWake = { kind: 'wake'; request: WakeRequest } | { kind: 'wakeReport'; request: WakeReport }
export type WakeWord = 'wakeMoment' | 'wakeKeyIsKept' | 'wakeOffice'
type Words = ReadonlyArray<{ text: string; language: string }>

export type WakeRoutesOptions = {
  wakes: Wakes
  publicUrl: () => string
  keep: (event: KeptWake) => Promise<void>
  words: Record<WakeWord, (language?: string) => Words>
  signed: { config: { access: 'signed' }; schema: { hide: boolean }; helmet: false }
  within: <T>(milliseconds: number, work: Promise<T>) => Promise<T>
}

/** He was woken, so he waits longer than a caller would; Twilio would wait for 15 seconds. */
const DEADLINE_MILLISECONDS = 2_000
const REPORT_MILLISECONDS = 7_000
const MOST_RETRIES = 4

const wakeQuery = z.object({
  attempt: z.uuid(),
  lang: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional()
    .catch(undefined),
  retry: z.coerce.number().int().min(0).catch(0),
  held: z
    .string()
    .regex(/^[0-9*#]$/)
    .optional()
    .catch(undefined),
})
type WakeQuery = z.infer<typeof wakeQuery>

const STEPS = { ask: 'pickedUp', answer: 'asked', connect: 'offered' } as const

/** What is asked on the leg of somebody who is called about an urgent case. Behind the guard of the whole prefix (../routes.ts). */
export function wakeRoutes(app: App, { wakes, publicUrl, keep, words, signed, within }: WakeRoutesOptions): void {
  for (const path of ['ask', 'answer', 'connect'] as const) {
    app.post(`/webhooks/twilio/wake/${path}`, signed, async (request, reply) => reply.type('text/xml').send(await answer(request, path)))
  }
  app.post('/webhooks/twilio/wake/status', signed, async (request, reply) => {
    await takeStatus(request)
    return reply.code(204).send()
  })

  async function answer(request: FastifyRequest, path: keyof typeof STEPS): Promise<string> {
    const query = wakeQuery.safeParse(request.query)
    const leg = callSid.safeParse(request.webhook?.params['CallSid'])
    if (!request.webhook || !query.success || !leg.success) {
      request.log.warn('a signed request that wakes nobody')
      return farewellTwiml(words.wakeOffice())
    }
    const pressed = request.webhook.params['Digits']
    const key = typeof pressed === 'string' && pressed !== '' ? pressed : (query.data.held ?? null)
    const raw = { ...request.webhook.raw, callSid: leg.data, kind: 'wake' as const }
    const woken: WakeRequest = { raw, attemptId: query.data.attempt, legSid: leg.data, step: STEPS[path], key }
    try {
      return wakeTwiml(await within(DEADLINE_MILLISECONDS, wakes.answer(woken)), publicUrl(), query.data.attempt)
    } catch (err) {
      request.log.error({ err, callSid: leg.data }, 'somebody who was woken could not be answered')
      return putOff(request, path, query.data, woken)
    }
  }

  /** A word, and the same once more a moment later. What he has pressed is kept: it counts when Postgres is back, also if he has hung up. */
  async function putOff(request: FastifyRequest, path: WakePath, { attempt, lang, retry, held }: WakeQuery, woken: WakeRequest): Promise<string> {
    const hasDecided = woken.step === 'asked' && (woken.key === '1' || woken.key === '2')
    if (hasDecided && held === undefined) {
      await keep({ kind: 'wake', request: woken }).catch((err: unknown) => request.log.error({ err }, 'an event is lost'))
    }
    if (retry >= MOST_RETRIES) return farewellTwiml(hasDecided ? words.wakeKeyIsKept(lang) : words.wakeOffice(lang))
    const [moment] = words.wakeMoment(lang)
    const again = { attempt, lang: lang ?? 'en', retry: retry + 1, ...(woken.key !== null && { held: woken.key }) }
    return putOffWakeTwiml(moment ?? { text: '', language: 'en' }, wakeUrl(publicUrl(), path, again))
  }

  async function takeStatus(request: FastifyRequest): Promise<void> {
    const { webhook } = request
    const query = wakeQuery.safeParse(request.query)
    const status = webhook && statusWebhook(webhook.params)
    if (!webhook || !query.success || !status) return request.log.warn('a signed request that is not a status report')
    const { happenedAt, from: _from, direction: _direction, ...stated } = status
    const raw = { ...webhook.raw, callSid: status.callSid, kind: 'wake' as const }
    const report: WakeReport = { ...stated, attemptId: query.data.attempt, raw, at: instant(happenedAt) ?? raw.receivedAt }
    try {
      await within(REPORT_MILLISECONDS, wakes.report(report))
    } catch (err) {
      request.log.error({ err, callSid: status.callSid }, 'a status report could not be stored; it is kept in a file')
      await keep({ kind: 'wakeReport', request: report })
    }
  }
}
