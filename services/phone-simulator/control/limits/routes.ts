import type { FastifyInstance } from 'fastify'
import { parse, type ControlDependencies } from '../input.ts'
import { limitsBody } from '../schemas.ts'

/** How fast the account's calls are placed. */
export function limitRoutes(app: FastifyInstance, { calls }: ControlDependencies): void {
  const view = (): { callsPerSecond: number } => ({ callsPerSecond: calls.callsPerSecond() })
  app.get('/limits', view)
  app.put('/limits', (request) => {
    calls.setCallsPerSecond(parse(limitsBody, 'body', request.body).callsPerSecond)
    return view()
  })
}
