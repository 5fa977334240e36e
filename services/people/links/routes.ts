import { z } from 'zod'
import { SESSION_COOKIE } from '../../http/access.ts'
import type { RoutePlugin, Tries } from '../../http/app.ts'
import { acceptInvitation, invitation, linkInfo, signInLink } from '../../schemas/people.ts'
import { sessionCookie } from '../sign-in/cookie.ts'
import { visitorOf } from '../sign-in/routes.ts'
import type { LinkService } from './service.ts'

const nothing = z.undefined().describe('Signed in')
const tags = ['links']
const often: Tries = { max: 30, windowSeconds: 900 }
const seldom: Tries = { max: 10, windowSeconds: 900 }
const seldomToo: Tries = { ...seldom }

/** Links that work once: invitations and the first sign-in. */
export function linkRoutes({ links, publicUrl }: { links: LinkService; publicUrl: string | undefined }): RoutePlugin {
  const cookie = sessionCookie(publicUrl)
  return (app) => {
    app.post(
      '/api/people/:id/invitation',
      {
        config: { access: ['admin'] },
        schema: { tags: ['people'], params: z.object({ id: z.uuid() }), response: { 201: invitation } },
      },
      async (request, reply) => reply.code(201).send(await links.invite(request.params.id)),
    )
    app.get(
      '/api/links/:token',
      {
        config: { access: 'public', tries: often },
        schema: { tags, params: z.object({ token: z.string().max(200) }), response: { 200: linkInfo } },
      },
      (request) => links.getLink(request.params.token),
    )
    app.post(
      '/api/invitations/accept',
      {
        config: { access: 'public', tries: seldom },
        schema: { tags, body: acceptInvitation, response: { 204: nothing } },
      },
      async (request, reply) => {
        const { token } = await links.acceptInvitation(request.body, visitorOf(request))
        return reply.setCookie(SESSION_COOKIE, token, cookie).code(204).send()
      },
    )
    app.post(
      '/api/sign-in-links/use',
      {
        config: { access: 'public', tries: seldomToo },
        schema: { tags, body: signInLink, response: { 204: nothing } },
      },
      async (request, reply) => {
        const { token } = await links.useSignInLink(request.body, visitorOf(request))
        return reply.setCookie(SESSION_COOKIE, token, cookie).code(204).send()
      },
    )
  }
}
