import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import { keepPromises } from '../escalation/promises/store.ts'
import type { callbackChange, callbackFilter, CallbackView } from '../schemas/callbacks.ts'

const withCase = {
  case: {
    select: {
      number: true,
      title: true,
      customer: { select: { id: true, name: true } },
      custodies: { where: { toAt: null }, select: { person: { select: { id: true, name: true } } } },
    },
  },
} as const

export type CallbackService = ReturnType<typeof callbackService>

/** Who wants to be called back, and by when it was promised. */
export function callbackService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    /** The most urgent first. */
    listCallbacks: async ({ state, limit }: z.infer<typeof callbackFilter>): Promise<CallbackView[]> => {
      const where = state === undefined ? {} : { state }
      const rows = await prisma.callback.findMany({ where, include: withCase, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }], take: limit })
      return rows.map(callbackView)
    },
    /** Only what is still requested: of two who do it at once, one hears that it is done already. */
    endCallback: (id: string, { state }: z.infer<typeof callbackChange>): Promise<CallbackView> =>
      prisma.$transaction(async (tx) => {
        const { count } = await tx.callback.updateMany({ where: { id, state: 'requested' }, data: { state } })
        const row = await getCallback(tx, id)
        if (count === 0 && row.state !== state) throw domainError('EDITED_MEANWHILE')
        if (count > 0 && state === 'done') await keepPromises(tx, row.caseId, 'callback', clock.now().toJSDate())
        return callbackView(row)
      }),
  }
}

async function getCallback(tx: Transaction, id: string) {
  const row = await tx.callback.findUnique({ where: { id }, include: withCase })
  if (!row) throw domainError('NOT_FOUND', { kind: 'callback', id })
  return row
}

function callbackView({ id, number, language, state, requestedAt, dueAt, callSid, case: one }: Awaited<ReturnType<typeof getCallback>>): CallbackView {
  return {
    ...{ id, number, language, callSid },
    state: state as CallbackView['state'],
    requestedAt: requestedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    case: { number: one.number, title: one.title, owner: one.custodies[0]?.person ?? null },
    customer: one.customer,
  }
}
