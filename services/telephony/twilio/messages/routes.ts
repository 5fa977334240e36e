import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../../../http/app.ts'
import type { IncomingText, TextReport, Texts } from '../../provider.ts'
import { xmlResponse } from '../xml.ts'

type KeptText = { kind: 'textReport'; request: TextReport } | { kind: 'text'; request: IncomingText }

export type MessageRoutesOptions = {
  texts: Texts
  keep: (event: KeptText) => Promise<void>
  signed: { config: { access: 'signed' }; schema: { hide: boolean }; helmet: false }
  within: <T>(milliseconds: number, work: Promise<T>) => Promise<T>
}

const DEADLINE_MILLISECONDS = 7_000

const messageSid = z.string().regex(/^(SM|MM)[0-9a-fA-F]{32}$/)
const reportBody = z.object({
  MessageSid: messageSid,
  MessageStatus: z.string(),
  ErrorCode: z.coerce.number().int().min(0).max(999_999).nullable().catch(null).default(null),
})
const textBody = z.object({ MessageSid: messageSid, From: z.string(), To: z.string(), Body: z.string().catch('') })
/** Ours: what the text is about, whom and when. */
const reportQuery = z.object({ message: z.string().max(200) })
/** `queued`, `sending` and the like say nothing that we do not know. */
const STATES = z.enum(['sent', 'delivered', 'undelivered', 'failed'])

/** What Twilio says about texts. Behind the guard of the whole prefix (../routes.ts). */
export function messageRoutes(app: App, { texts, keep, signed, within }: MessageRoutesOptions): void {
  app.post('/webhooks/twilio/messages/status', signed, async (request, reply) => {
    await takeReport(request)
    return reply.code(204).send()
  })
  app.post('/webhooks/twilio/messages', signed, async (request, reply) => {
    await takeText(request)
    return reply.type('text/xml').send(xmlResponse())
  })

  async function takeReport(request: FastifyRequest): Promise<void> {
    const query = reportQuery.safeParse(request.query)
    const body = reportBody.safeParse(request.webhook?.params)
    const state = STATES.safeParse(body.data?.MessageStatus)
    if (!request.webhook || !query.success || !body.success) return request.log.warn('a signed request that is not a report about a text')
    if (!state.success) return
    const { MessageSid: sid, ErrorCode: errorCode } = body.data
    const raw = { ...request.webhook.raw, callSid: sid, kind: 'message' as const }
    await store(request, { kind: 'textReport', request: { raw, id: query.data.message, sid, state: state.data, errorCode } }, (kept) =>
      texts.report(kept.request),
    )
  }

  async function takeText(request: FastifyRequest): Promise<void> {
    const body = textBody.safeParse(request.webhook?.params)
    if (!request.webhook || !body.success) return request.log.warn('a signed request that is not a text')
    const { MessageSid: sid, From: from, To: to, Body: text } = body.data
    const raw = { ...request.webhook.raw, callSid: sid, kind: 'message' as const }
    await store(request, { kind: 'text', request: { raw, sid, from, to, text } }, (kept) => texts.receive(kept.request))
  }

  /** In Postgres, or in a file until it is back. */
  async function store<Kept extends KeptText>(request: FastifyRequest, kept: Kept, save: (kept: Kept) => Promise<void>): Promise<void> {
    try {
      await within(DEADLINE_MILLISECONDS, save(kept))
    } catch (err) {
      request.log.error({ err, messageSid: kept.request.sid }, 'a message could not be stored; it is kept in a file')
      await keep(kept)
    }
  }
}
