import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { makePromise } from '../../escalation/promises/store.ts'
import type { newPromise, promiseChange } from '../../schemas/cases.ts'
import { holdOpenCase, type HeldCase } from '../custody/store.ts'
import { addCaseEvent } from '../events/store.ts'
import type { OnMoved } from '../moves/service.ts'
import { getCaseId } from '../reading/store.ts'

export type PromiseService = ReturnType<typeof promiseService>

/** Times told to customers. None is ever rewritten: another one takes its place, for a reason, and the customer is told. */
export function promiseService({
  database: { prisma },
  clock,
  onMoved = async () => undefined,
}: {
  database: Pick<Database, 'prisma'>
  clock: Clock
  onMoved?: OnMoved
}) {
  const now = () => clock.now().toJSDate()
  return {
    addPromise: (number: string, personId: string, given: z.infer<typeof newPromise>): Promise<void> =>
      prisma.$transaction(async (tx) => {
        const at = now()
        const held = await holdOpenCase(tx, await getCaseId(tx, number), number)
        const dueAt = possible(held, given.dueAt, at)
        await makePromise(tx, { caseId: held.id, callSid: null, kind: given.kind, madeAt: at, dueAt, toWhom: await nameOf(tx, held) })
        const body = { kind: given.kind, dueAt: dueAt.toISOString() }
        await addCaseEvent(tx, { caseId: held.id, at, personId, kind: 'promised', body, isInternal: false })
      }),
    /** Returns the case's number. */
    changePromise: (id: string, personId: string, { dueAt: wanted, reason }: z.infer<typeof promiseChange>): Promise<string> =>
      prisma.$transaction(async (tx) => {
        const at = now()
        const known = await tx.customerPromise.findUnique({ where: { id }, include: { case: { select: { number: true } } } })
        if (!known) throw domainError('NOT_FOUND', { kind: 'promise', id })
        const { number } = known.case
        const held = await holdOpenCase(tx, known.caseId, number)
        const old = await tx.customerPromise.findUniqueOrThrow({ where: { id } })
        if (old.keptAt !== null || old.replacedAt !== null) throw domainError('EDITED_MEANWHILE')
        const dueAt = possible(held, wanted, at)
        await tx.customerPromise.update({ where: { id }, data: { replacedAt: at, reason } })
        const { callSid, kind, toWhom } = old
        await makePromise(tx, { caseId: held.id, callSid, kind: kind as 'answer' | 'callback', madeAt: at, dueAt, toWhom: toWhom || (await nameOf(tx, held)) })
        const body = { from: old.dueAt.toISOString(), to: dueAt.toISOString(), reason }
        await addCaseEvent(tx, { caseId: held.id, at, personId, kind: 'promiseChanged', body, isInternal: false })
        await onMoved(tx, { caseId: held.id, kind: 'promise', at })
        return number
      }),
  }
}

/** After now, and not after the executive has the case. */
function possible({ dueTopAt }: HeldCase, wanted: string, at: Date): Date {
  const dueAt = new Date(wanted)
  if (dueAt <= at || dueAt > dueTopAt) throw domainError('PROMISE_TOO_LATE', { dueAt: wanted, latest: dueTopAt.toISOString() })
  return dueAt
}

async function nameOf(tx: Transaction, { customerId }: HeldCase): Promise<string> {
  const customer = customerId === null ? null : await tx.customer.findUnique({ where: { id: customerId }, select: { name: true } })
  return customer?.name ?? ''
}
