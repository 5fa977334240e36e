import type { Feature, Ground } from '../feature.ts'
import { pyramidMetrics } from '../http/health/service.ts'
import { askRoutes } from './asks/routes.ts'
import { askService } from './asks/service.ts'
import { auditor } from './auditor/service.ts'
import { auditorPool, heartbeatAge, HEARTBEAT_SECONDS } from './auditor/store.ts'
import { deadlines } from './deadlines/service.ts'
import { handoverRoutes } from './handovers/routes.ts'
import { handoverService } from './handovers/service.ts'
import { intakeService } from './intake/service.ts'
import { moveService, type OnMoved, type OnTop, type Waiting } from './moves/service.ts'
import { promiseService } from './promises/service.ts'
import { pyramidReader } from './pyramid/service.ts'
import { caseRoutes } from './routes.ts'
import { caseReader } from './service.ts'

/** What others do in the transaction in which a case moves: by somebody's hand, or because its time has come. */
type Followers = { onMoved: OnMoved; onDue: OnMoved; onTop: OnTop; waiting: Waiting }

export function caseFeature({ database, clock, metrics, lookOutside, log }: Ground, { onMoved, onDue, onTop, waiting }: Followers) {
  const age = () => heartbeatAge(database.linePool, new Date())
  const { observeLateness, onAlarm } = pyramidMetrics(metrics.registry, age)
  const reader = caseReader({ database, clock })
  const moves = moveService({ database, clock, onMoved, onTop, waiting })
  const due = deadlines({ database, clock, onTop, onMoved: onDue, observeLateness, log })
  const pool = auditorPool(database.url)
  return {
    reader,
    moves,
    auditor: { ...auditor({ database, pool, clock, onAlarm, log }), close: () => pool.end() },
    routes: [
      caseRoutes({ reader, intake: intakeService({ database, clock, onTop }), moves, readPyramid: pyramidReader({ database, clock }) }),
      askRoutes({ reader, asks: askService({ database, clock }), promises: promiseService({ database, clock, onMoved }) }),
      handoverRoutes({ handovers: handoverService({ database, clock }) }),
    ],
    deadlines: [{ name: 'deadlines', run: () => due.sweep().finally(lookOutside) }],
    checks: {
      deadlines: async () => {
        const ageSeconds = await age()
        const isLate = ageSeconds === undefined || ageSeconds > HEARTBEAT_SECONDS
        return { ...(ageSeconds !== undefined && { ageSeconds }), ...(isLate && { problem: 'the sweeper of the deadlines gives no sign of life' }) }
      },
    },
  } satisfies Feature & Record<string, unknown>
}
