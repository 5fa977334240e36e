import { randomUUID } from 'node:crypto'
import type { Transaction } from '../db.ts'
import { dueTopAt } from '../escalation/deadline.ts'
import { getKeeper } from '../escalation/store.ts'
import { caseNumber } from './case-number.ts'

export type NewCase = {
  customerId: string | null
  /** Null: no call opened it. */
  callSid: string | null
  title: string
  reason: string
  severity: string
  /** What was captured, by name. */
  facts: Readonly<Record<string, string>>
  openedAt: Date
  /** Who owns it from the beginning, and at which level; absent: who keeps the first level. */
  owner?: Owner
}
export type Owner = { personId: string; name: string; levelId: string }
export type OpenedCase = { id: string; number: string; owner: string; dueTopAt: Date }

/** Opens a case. Unless somebody is named its first owner is who keeps the first level at that instant, in the same transaction. */
export async function openCase(tx: Transaction, { owner: named, ...opened }: NewCase): Promise<OpenedCase> {
  const owner = named ?? (await getKeeper(tx, { rank: 'first' }, opened.openedAt))
  const [row] = await tx.$queryRaw<[{ n: bigint }]>`select nextval('case_number') as n`
  const number = caseNumber(Number(row.n))
  const id = randomUUID()
  const dueTop = dueTopAt(opened.openedAt)
  await tx.case.create({ data: { ...opened, id, number, levelId: owner.levelId, dueTopAt: dueTop } })
  await tx.custody.create({ data: { id: randomUUID(), caseId: id, personId: owner.personId, fromAt: opened.openedAt, how: 'born' } })
  return { id, number, owner: owner.name, dueTopAt: dueTop }
}
