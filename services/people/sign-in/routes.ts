import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { personOf, SESSION_COOKIE } from '../../http/access.ts'
import type { RoutePlugin, Tries } from '../../http/app.ts'
import { loginSession, me, passwordChange, signIn } from '../../schemas/people.ts'
import { plainEmail } from '../secrets.ts'
import type { PeopleService } from '../service.ts'
import { sessionCookie } from './cookie.ts'
import type { SignInService } from './service.ts'

export type SignInRoutesOptions = {
  signIns: SignInService
  people: PeopleService
  clock: Clock
  publicUrl: string | undefined
  /** True when the built-in phone simulator carries the calls. */
  hasPhone: boolean
}

const nothing = z.undefined().describe('Done')
const tags = ['session']
const triesByEmail: Tries = { max: 10, windowSeconds: 900, by: (request) => `${request.ip} ${plainEmail(signIn.parse(request.body).email)}` }
const triesByPerson: Tries = { max: 10, windowSeconds: 900, by: (request) => personOf(request).id }

export function visitorOf(request: FastifyRequest): { userAgent: string | undefined } {
  return { userAgent: request.headers['user-agent'] }
}

/** Signing in and out, and what belongs to the person who is signed in. */
export function signInRoutes({ signIns, people, clock, publicUrl, hasPhone }: SignInRoutesOptions): RoutePlugin {
  const cookie = sessionCookie(publicUrl)
  return (app) => {
    app.post(
      '/api/session',
      { config: { access: 'public', tries: triesByEmail }, schema: { tags, body: signIn, response: { 204: nothing } } },
      async (request, reply) => {
        const { token } = await signIns.signIn(request.body, visitorOf(request))
        return reply.setCookie(SESSION_COOKIE, token, cookie).code(204).send()
      },
    )
    app.delete('/api/session', { config: { access: 'signedIn' }, schema: { tags, response: { 204: nothing } } }, async (request, reply) => {
      await signIns.signOut(personOf(request))
      return reply.clearCookie(SESSION_COOKIE, { path: '/' }).code(204).send()
    })
    app.get('/api/me', { config: { access: 'signedIn' }, schema: { tags, response: { 200: me } } }, async (request) => ({
      // The role as it is now: a guest is an agent while he is on duty.
      person: { ...(await people.getPerson(personOf(request).id)), role: personOf(request).role },
      company: await people.getCompany(),
      hasPhone,
      now: clock.now().toJSDate().toISOString(),
    }))
    app.post(
      '/api/me/password',
      { config: { access: 'signedIn', tries: triesByPerson }, schema: { tags, body: passwordChange, response: { 204: nothing } } },
      async (request, reply) => {
        await signIns.changePassword(personOf(request), request.body)
        return reply.code(204).send()
      },
    )
    app.get('/api/me/sessions', { config: { access: 'signedIn' }, schema: { tags, response: { 200: z.array(loginSession) } } }, (request) =>
      signIns.listSessions(personOf(request)),
    )
    app.delete(
      '/api/me/sessions/:id',
      { config: { access: 'signedIn' }, schema: { tags, params: z.object({ id: z.uuid() }), response: { 204: nothing } } },
      async (request, reply) => {
        await signIns.endSession(personOf(request), request.params.id)
        return reply.code(204).send()
      },
    )
  }
}
