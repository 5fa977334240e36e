import type { z } from 'zod'
import type { Calls } from '../calls/service.ts'
import type { Scheduler } from '../clock/service.ts'
import type { Journal } from '../journal.ts'
import type { Legs } from '../legs/service.ts'
import type { MessageService } from '../messages/service.ts'
import type { Faults } from '../webhooks/faults/service.ts'
import type { World } from '../world.ts'
import { faultsOf, type Fault } from './schemas.ts'

export type ControlDependencies = {
  world: World
  scheduler: Scheduler
  calls: Calls
  legs: Legs
  journal: Journal
  faults: Faults
  messages: MessageService
  isAuthorized: (header: string | undefined) => boolean
}
/** A request that cannot be met, with its HTTP status. */
export class ControlRefusal extends Error {
  readonly status: number
  readonly body: Fault | { error: { code: string; message: string } }
  constructor(status: number, body: ControlRefusal['body']) {
    super(body.error.message)
    this.status = status
    this.body = body
  }
}

/** Throws a refusal (400) with place, value and what is allowed. */
export function parse<S extends z.ZodType>(schema: S, place: string, input: unknown): z.output<S> {
  const result = schema.safeParse(input ?? {})
  if (!result.success) throw new ControlRefusal(400, faultsOf(place, input ?? {}, result.error))
  return result.data
}
