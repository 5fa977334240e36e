import { z } from 'zod'
import { personOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import { notice } from '../schemas/rosters.ts'
import type { NotificationService } from './service.ts'

const tags = ['notices']
const config = { access: 'signedIn' } as const
const params = z.object({ id: z.uuid() })

export function notificationRoutes({ notifications }: { notifications: NotificationService }): RoutePlugin {
  return (app) => {
    app.get('/api/me/notices', { config, schema: { tags, response: { 200: z.array(notice) } } }, (request) => notifications.listNotices(personOf(request).id))
    app.post('/api/me/notices/:id/seen', { config, schema: { tags, params, response: { 200: notice } } }, (request) =>
      notifications.markSeen(personOf(request).id, request.params.id),
    )
  }
}
