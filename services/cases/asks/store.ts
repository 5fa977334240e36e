import type { MissingFact } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import { tell } from '../../notifications/store.ts'
import { addCaseEvent } from '../events/store.ts'

export type Answered = { answer: string; personId: string | null; at: Date }

/** A fact that was asked for has come; the case's owner hears of it. */
export async function noteAnswered(tx: Transaction, fact: MissingFact, { answer, personId, at }: Answered): Promise<void> {
  await tx.missingFact.update({ where: { id: fact.id }, data: { answer, answeredAt: at } })
  await addCaseEvent(tx, { caseId: fact.caseId, at, personId, kind: 'factGiven', body: { name: fact.name } })
  await tellOwner(tx, fact.caseId, { kind: 'facts', key: `fact:${fact.id}`, personId, more: { names: fact.name, isAnswer: true }, at })
}

type OwnerNotice = { kind: 'facts' | 'subTask'; key: string; personId: string | null; more: Record<string, string | boolean>; at: Date }

/** Tells the owner of an open case, unless he did it himself. */
export async function tellOwner(tx: Transaction, caseId: string, { kind, key, personId, more, at }: OwnerNotice): Promise<void> {
  const found = await tx.case.findUniqueOrThrow({ where: { id: caseId }, include: { custodies: { where: { toAt: null } } } })
  const owners = found.custodies.map((custody) => custody.personId).filter((id) => id !== personId)
  const who = personId === null ? null : await tx.person.findUnique({ where: { id: personId }, select: { name: true } })
  await tell(tx, owners, { kind, key, body: { case: found.number, title: found.title, name: who?.name ?? '', ...more } }, at)
}
