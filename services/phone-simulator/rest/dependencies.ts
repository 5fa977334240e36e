import type { Calls } from '../calls/service.ts'
import type { Scheduler } from '../clock/service.ts'
import type { Journal } from '../journal.ts'
import type { World } from '../world.ts'

export type RestDependencies = {
  accountSid: string
  authToken: string
  baseUrl: () => string
  world: World
  scheduler: Scheduler
  calls: Calls
  journal: Journal
  isAuthorized: (header: string | undefined) => boolean
}
