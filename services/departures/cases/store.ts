import { holdCase, holdCases, moveCustody, type HeldCase } from '../../cases/custody/store.ts'
import { addCaseEvent } from '../../cases/events/store.ts'
import type { OnTop } from '../../cases/moves/service.ts'
import { addCallbackEvent } from '../../callbacks/store.ts'
import type { Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { PersonRow } from '../../people/views.ts'

/** Where nobody is named a case stays. */
type CaseHeirs = { cases?: PersonRow; callbacks?: PersonRow }
export type HandedOver = { from: PersonRow; heirs: CaseHeirs; at: Date; note: string; byId: string | null }

type InHand = { caseId: string; hasCallback: boolean }

/** Open cases of his, and whether somebody waits to be called back in them. */
export async function listCasesOf(tx: Transaction, personId: string): Promise<InHand[]> {
  const rows = await tx.custody.findMany({
    where: { personId, toAt: null },
    select: { caseId: true, case: { select: { callbacks: { where: { endedAt: null }, select: { id: true } } } } },
    orderBy: { caseId: 'asc' },
  })
  return rows.map(({ caseId, case: { callbacks } }) => ({ caseId, hasCallback: callbacks.length > 0 }))
}

/** The same, held in one order. */
export async function holdCasesOf(tx: Transaction, personId: string): Promise<InHand[]> {
  const inHand = await listCasesOf(tx, personId)
  await holdCases(
    tx,
    inHand.map(({ caseId }) => caseId),
  )
  return inHand
}

/** Callbacks that he alone was to make: those of his cases go over with them, the others are counted here. */
export async function countCallbacksOf(tx: Transaction, personId: string): Promise<number> {
  return tx.callback.count({ where: { ...ownCallbacks(personId), NOT: { case: { custodies: { some: { personId, toAt: null } } } } } })
}

const ownCallbacks = (personId: string) => ({ personId, endedAt: null })

/** His own, and those of his cases. */
export async function holdCallbacks(tx: Transaction, personId: string): Promise<void> {
  await tx.$executeRaw`
    select 1 from callback where ended_at is null and (person_id = ${personId}::uuid or case_id in (select case_id from custody where person_id = ${personId}::uuid and to_at is null))
     order by id for no key update`
}

/** From now on the successor calls; one whose phone rings just now ends as it ends. */
export async function moveCallbacks(tx: Transaction, { from, heirs, at, byId }: HandedOver): Promise<void> {
  const heir = heirs.callbacks ?? heirs.cases
  if (!heir) return
  for (const { id } of await tx.callback.findMany({ where: ownCallbacks(from.id), select: { id: true }, orderBy: { id: 'asc' } })) {
    await tx.callback.update({ where: { id }, data: { personId: heir.id } })
    const body = { to: { id: heir.id, name: heir.name } }
    await addCallbackEvent(tx, { callbackId: id, at, kind: 'taken', personId: byId, why: `${from.name} has left: only ${heir.name} calls`, body })
  }
}

/** Each case goes over once. What he kept for his level without having taken it the successor keeps too; at the top he is told as the other was. Returns how many went. */
export async function moveCases(tx: Transaction, { from, heirs, at, note, byId }: HandedOver, onTop: OnTop): Promise<{ cases: number; callbacks: number }> {
  const moved = { cases: 0, callbacks: 0 }
  const inHand = await holdCasesOf(tx, from.id)
  const tooHigh = new Map<PersonRow, string[]>()
  for (const { caseId, hasCallback } of inHand) {
    const kind = hasCallback ? 'callbacks' : 'cases'
    const heir = heirs[kind]
    if (!heir) continue
    const held = await holdCase(tx, caseId)
    if (held?.custody?.personId !== from.id) continue // somebody was faster
    if (!(await mayHave(tx, heir, held, from))) tooHigh.set(heir, [...(tooHigh.get(heir) ?? []), held.number])
    const { levelId } = held
    const { isKeeper } = held.custody
    await moveCustody(tx, held, { to: { personId: heir.id, levelId }, how: 'handover', reason: note, at, movedById: byId, isKeeper })
    await addCaseEvent(tx, { caseId, at, personId: byId, kind: 'handedOver', body: { from: from.name, to: heir.name, reason: note } })
    await onTop(tx, caseId, at)
    moved[kind] += 1
  }
  for (const [{ name }, numbers] of tooHigh) throw domainError('HEIR_BELOW_TOP', { name, cases: numbers.sort().join(', ') })
  return moved
}

/** What has come to the top stays with those of the top, and with who stands in for its head or for him who leaves. */
async function mayHave(tx: Transaction, heir: PersonRow, { levelId }: HeldCase, from: PersonRow): Promise<boolean> {
  const { isExecutive, head } = await tx.level.findUniqueOrThrow({ where: { id: levelId }, include: { head: { select: { id: true, deputyId: true } } } })
  if (!isExecutive || heir.levelId === levelId || heir.role === 'executive') return true
  return heir.id === head.id || heir.id === head.deputyId || (from.levelId === levelId && heir.id === from.deputyId)
}
