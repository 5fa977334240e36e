import { z } from 'zod'
import { personOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import { STAFF, SUPERVISION } from '../schemas/people.ts'
import { executiveView, rehearsal, telling } from '../schemas/pyramid.ts'
import type { TellingService } from './service.ts'

const tags = ['pyramid']
const params = z.object({ id: z.uuid() })

export type TellingRoutesOptions = { tellings: TellingService; rehearse: () => Promise<z.infer<typeof rehearsal>> }

export function tellingRoutes({ tellings, rehearse }: TellingRoutesOptions): RoutePlugin {
  return (app) => {
    app.get('/api/executive', { config: { access: SUPERVISION }, schema: { tags, response: { 200: executiveView } } }, () => tellings.getExecutiveView())
    app.get('/api/pyramid/rehearsal', { config: { access: STAFF }, schema: { tags, response: { 200: rehearsal } } }, () => rehearse())
    app.post('/api/tellings/:id/acknowledge', { config: { access: STAFF }, schema: { tags, params, response: { 200: telling } } }, (request) =>
      tellings.acknowledge(request.params.id, personOf(request).id),
    )
  }
}
