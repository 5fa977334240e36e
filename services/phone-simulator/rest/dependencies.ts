import type { Calls } from '../calls/service.ts'
import type { Scheduler } from '../clock/service.ts'
import type { Conferences } from '../conferences/service.ts'
import type { Journal } from '../journal.ts'
import type { Faults } from '../webhooks/faults/service.ts'
import type { MessageService } from '../messages/service.ts'
import type { Queues } from '../queues/service.ts'
import type { World } from '../world.ts'

export type RestDependencies = {
  accountSid: string
  authToken: string
  baseUrl: () => string
  world: World
  scheduler: Scheduler
  calls: Calls
  queues: Queues
  conferences: Conferences
  messages: MessageService
  journal: Journal
  faults: Faults
  isAuthorized: (header: string | undefined) => boolean
}
