import type { FastifyInstance } from 'fastify'
import { parse, type ControlDependencies } from '../input.ts'
import { limitsBody } from '../schemas.ts'

/** How fast the account's calls are placed, and how late its list of calls knows them. */
export function limitRoutes(app: FastifyInstance, { calls }: ControlDependencies): void {
  const view = (): { callsPerSecond: number; listLagSeconds: number } => ({ callsPerSecond: calls.callsPerSecond(), listLagSeconds: calls.listLagSeconds() })
  app.get('/limits', view)
  app.put('/limits', (request) => {
    const { callsPerSecond, listLagSeconds } = parse(limitsBody, 'body', request.body)
    if (callsPerSecond !== undefined) calls.setCallsPerSecond(callsPerSecond)
    if (listLagSeconds !== undefined) calls.setListLag(listLagSeconds)
    return view()
  })
}
