import type { Feature, Ground } from '../../feature.ts'
import { conflictOf } from '../../planner/conflict/service.ts'
import { solve } from '../../planner/solve/service.ts'
import { adviceRoutes } from '../advice/routes.ts'
import { adviceService } from '../advice/service.ts'
import { demandRoutes } from '../demand/routes.ts'
import { demandService } from '../demand/service.ts'
import type { StepWish } from '../demand/wanted-calls.ts'
import { fairnessRoutes } from '../fairness/routes.ts'
import { fairnessReader } from '../fairness/service.ts'
import { planRoutes } from './routes.ts'
import { planRunner } from './runner/service.ts'
import { planService } from './service.ts'

/** One searches, the other proves. */
const THREADS = 2

/** How many are needed, who should work, and how fairly that falls. */
export function planningFeature({ database, clock, flows, isWorker, log }: Ground) {
  const planner = planRunner({ database, clock, solve, explain: conflictOf, threads: THREADS, log })
  return {
    planner,
    routes: [
      planRoutes({ plans: planService({ database, clock, wake: () => void (isWorker && planner.look()) }) }),
      fairnessRoutes({ readFairness: fairnessReader({ database }) }),
      demandRoutes({ demand: demandService({ database, clock, wishOf: wishOfStep(flows) }) }),
      adviceRoutes({ advice: adviceService({ database, clock }) }),
    ],
    deadlines: [{ name: 'planner', run: planner.look }],
  } satisfies Feature & Record<string, unknown>
}

/** Whom a step of a flow asks for, as the flow stood then. */
function wishOfStep(flows: Ground['flows']) {
  return async (flow: string, version: string, id: string): Promise<StepWish | undefined> => {
    const step = (await flows.ofVersion(flow, version))?.steps.get(id)
    if (step === undefined || !('wanted' in step)) return undefined
    return { skill: step.wanted.skill, level: 'level' in step.wanted ? step.wanted.level : null }
  }
}
