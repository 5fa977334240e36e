import type { FastifyInstance } from 'fastify'
import type { Faults } from '../../webhooks/faults/service.ts'
import { noFaults } from '../../webhooks/faults/plan.ts'
import { parse } from '../input.ts'
import { faultsBody, singleBody } from './schemas.ts'

/** Faults on demand and by seed. */
export function faultRoutes(app: FastifyInstance, { faults }: { faults: Faults }): void {
  const view = (): object => ({ ...faults.plan(), counts: faults.counts() })

  app.get('/faults', view)
  app.put('/faults', (request) => {
    faults.set(parse(faultsBody, 'body', request.body))
    return view()
  })
  app.post('/faults/next', (request, reply) => {
    faults.add(parse(singleBody, 'body', request.body))
    return reply.code(201).send(view())
  })
  app.delete('/faults', () => {
    faults.set(noFaults)
    return view()
  })
}
