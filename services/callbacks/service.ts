import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import { keepPromises } from '../escalation/promises/store.ts'
import type { callbackChange, callbackFilter, CallbackView } from '../schemas/callbacks.ts'
import { isOver, mayBecome, OPEN_STATES, type CallbackState } from './states.ts'
import { changeState, holdCallback } from './store.ts'
import { callbackView, VIEWED } from './views.ts'

export type CallbackService = ReturnType<typeof callbackService>

/** Who wants to be called back, and by when it was promised. */
export function callbackService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    /** The most urgent first. */
    listCallbacks: async ({ state, limit }: z.infer<typeof callbackFilter>): Promise<CallbackView[]> => {
      const where = state === undefined ? {} : { state: state === 'open' ? { in: [...OPEN_STATES] } : state }
      const rows = await prisma.callback.findMany({ where, include: VIEWED, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }], take: limit })
      return rows.map((row) => callbackView(row))
    },
    /** Only what is still open: of two who do it at once, one hears that it is done already. */
    endCallback: (id: string, { state }: z.infer<typeof callbackChange>, personId: string | null): Promise<CallbackView> =>
      prisma.$transaction(async (tx) => {
        const held = await holdCallback(tx, id)
        if (!held) throw domainError('NOT_FOUND', { kind: 'callback', id })
        const at = clock.now().toJSDate()
        if (!mayBecome(held.state as CallbackState, state)) {
          if (isOver(held.state as CallbackState) && held.state === state) return getView(tx, id)
          throw domainError('EDITED_MEANWHILE')
        }
        await changeState(tx, held, state, { at, why: 'said by hand', personId, data: { endWhy: 'byUs' } })
        if (state === 'done' && held.caseId !== null) await keepPromises(tx, held.caseId, 'callback', at)
        return getView(tx, id)
      }),
  }
}

async function getView(tx: Transaction, id: string): Promise<CallbackView> {
  return callbackView(await tx.callback.findUniqueOrThrow({ where: { id }, include: VIEWED }))
}
