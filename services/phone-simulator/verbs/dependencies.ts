import type { Scheduler } from '../clock/service.ts'
import type { Conferences } from '../conferences/service.ts'
import type { Legs } from '../legs/service.ts'
import type { Messages } from '../messages/message.ts'
import type { Queues } from '../queues/service.ts'
import type { Recordings } from '../recordings/service.ts'
import type { Webhooks } from '../webhooks/service.ts'
import type { World } from '../world.ts'
import type { RunTwiml } from './outcome.ts'

/** What verbs are played with. */
export type VerbDependencies = {
  accountSid: string
  world: World
  scheduler: Scheduler
  legs: Legs
  webhooks: Webhooks
  recordings: Recordings
  queues: Queues
  conferences: Conferences
  messages: Messages
  /** A fault on demand: the person hangs up before the next verb. */
  isHangUp: (leg: { sid: string; rootSid: string; from: string; to: string; direction: string }) => boolean
}
export type Playing = VerbDependencies & { run: RunTwiml }
