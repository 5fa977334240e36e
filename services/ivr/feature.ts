import { resolve } from 'node:path'
import type { Feature, Ground } from '../feature.ts'
import type { OutcomeOf } from './transcripts/compare.ts'
import { flowRoutes } from './routes.ts'
import { flowService } from './service.ts'

/** Flows as people see and publish them. `listSkills`: who is on duty knows them; `outcomeOf`: how a call of a transcript ends. */
export function flowFeature(
  { config, database, clock, flows }: Ground,
  { listSkills, outcomeOf }: { listSkills: (at: Date) => Promise<readonly string[]>; outcomeOf: OutcomeOf },
): Feature {
  const now = (): Date => clock.now().toJSDate()
  const editor = flowService({
    database,
    library: flows,
    dir: resolve(config.flowsDir),
    listNumbers: () => database.prisma.phoneNumber.findMany({ orderBy: { number: 'asc' } }),
    listSkills: () => listSkills(now()),
    now,
  })
  return {
    routes: [flowRoutes({ flows: editor, outcomeOf })],
    checks: {
      flows: async () => {
        if (flows.list().length === 0) throw new Error('no flow can be used')
      },
    },
  }
}
