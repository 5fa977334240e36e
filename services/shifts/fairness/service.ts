import type { Database } from '../../db.ts'
import type { FairnessView } from '../../schemas/plans.ts'
import { checkPeriod } from '../period.ts'
import type { Period } from '../store.ts'
import { readFairness } from './store.ts'
import { fairnessView } from './views.ts'

export type FairnessReader = (period: Period) => Promise<FairnessView[]>

/** A year at most: the ledger goes back another one. */
const MOST_DAYS = 366

/** Who had how many nights, weekends, holidays and hours, as it was worked, and what he brought along from before. */
export function fairnessReader({ database: { prisma } }: { database: Pick<Database, 'prisma'> }): FairnessReader {
  return async ({ from, to }) => {
    checkPeriod({ from, to }, MOST_DAYS)
    const rows = await readFairness(prisma, { from, to })
    return rows.map(({ view, entry, carried }) => fairnessView(view, entry, carried, { from, to }))
  }
}
