import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { livingRecord } from '../../customers/store.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { promisedAt } from '../../escalation/promise.ts'
import { makePromise } from '../../escalation/promises/store.ts'
import type { caseChange, newAcknowledgement, newCase } from '../../schemas/cases.ts'
import { getRosterSettings } from '../../shifts/store.ts'
import { holdOpenCase, type HeldCase } from '../custody/store.ts'
import { addCaseEvent } from '../events/store.ts'
import type { OnTop } from '../moves/service.ts'
import { getCaseId } from '../reading/store.ts'
import { openCase } from '../store.ts'
import { acknowledge, gather } from './store.ts'

export type IntakeService = ReturnType<typeof intakeService>

/** What is taken down of a case: at its beginning, and as it becomes known. */
export function intakeService({
  database: { prisma },
  clock,
  onTop = async () => undefined,
}: {
  database: Pick<Database, 'prisma'>
  clock: Clock
  onTop?: OnTop
}) {
  const now = () => clock.now().toJSDate()
  const holdNumber = async (tx: Transaction, number: string): Promise<HeldCase> => holdOpenCase(tx, await getCaseId(tx, number), number)

  return {
    /** Who keeps the first level owns it, and an answer is promised. Returns its number. */
    createCase: (personId: string | null, { customerId = null, ...given }: z.infer<typeof newCase>): Promise<string> =>
      prisma.$transaction(async (tx) => {
        const openedAt = now()
        const customer = customerId === null ? null : await getCustomer(tx, customerId)
        const opened = await openCase(tx, { ...given, customerId, callSid: null, openedAt, takenDownById: personId })
        const zone = customer?.zone ?? (await getRosterSettings(tx)).zone
        const dueAt = new Date(promisedAt(openedAt.getTime(), zone, opened.dueTopAt.getTime()))
        await makePromise(tx, { caseId: opened.id, callSid: null, kind: 'answer', madeAt: openedAt, dueAt, toWhom: customer?.name ?? '' })
        return opened.number
      }),
    changeCase: (number: string, personId: string | null, { facts, ...change }: z.infer<typeof caseChange>): Promise<void> =>
      prisma.$transaction(async (tx) => {
        const at = now()
        const customerId = change.customerId == null ? change.customerId : await livingRecord(tx, (await getCustomer(tx, change.customerId)).id)
        const held = await holdNumber(tx, number)
        const changed = changesOf(held, { ...change, customerId })
        if (Object.keys(changed).length > 0) {
          const data = Object.fromEntries(Object.entries(changed).map(([name, { after }]) => [name, after]))
          await tx.case.update({ where: { id: held.id }, data })
          await addCaseEvent(tx, { caseId: held.id, at, personId, kind: 'changed', body: changed })
        }
        // What was quiet at the top becomes loud; who owns it and says so himself knows.
        if (changed['severity']?.after === 'urgent' && held.custody?.personId !== personId) await onTop(tx, held.id, at)
        if (facts && Object.keys(facts).length > 0) await gather(tx, held, { facts, personId, at })
      }),
    /** The first of the front line's two steps: his own words are read back to him, and he is told that it will be handled. */
    acknowledge: (number: string, personId: string, { words, acknowledgement }: z.infer<typeof newAcknowledgement>): Promise<void> =>
      prisma.$transaction(async (tx) => acknowledge(tx, (await holdNumber(tx, number)).id, { words, acknowledgement, personId, at: now() })),
    /** Never shown to the customer; an ended case takes notes too. */
    addNote: (number: string, personId: string, text: string): Promise<void> =>
      prisma.$transaction(async (tx) => addCaseEvent(tx, { caseId: await getCaseId(tx, number), at: now(), personId, kind: 'note', body: { text } })),
  }
}

async function getCustomer(tx: Transaction, id: string) {
  const customer = await tx.customer.findUnique({ where: { id } })
  if (!customer) throw domainError('NOT_FOUND', { kind: 'customer', id })
  return customer
}

type Changed = Record<string, { before: string | boolean | null; after: string | boolean | null }>

/** What really becomes different. */
function changesOf(held: HeldCase, { title, severity, isDistressed, customerId }: Omit<z.infer<typeof caseChange>, 'facts'>): Changed {
  const wanted = { title, severity, isDistressed, customerId }
  return Object.fromEntries(
    (Object.keys(wanted) as (keyof typeof wanted)[]).flatMap((name) => {
      const [before, after] = [held[name], wanted[name]]
      return after === undefined || after === before ? [] : [[name, { before, after }]]
    }),
  )
}
