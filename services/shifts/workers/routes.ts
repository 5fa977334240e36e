import { z } from 'zod'
import { personOf, principalOf } from '../../http/access.ts'
import type { RoutePlugin, Tries } from '../../http/app.ts'
import { pinChange, worker, workerChange } from '../../schemas/planning.ts'
import type { WorkerService } from './service.ts'

const tags = ['workers']
const params = z.object({ id: z.uuid() })
const nothing = z.undefined().describe('Done')
/** Each costs a slow hash. */
const triesByPerson: Tries = { max: 10, windowSeconds: 900, by: (request) => personOf(request).id }

export function workerRoutes({ workers }: { workers: WorkerService }): RoutePlugin {
  return (app) => {
    app.get(
      '/api/workers',
      { config: { access: ['supervisor', 'manager', 'admin', 'payroll'] }, schema: { tags, response: { 200: z.array(worker) } } },
      (request) => workers.listWorkers(principalOf(request).role),
    )
    app.patch(
      '/api/workers/:id',
      { config: { access: ['supervisor', 'manager', 'admin'] }, schema: { tags, params, body: workerChange, response: { 200: worker } } },
      (request) => workers.changeWorker(principalOf(request).role, request.params.id, request.body),
    )
    app.put(
      '/api/me/pin',
      { config: { access: 'signedIn', tries: triesByPerson }, schema: { tags, body: pinChange, response: { 204: nothing } } },
      async (request, reply) => {
        await workers.setPin(personOf(request).id, request.body.pin)
        return reply.code(204).send()
      },
    )
    app.put(
      '/api/people/:id/pin',
      { config: { access: ['admin'] }, schema: { tags, params, body: pinChange, response: { 204: nothing } } },
      async (request, reply) => {
        await workers.setPin(request.params.id, request.body.pin)
        return reply.code(204).send()
      },
    )
  }
}
