import { holdCase, moveCustody } from '../../cases/custody/store.ts'
import { addCaseEvent } from '../../cases/events/store.ts'
import type { OnTop } from '../../cases/moves/service.ts'
import type { Transaction } from '../../db.ts'

type Ref = { id: string; name: string }
/** Where nobody is named a case stays. */
type CaseHeirs = { cases?: Ref; callbacks?: Ref }
export type HandedOver = { from: Ref; heirs: CaseHeirs; at: Date; note: string; byId: string | null }

type InHand = { caseId: string; hasCallback: boolean }

/** Open cases of his, and whether somebody waits to be called back in them. */
export async function listCasesOf(tx: Transaction, personId: string): Promise<InHand[]> {
  const rows = await tx.custody.findMany({
    where: { personId, toAt: null },
    select: { caseId: true, case: { select: { callbacks: { where: { state: 'requested' }, select: { id: true } } } } },
    orderBy: { caseId: 'asc' },
  })
  return rows.map(({ caseId, case: { callbacks } }) => ({ caseId, hasCallback: callbacks.length > 0 }))
}

/** Each case goes over once. What he kept for his level without having taken it the successor keeps too; at the top he is told as the other was. Returns how many went. */
export async function moveCases(tx: Transaction, { from, heirs, at, note, byId }: HandedOver, onTop: OnTop): Promise<{ cases: number; callbacks: number }> {
  const moved = { cases: 0, callbacks: 0 }
  for (const { caseId, hasCallback } of await listCasesOf(tx, from.id)) {
    const kind = hasCallback ? 'callbacks' : 'cases'
    const heir = heirs[kind]
    if (!heir) continue
    const held = await holdCase(tx, caseId)
    if (held?.custody?.personId !== from.id) continue // somebody was faster
    const { levelId } = held
    const { isKeeper } = held.custody
    await moveCustody(tx, held, { to: { personId: heir.id, levelId }, how: 'handover', reason: note, at, movedById: byId, isKeeper })
    await addCaseEvent(tx, { caseId, at, personId: byId, kind: 'handedOver', body: { from: from.name, to: heir.name, reason: note } })
    await onTop(tx, caseId, at)
    moved[kind] += 1
  }
  return moved
}
