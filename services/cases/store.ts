import { randomUUID } from 'node:crypto'
import type { Transaction } from '../db.ts'
import { dueTopAt } from '../escalation/deadline.ts'
import { olaDueAt } from '../escalation/ola.ts'
import { getKeeper } from '../escalation/store.ts'
import { findRule, getRule } from '../rules/store.ts'
import type { CaseChannel } from '../schemas/cases.ts'
import { caseNumber } from './case-number.ts'
import { noteDistress } from './contacts/store.ts'
import { addCaseEvent } from './events/store.ts'

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
  /** By which way it came; absent: a call. */
  channel?: CaseChannel
  words?: string
  isDistressed?: boolean
  /** Who of us wrote it down; absent: nobody, a machine did. */
  takenDownById?: string | null
}
export type Owner = { personId: string; name: string; levelId: string }
export type OpenedCase = { id: string; number: string; owner: string; dueTopAt: Date }

/**
 * Opens a case. Unless somebody is named its first owner is who keeps the first level at that instant, in the same transaction; he has it as a
 * keeper until somebody takes it.
 */
export async function openCase(tx: Transaction, { owner: named, channel = 'call', takenDownById = null, ...opened }: NewCase): Promise<OpenedCase> {
  const owner = named ?? (await getKeeper(tx, { rank: 'first' }, opened.openedAt))
  const [row] = await tx.$queryRaw<[{ n: bigint }]>`select nextval('case_number') as n`
  const number = caseNumber(Number(row.n))
  const id = randomUUID()
  const { openedAt } = opened
  const dueTop = dueTopAt(openedAt)
  const policy = await getRule(tx, 'policy')
  const reason = await findRule(tx, 'reason', opened.reason)
  const { levelId, personId } = owner
  await tx.case.create({
    data: {
      ...opened,
      ...{ id, number, channel, levelId, dueTopAt: dueTop, levelSince: openedAt, lastSignAt: openedAt },
      policyVersion: policy.version,
      reasonVersion: reason?.version ?? 0,
      olaDueAt: olaDueAt(policy.body, levelId, openedAt),
    },
  })
  await tx.custody.create({ data: { id: randomUUID(), caseId: id, personId, levelId, fromAt: openedAt, how: 'born', isKeeper: named === undefined } })
  await addCaseEvent(tx, { caseId: id, at: openedAt, personId: takenDownById, kind: 'opened', body: { channel }, isInternal: false })
  await noteDistress(tx, id, openedAt)
  return { id, number, owner: owner.name, dueTopAt: dueTop }
}
