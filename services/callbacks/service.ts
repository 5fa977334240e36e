import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Database } from '../db.ts'
import type { CallbackDetail, callbackFigures, callbackFilter, CallbackView, figuresPeriod } from '../schemas/callbacks.ts'
import { checkPeriod } from '../shifts/period.ts'
import { readFigures } from './figures/store.ts'
import { getCallback, getDetail, listCallbacks } from './reading/store.ts'

const MOST_DAYS = 400

export type CallbackReader = ReturnType<typeof callbackReader>

/** Callbacks as people read them. */
export function callbackReader({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    listCallbacks: (filter: z.output<typeof callbackFilter>): Promise<CallbackView[]> => listCallbacks(prisma, filter),
    getCallback: (id: string): Promise<CallbackView> => getCallback(prisma, id),
    getDetail: (id: string): Promise<CallbackDetail> => getDetail(prisma, id),
    readFigures: async ({ from, to }: z.output<typeof figuresPeriod>): Promise<z.infer<typeof callbackFigures>> => {
      checkPeriod({ from, to }, MOST_DAYS)
      return { from, to, rows: await readFigures(prisma, { from: new Date(from), to: new Date(to) }, clock.now().toJSDate()) }
    },
  }
}
