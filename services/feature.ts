// What a feature is given and what it brings. Each has a `feature.ts` in its folder, the one place that knows all of its parts; app.ts puts the
// features together.
import type { FastifyBaseLogger } from 'fastify'
import type { Company } from '../prisma/generated/client.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database } from './db.ts'
import type { RoutePlugin } from './http/app.ts'
import type { Checks, HttpMetrics } from './http/health/service.ts'
import type { FlowLibrary } from './ivr/store.ts'
import type { MailboxAddress } from './mail/mailbox/client.ts'
import type { TextLimits } from './messages/store.ts'
import type { SimulatorAddress } from './phone/client.ts'
import type { BackgroundPart } from './sweeper/background/service.ts'
import type { SweepTask } from './sweeper/service.ts'
import type { Carrier } from './telephony/carrier.ts'

export type AppConfig = Pick<Config, 'dataDir' | 'flowsDir' | 'publicUrl' | 'trustProxy' | 'redisUrl' | 'roles' | 'host' | 'port'> &
  Partial<Pick<Config, 'flowHosts' | 'publicOrigins' | 'textLimits' | 'mail'>>

/** What all features stand on. */
export type Ground = {
  config: AppConfig
  database: Database
  clock: Clock
  log: FastifyBaseLogger
  metrics: HttpMetrics
  /** Present when the phone simulator carries the calls; then time can be moved, and the page has a phone. */
  simulator?: SimulatorAddress
  /** Present when the local mailbox takes the e-mails: then the page shows them. */
  mailbox?: MailboxAddress
  flows: FlowLibrary
  carrier: Carrier
  hasMail: boolean
  textLimits: TextLimits
  isWorker: boolean
  /** Ours, as the settings have it; null until somebody has told. */
  company: () => Company | null
  /** Where we are reached from outside; asked each time, for the port may be known only when the program listens. */
  publicUrl: () => string
  /** Something waits in the outbox: somebody should look. */
  wake: () => void
  /** Something about this call has changed: pages that show it should look. */
  announce: (callSid: string) => void
  /** Work `outside` may be due in this very process. Never waits. */
  lookOutside: () => void
  /** Wraps work that no table shows (see `RunningClock` in time/store.ts). */
  during: <T>(work: () => Promise<T>) => Promise<T>
}

/** What a feature brings; the first two are for the web role, the rest for the worker. */
export type Feature = {
  routes?: readonly RoutePlugin[]
  /** Parts that /readyz asks, by name. */
  checks?: Checks
  /** Work that asks somebody outside, by name: looked for at each wake-up and after each sweep. */
  outside?: Readonly<Record<string, BackgroundPart>>
  /** Every ten seconds: what a lost wake-up would have done, and what time alone brings. */
  sweeps?: readonly SweepTask[]
  /** Every five seconds: times that were promised to somebody. */
  deadlines?: readonly SweepTask[]
}
