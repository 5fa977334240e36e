import { z } from 'zod'
import { personOf } from '../../http/access.ts'
import type { RoutePlugin, Tries } from '../../http/app.ts'
import { createdFeed, feed, newFeed } from '../../schemas/rosters.ts'
import { FRESH_MINUTES } from './calendar.ts'
import type { FeedService } from './service.ts'

const tags = ['feeds']
const mine = { access: 'signedIn' } as const
/** Each answer is a whole calendar; one address may be the calendar service of many. */
const tries: Tries = { max: 60, windowSeconds: 60 }

export function feedRoutes({ feeds }: { feeds: FeedService }): RoutePlugin {
  return (app) => {
    app.get('/api/me/feeds', { config: mine, schema: { tags, response: { 200: z.array(feed) } } }, (request) => feeds.listFeeds(personOf(request).id))
    app.post('/api/me/feeds', { config: mine, schema: { tags, body: newFeed, response: { 201: createdFeed } } }, async (request, reply) =>
      reply.code(201).send(await feeds.createFeed(personOf(request), request.body.scope)),
    )
    app.delete(
      '/api/me/feeds/:id',
      { config: mine, schema: { tags, params: z.object({ id: z.uuid() }), response: { 204: z.undefined().describe('Revoked') } } },
      async (request, reply) => {
        await feeds.revokeFeed(personOf(request).id, request.params.id)
        return reply.code(204).send()
      },
    )
    app.get(
      '/feeds/:token.ics',
      { config: { access: 'public', tries }, schema: { tags, params: z.object({ token: z.string() }), response: { 200: z.string().describe('iCalendar') } } },
      async (request, reply) => {
        const calendar = await feeds.readFeed(request.params.token)
        // Its reader may keep it, a cache between us may not: the link is a secret.
        return reply
          .type('text/calendar; charset=utf-8')
          .header('cache-control', `private, max-age=${FRESH_MINUTES * 60}`)
          .send(calendar)
      },
    )
  }
}
