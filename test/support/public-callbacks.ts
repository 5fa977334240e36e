import { callbackLinks } from '../../services/callbacks/public/link/service.ts'
import { callbackPages } from '../../services/callbacks/public/pages/routes.ts'
import { publicCallbackRoutes } from '../../services/callbacks/public/routes.ts'
import { publicCallbacks } from '../../services/callbacks/public/service.ts'
import { guard } from '../../services/callbacks/abuse/service.ts'
import { callbackWindows } from '../../services/callbacks/windows/service.ts'
import { TEXT_LIMITS } from '../../services/messages/store.ts'
import type { CallbackRule } from '../../services/schemas/rules.ts'
import { accessServer, type AccessServer, type Json } from './access.ts'
import { smallRoster, ZONE, type SmallRoster } from './small-roster.ts'

export const OURS = '+493023125100'

/** The public ways in on a company where Ada is at the desk from 9:00 to 17:00 today (Monday, 10:00 now) and tomorrow, by the clock of Berlin. */
export async function publicLine({ publicOrigins = [] as string[] } = {}) {
  const line = await accessServer({
    requestsPerMinute: 10_000,
    publicOrigins,
    routes: ({ database, clock }) => {
      const parts = { database, clock, windows: callbackWindows({ database, clock }), wake: () => undefined }
      const log = { warn: () => undefined }
      const links = callbackLinks(parts)
      const callbacks = publicCallbacks({ ...parts, guard: guard({ database, zone: () => ZONE, log }), textLimits: TEXT_LIMITS })
      return [publicCallbackRoutes({ callbacks, links }), callbackPages({ callbacks, links })]
    },
  })
  const roster = await smallRoster(line.database, { mustSignIn: false })
  const { prisma } = line.database
  const now = () => line.clock.now().toJSDate()
  await prisma.phoneNumber.create({ data: { number: OURS, label: 'Berlin', siteId: roster.siteId, flow: 'demo', createdAt: now() } })
  const ada = await roster.person('Ada', { phone: '+4930111111', speaks: ['en', 'ru'] })
  await roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z')
  await roster.shift(ada, '2026-03-03T08:00:00Z', '2026-03-03T16:00:00Z')
  let rules = 0
  const ruleIs = async (body: { [Key in keyof CallbackRule]?: Partial<CallbackRule[Key]> }) => {
    await prisma.ruleVersion.create({ data: { kind: 'callback', key: '', version: (rules += 1), body: body as object, madeAt: now() } })
  }
  return { ...line, roster, ada, now, ruleIs, ...asker(line) }
}
export type PublicLine = Awaited<ReturnType<typeof publicLine>> & { roster: SmallRoster }

type Headers = Record<string, string>
export type Answer = { status: number; body: Json; text: string; headers: Record<string, unknown> }

/** Everybody comes from an address of his own, unless a test says otherwise. */
function asker({ app }: Pick<AccessServer, 'app'>) {
  let visitors = 0
  const address = () => `198.51.${(visitors += 1) >> 8}.${visitors & 255}`
  const send = async (method: 'GET' | 'POST' | 'OPTIONS', url: string, payload?: object | string, headers: Headers = {}, from = address()): Promise<Answer> => {
    const answer = await app.inject({ method, url, headers, remoteAddress: from, ...(payload !== undefined && { payload }) })
    const isJson = String(answer.headers['content-type']).includes('json')
    return { status: answer.statusCode, body: isJson ? answer.json() : undefined, text: answer.body, headers: answer.headers }
  }
  return {
    send,
    ask: (url: string, body?: object, headers?: Headers, from?: string) => send(body ? 'POST' : 'GET', `/api/public/callbacks${url}`, body, headers, from),
    /** As a browser sends a form. */
    submit: (url: string, fields: Record<string, string>, headers: Headers = {}) =>
      send('POST', url, new URLSearchParams(fields).toString(), { 'content-type': 'application/x-www-form-urlencoded', ...headers }),
  }
}
