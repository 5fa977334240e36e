import type { FastifyInstance } from 'fastify'
import type { Scheduler } from '../../clock/service.ts'
import { ControlRefusal, parse, type ControlDependencies } from '../input.ts'
import { advanceBody, clockBody } from '../schemas.ts'

export function clockRoutes(app: FastifyInstance, { scheduler }: ControlDependencies): void {
  app.get('/clock', () => view(scheduler))

  app.post('/clock', async (request) => {
    await scheduler.set(parse(clockBody, 'body', request.body))
    return view(scheduler)
  })

  app.post('/clock/advance', async (request) => {
    const { seconds, to, ...steps } = parse(advanceBody, 'body', request.body)
    const result = await scheduler.advance(to ?? scheduler.now() + (seconds ?? 0) * 1000, steps)
    if (result.kind === 'arrived') return view(scheduler)
    const { inFlight, waitedSeconds } = result
    const message = `Time was not moved to the end: nightline_in_flight() stayed at ${inFlight} for ${waitedSeconds.toFixed(1)} s.`
    throw new ControlRefusal(409, { error: { code: 'NOT_QUIET', message } })
  })
}

function view(scheduler: Scheduler): { now: string; speed: number } {
  return { now: new Date(scheduler.now()).toISOString(), speed: scheduler.speed() }
}
