import type { FastifyRequest } from 'fastify'
import type { RoutePlugin } from '../../http/app.ts'
import type {
  AcceptRequest,
  IncomingText,
  Line,
  Outbound,
  OutboundReport,
  OutboundRequest,
  RawEvent,
  Render,
  Rooms,
  StatusRequest,
  TextReport,
  Texts,
  VoiceRequest,
  WakeReport,
  WakeRequest,
  Wakes,
} from '../provider.ts'
import { messageRoutes } from './messages/routes.ts'
import { roomRoutes, type RoomWord } from './rooms/routes.ts'
import { callerTwiml } from './rooms/twiml.ts'
import { outboundRoutes, type OutboundWord } from './outbound/routes.ts'
import { instant, openWebhook, type SigningOptions } from './signed-webhook.ts'
import { farewellTwiml, leaveMessageTwiml, putOffTwiml, screenedTwiml, screenTwiml, type Links } from './twiml.ts'
import { wakeRoutes, type WakeWord } from './wakes/routes.ts'
import { callSid, failedQuery, heldFields, statusWebhook, voiceQuery, voiceWebhook, type VoiceQuery } from './webhook.ts'

/** An event that could not be stored in Postgres, as it is kept in a file until it can. */
export type KeptEvent =
  | { kind: 'voice'; request: VoiceRequest }
  | { kind: 'status'; request: StatusRequest }
  | { kind: 'accept'; request: AcceptRequest }
  | { kind: 'wake'; request: WakeRequest }
  | { kind: 'wakeReport'; request: WakeReport }
  | { kind: 'outbound'; request: OutboundRequest }
  | { kind: 'outboundReport'; request: OutboundReport }
  | { kind: 'textReport'; request: TextReport }
  | { kind: 'text'; request: IncomingText }

export type Words = ReadonlyArray<{ text: string; language: string }>

export type TwilioRoutesOptions = SigningOptions & {
  line: Line
  wakes: Wakes
  outbound: Outbound
  texts: Texts
  rooms: Rooms
  render: Render
  /** Keeps an event on disk while Postgres is down; rejects when even that fails. */
  keep: (event: KeptEvent) => Promise<void>
  words: Record<'moment' | 'leaveMessage' | 'thanks' | WakeWord | OutboundWord | RoomWord, (language?: string) => Words>
}

/** Twilio waits 15 seconds, a caller does not: at this point he hears a word and the turn is tried again. */
const DEADLINE_MILLISECONDS = 700
/** How often a turn is put off (about three seconds each) before the caller is asked to leave a message. */
const MOST_RETRIES = 4

/**
 * Everything that Twilio calls. One guard for the whole prefix: a route is protected by being here. Whatever fails behind
 * it, the caller gets TwiML.
 */
export function twilioRoutes(options: TwilioRoutesOptions): RoutePlugin {
  const { line, rooms, keep, words } = options
  // Headers for browsers (helmet) would be said to nobody here, at a twentieth of the server's work.
  const signed = { config: { access: 'signed' as const }, schema: { hide: true }, helmet: false as const }
  return (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(['application/x-www-form-urlencoded', 'application/json'], { parseAs: 'string', bodyLimit: 65_536 }, (_, body, done) =>
      done(null, body),
    )
    app.decorateRequest('webhook', null)
    app.addHook('preHandler', async (request, reply) => {
      request.webhook = openWebhook(request, options) ?? null
      if (!request.webhook) return reply.code(403).type('text/plain').send('The signature does not fit.')
    })

    app.post('/webhooks/twilio/voice', signed, async (request, reply) => reply.type('text/xml').send(await always(request, answerVoice(request))))
    app.post('/webhooks/twilio/status', signed, async (request, reply) => {
      await takeStatus(request)
      return reply.code(204).send()
    })
    app.post('/webhooks/twilio/screen/ask', signed, async (request, reply) => {
      const screen = request.query as { text?: string; lang?: string }
      return reply.type('text/xml').send(screenTwiml({ text: screen.text ?? '', language: screen.lang ?? 'en' }, linksOf({ turn: 0 })))
    })
    app.post('/webhooks/twilio/screen/accept', signed, async (request, reply) => reply.type('text/xml').send(await answerScreen(request)))
    wakeRoutes(app, { ...options, signed, within })
    outboundRoutes(app, { ...options, signed, within })
    roomRoutes(app, { ...options, signed, within })
    messageRoutes(app, { ...options, signed, within })
    app.post('/webhooks/twilio/fallback', signed, async (request, reply) => reply.type('text/xml').send(await always(request, answerFallback(request))))
  }

  function linksOf({ turn, language = 'en' }: { turn: number; language?: string | undefined }): Links {
    return { baseUrl: options.publicUrl(), answerTurn: turn, language }
  }

  function takeMessage(language: string | undefined, turn: number): string {
    return leaveMessageTwiml(words.leaveMessage(language), linksOf({ turn, language }))
  }

  /** Even a bug here must not reach the caller as Twilio's "an application error has occurred". */
  async function always(request: FastifyRequest, answer: Promise<string>): Promise<string> {
    try {
      return await answer
    } catch (err) {
      request.log.error({ err }, 'a webhook failed; the caller can leave a message')
      return takeMessage(undefined, 0)
    }
  }

  async function answerVoice(request: FastifyRequest): Promise<string> {
    const query = voiceQuery.safeParse(request.query)
    const voice = query.success ? voiceRequest(request, query.data) : undefined
    if (!query.success || !voice) {
      request.log.warn('a signed request that is not a voice webhook')
      return takeMessage(undefined, 0)
    }
    try {
      return await within(DEADLINE_MILLISECONDS, answerLine(query.data, voice))
    } catch (err) {
      request.log.error({ err, callSid: voice.callSid }, 'a turn could not be stored; it is kept in a file and tried again')
      return putOff(request, query.data, voice)
    }
  }

  /** Who talks on in a room with somebody of ours goes there; the flow goes on when that is over. */
  async function answerLine(query: VoiceQuery, voice: VoiceRequest): Promise<string> {
    const { callSid: sid, turn, event, raw } = voice
    if (event.kind !== 'dialEnded' || event.result !== 'answered') return line.answer(voice, options.render)
    const isBack = query.on === 'room'
    const reply = await rooms.receiveCaller({ callSid: sid, turn, isBack, isLast: query.retry >= MOST_RETRIES, at: raw.receivedAt })
    if (reply === undefined) return line.answer(voice, options.render)
    if (reply.kind === 'goesOn') return line.answer({ ...voice, event: { ...event, talkSeconds: reply.talkSeconds } }, options.render)
    const links = linksOf({ turn, language: query.lang })
    if (reply.kind === 'enters') return callerTwiml(reply, links)
    const [moment] = words.moment(query.lang)
    const held = query.held ?? heldFields(raw.params)
    return putOffTwiml(moment?.text ?? '', { ...links, language: moment?.language ?? links.language }, { on: query.on, turn, count: query.retry + 1, held })
  }

  async function putOff(request: FastifyRequest, query: VoiceQuery, voice: VoiceRequest): Promise<string> {
    await keep({ kind: 'voice', request: voice }).catch((err: unknown) => request.log.error({ err }, 'an event is lost'))
    const isOut = query.retry >= MOST_RETRIES
    // A message is with Twilio and in our file: nobody is asked to say it again.
    if (voice.isEmergency || (isOut && voice.event.kind === 'recorded')) return farewellTwiml(voice.event.kind === 'recorded' ? words.thanks(query.lang) : [])
    if (isOut) return takeMessage(query.lang, query.turn)
    const [moment] = words.moment(query.lang)
    const held = query.held ?? heldFields(request.webhook?.params ?? {})
    return putOffTwiml(moment?.text ?? '', linksOf({ turn: query.turn, language: moment?.language }), {
      on: query.on,
      turn: query.turn,
      count: query.retry + 1,
      held,
    })
  }

  /**
   * Twilio comes here when the voice URL has failed; needs neither database nor queue. Since we are reached now, the caller
   * goes on where he was, with the keys that he pressed; if that fails again and again, he leaves a message.
   */
  async function answerFallback(request: FastifyRequest): Promise<string> {
    const failed = failedQuery(request.webhook?.params['ErrorUrl'], options.publicUrl())
    const voice = voiceRequest(request, failed ?? { turn: 0, retry: 0 })
    if (voice && failed) return putOff(request, failed, voice)
    if (voice) await keep({ kind: 'voice', request: voice }).catch((err: unknown) => request.log.error({ err }, 'an event is lost'))
    return takeMessage(undefined, 0)
  }

  async function takeStatus(request: FastifyRequest): Promise<void> {
    const { webhook } = request
    const status = webhook && statusWebhook(webhook.params)
    if (!webhook || !status) return request.log.warn('a signed request that is not a status report')
    const { happenedAt, ...report } = status
    const raw: RawEvent = { ...webhook.raw, callSid: status.callSid, kind: 'status' }
    const stated: StatusRequest = { ...report, raw, at: instant(happenedAt) ?? raw.receivedAt }
    try {
      await within(DEADLINE_MILLISECONDS * 10, line.report(stated))
    } catch (err) {
      request.log.error({ err, callSid: status.callSid }, 'a status report could not be stored; it is kept in a file')
      await keep({ kind: 'status', request: stated })
    }
  }

  /** The person who was rung has pressed a key on his own leg; 1 takes the call. */
  async function answerScreen(request: FastifyRequest): Promise<string> {
    const params = request.webhook?.params ?? {}
    const leg = callSid.safeParse(params['CallSid'])
    const parent = callSid.safeParse(params['ParentCallSid'])
    const hasAccepted = params['Digits'] === '1'
    if (!request.webhook || !hasAccepted || !leg.success || !parent.success) return screenedTwiml(hasAccepted)
    const raw: RawEvent = { ...request.webhook.raw, callSid: leg.data, kind: 'screen' }
    const accepted: AcceptRequest = { raw, legSid: leg.data, callSid: parent.data, to: String(params['To'] ?? '') }
    await within(DEADLINE_MILLISECONDS, line.accept(accepted)).catch(async (err: unknown) => {
      request.log.error({ err, callSid: parent.data }, 'an acceptance could not be stored; it is kept in a file')
      await keep({ kind: 'accept', request: accepted }).catch((lost: unknown) => request.log.error({ err: lost }, 'an event is lost'))
    })
    return screenedTwiml(true)
  }
}

function voiceRequest(request: FastifyRequest, query: VoiceQuery): VoiceRequest | undefined {
  const { webhook } = request
  const voice = webhook && voiceWebhook(query, webhook.params)
  if (!voice) return undefined
  return { ...voice, raw: { ...webhook.raw, callSid: voice.callSid, kind: 'voice' }, isEmergency: query.on === 'message' }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not answered within ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
