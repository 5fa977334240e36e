import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../../../http/app.ts'
import type { RoomEvent, RoomLegReport, RoomRequest, Rooms } from '../../provider.ts'
import { instant } from '../signed-webhook.ts'
import { farewellTwiml } from '../twiml.ts'
import { callSid, statusWebhook } from '../webhook.ts'
import { putOffWakeTwiml } from '../wakes/twiml.ts'
import { holdTwiml, roomTwiml, roomUrl } from './twiml.ts'

export type RoomWord = 'hold' | 'moment' | 'roomOver'
type Words = ReadonlyArray<{ text: string; language: string }>

export type RoomRoutesOptions = {
  rooms: Rooms
  publicUrl: () => string
  words: Record<RoomWord, (language?: string) => Words>
  signed: { config: { access: 'signed' }; schema: { hide: boolean }; helmet: false }
  within: <T>(milliseconds: number, work: Promise<T>) => Promise<T>
}

/** The caller hears nothing while the leg of an agent comes in, so it must not take long. */
const DEADLINE_MILLISECONDS = 1_500
const REPORT_MILLISECONDS = 7_000
const MOST_RETRIES = 4

const language = z
  .string()
  .regex(/^[a-z]{2}$/)
  .optional()
  .catch(undefined)
const roomQuery = z.object({
  member: z.uuid(),
  lang: language,
  retry: z.coerce.number().int().min(0).catch(0),
  held: z
    .string()
    .regex(/^[0-9*#]$/)
    .optional()
    .catch(undefined),
})
type Query = z.infer<typeof roomQuery>
const STEPS = { enter: 'enters', ask: 'pickedUp', answer: 'asked' } as const

const roomSid = z.string().regex(/^CF[0-9a-fA-F]{32}$/)
const eventBody = z.object({ ConferenceSid: roomSid, FriendlyName: z.string(), StatusCallbackEvent: z.string(), CallSid: callSid.optional().catch(undefined) })
const EVENTS: Readonly<Record<string, RoomEvent['kind']>> = { 'participant-join': 'joined', 'participant-leave': 'left', 'conference-end': 'over' }

/** What is asked and told about rooms. Behind the guard of the whole prefix (../routes.ts). */
export function roomRoutes(app: App, { rooms, publicUrl, words, signed, within }: RoomRoutesOptions): void {
  for (const path of ['enter', 'ask', 'answer'] as const) {
    app.post(`/webhooks/twilio/room/${path}`, signed, async (request, reply) => reply.type('text/xml').send(await answer(request, path)))
  }
  app.post('/webhooks/twilio/room/hold', signed, async (request, reply) => {
    const { lang } = request.query as { lang?: string }
    return reply.type('text/xml').send(holdTwiml(words.hold(lang)))
  })
  app.post('/webhooks/twilio/room/events', signed, async (request, reply) => {
    await takeEvent(request)
    return reply.code(204).send()
  })
  app.post('/webhooks/twilio/room/status', signed, async (request, reply) => {
    await takeStatus(request)
    return reply.code(204).send()
  })

  async function answer(request: FastifyRequest, path: keyof typeof STEPS): Promise<string> {
    const query = roomQuery.safeParse(request.query)
    const leg = callSid.safeParse(request.webhook?.params['CallSid'])
    if (!request.webhook || !query.success || !leg.success) {
      request.log.warn('a signed request about no room')
      return farewellTwiml(words.roomOver())
    }
    const pressed = request.webhook.params['Digits']
    const key = typeof pressed === 'string' && pressed !== '' ? pressed : (query.data.held ?? null)
    const asked: RoomRequest = {
      raw: { ...request.webhook.raw, callSid: leg.data, kind: 'room' },
      memberId: query.data.member,
      legSid: leg.data,
      step: STEPS[path],
      key,
    }
    try {
      return roomTwiml(await within(DEADLINE_MILLISECONDS, rooms.answer(asked)), publicUrl(), query.data.member)
    } catch (err) {
      request.log.error({ err, callSid: leg.data }, 'somebody who comes into a room could not be answered')
      return putOff(path, query.data, key)
    }
  }

  /** A word, and the same once more a moment later. */
  function putOff(path: keyof typeof STEPS, { member, lang, retry }: Query, key: string | null): string {
    if (retry >= MOST_RETRIES) return farewellTwiml(words.roomOver(lang))
    const [moment] = words.moment(lang)
    const again = { member, lang: lang ?? 'en', retry: retry + 1, ...(key !== null && { held: key }) }
    return putOffWakeTwiml(moment ?? { text: '', language: 'en' }, roomUrl(publicUrl(), path, again))
  }

  /** One that is lost is found out by looking (desk/rooms): nothing is kept. */
  async function takeEvent(request: FastifyRequest): Promise<void> {
    const { webhook } = request
    const body = webhook ? eventBody.safeParse(webhook.params) : undefined
    const call = callSid.safeParse((request.query as { call?: string }).call)
    if (!webhook || !body?.success || !call.success) return request.log.warn('a signed request that is no event of a room')
    const { ConferenceSid: sid, FriendlyName: name, StatusCallbackEvent: told, CallSid: legSid } = body.data
    const kind = EVENTS[told]
    if (!kind) return
    await within(
      REPORT_MILLISECONDS,
      rooms.note({ raw: { ...webhook.raw, callSid: call.data, kind: 'room' }, callSid: call.data, room: { name, sid }, legSid: legSid ?? null, kind }),
    )
  }

  async function takeStatus(request: FastifyRequest): Promise<void> {
    const { webhook } = request
    const query = roomQuery.safeParse(request.query)
    const status = webhook && statusWebhook(webhook.params)
    if (!webhook || !query.success || !status) return request.log.warn('a signed request that is not a status report')
    const { happenedAt, from: _from, direction: _direction, ...stated } = status
    const raw = { ...webhook.raw, callSid: status.callSid, kind: 'room' as const }
    const report: RoomLegReport = { ...stated, memberId: query.data.member, raw, at: instant(happenedAt) ?? raw.receivedAt }
    // A report that fails is answered 500, and Twilio tells it again.
    await within(REPORT_MILLISECONDS, rooms.report(report))
  }
}
