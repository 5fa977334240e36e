import { randomUUID } from 'node:crypto'
import type { Transaction } from '../db.ts'
import { dueTopAt } from '../escalation/deadline.ts'
import { getKeeper } from '../escalation/store.ts'
import { caseNumber } from './case-number.ts'

export type NewCase = {
  customerId: string | null
  callSid: string
  title: string
  reason: string
  severity: string
  /** What was captured, by name. */
  facts: Readonly<Record<string, string>>
  openedAt: Date
}

/** Opens a case. Its first owner is who keeps the first level at that instant, in the same transaction. */
export async function openCase(tx: Transaction, opened: NewCase): Promise<{ number: string; owner: string }> {
  const keeper = await getKeeper(tx, { rank: 'first' }, opened.openedAt)
  const [row] = await tx.$queryRaw<[{ n: bigint }]>`select nextval('case_number') as n`
  const number = caseNumber(Number(row.n))
  const id = randomUUID()
  const { callSid, customerId, title, reason, severity, facts, openedAt } = opened
  await tx.case.create({
    data: { id, number, customerId, callSid, title, reason, severity, facts, levelId: keeper.levelId, openedAt, dueTopAt: dueTopAt(openedAt) },
  })
  await tx.custody.create({ data: { id: randomUUID(), caseId: id, personId: keeper.personId, fromAt: openedAt, how: 'born' } })
  return { number, owner: keeper.name }
}
