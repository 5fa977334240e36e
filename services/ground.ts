import { resolve } from 'node:path'
import { callAnnouncer } from './calls/live/store.ts'
import type { TwilioAccount } from './config.ts'
import type { Database } from './db.ts'
import type { AppConfig, Ground } from './feature.ts'
import { httpMetrics } from './http/health/service.ts'
import { openFlowLibrary } from './ivr/store.ts'
import { TEXT_LIMITS } from './messages/store.ts'
import { callPace } from './outbound/pace/service.ts'
import { openQueue, type WakeQueue } from './queue.ts'
import type { Shutdown } from './shutdown/service.ts'
import { twilioCarrier } from './telephony/twilio/service.ts'
import { openSharedClock, openSystemClock, type RunningClock } from './time/store.ts'

export type GroundOptions = Pick<Ground, 'log' | 'simulator' | 'mailbox'> & { config: AppConfig; database: Database; account: TwilioAccount }

/** Of the simulator, which has no account; Twilio's says how many it places. */
const SIMULATED_CALLS_PER_SECOND = 50

export type OpenedGround = Ground & {
  time: RunningClock
  queue: WakeQueue
  /** The company may have been renamed: `init` may run beside us. */
  rereadCompany: () => Promise<void>
  /** The program listens here; PUBLIC_URL stands above it. */
  listensAt: (address: string) => void
}

/** Opens what all features stand on, and tells `opened` how it is closed. */
export async function openGround(
  { config, database, account, log, ...beside }: GroundOptions,
  opened: Shutdown,
  { onClockMove, lookOutside }: Pick<Ground, 'lookOutside'> & { onClockMove: () => void },
): Promise<OpenedGround> {
  let address = `http://${config.host}:${config.port}`
  const publicUrl = (): string => config.publicUrl ?? address
  const time = beside.simulator ? await openSharedClock({ database, onMove: onClockMove }) : openSystemClock()
  opened.add('clock', time.stop)
  const { clock, during } = time
  const announcer = callAnnouncer({ pool: database.linePool })
  opened.add('announcer', announcer.stop)
  const flows = await openFlowLibrary({ database, clock, dir: resolve(config.flowsDir), log })
  opened.add('flows', flows.stop)
  const queue = await openQueue({
    redisUrl: config.redisUrl,
    databaseUrl: database.url,
    onError: (err) => log.warn({ err }, 'the queue had trouble; the sweeper helps out'),
  })
  opened.add('queue', queue.close)
  const takeTurn = callPace({ pool: database.linePool, callsPerSecond: account.callsPerSecond ?? SIMULATED_CALLS_PER_SECOND, log })
  const readCompany = () => database.prisma.company.findFirst()
  let company = await readCompany()
  return {
    ...beside,
    ...{ config, database, clock, log, time, during, queue, flows, publicUrl, lookOutside },
    metrics: httpMetrics(),
    carrier: twilioCarrier({ account, publicUrl, takeTurn }),
    hasMail: config.mail !== undefined,
    textLimits: config.textLimits ?? TEXT_LIMITS,
    isWorker: config.roles.includes('worker'),
    company: () => company,
    wake: queue.wake,
    announce: announcer.announce,
    rereadCompany: async () => {
      company = await readCompany()
    },
    listensAt: (at) => {
      address = at
    },
  }
}
