import type { Transaction } from '../../db.ts'
import { addCaseEvent, noteSign } from '../events/store.ts'
import { countContacts } from '../rows/store.ts'

/** Who comes to us so often within seven days is in distress. */
const DISTRESS_AT = 3

/** `from`: the number of a case that was the same; `personId`: who of us spoke with him. */
export type NewContact = { at: Date; callSid?: string; words?: string; from?: string; personId?: string }

/** The customer came again about a case that is open: that case has it, no second one is opened. */
export async function addContact(tx: Transaction, caseId: string, { at, personId, ...body }: NewContact): Promise<void> {
  await addCaseEvent(tx, { caseId, at, personId: personId ?? null, kind: 'contact', body, isInternal: false })
  if (body.words !== undefined) await tx.case.updateMany({ where: { id: caseId, words: '' }, data: { words: body.words } })
  if (personId !== undefined) await noteSign(tx, caseId, at)
  await noteDistress(tx, caseId, at)
}

/** The third contact in seven days says it as loudly as the key at the desk. Called when the contact is stored. */
export async function noteDistress(tx: Transaction, caseId: string, at: Date): Promise<void> {
  const { customerId, isDistressed } = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { customerId: true, isDistressed: true } })
  if (isDistressed || customerId === null) return
  const contacts = await countContacts(tx, customerId, at)
  if (contacts < DISTRESS_AT) return
  await tx.case.update({ where: { id: caseId }, data: { isDistressed: true } })
  await addCaseEvent(tx, { caseId, at, kind: 'changed', body: { isDistressed: { before: false, after: true }, contacts } })
}
