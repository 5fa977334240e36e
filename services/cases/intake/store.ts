import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import { noteAnswered } from '../asks/store.ts'
import type { HeldCase } from '../custody/store.ts'
import { addCaseEvent, noteSign } from '../events/store.ts'

export type Acknowledged = { words: string; acknowledgement: string; personId: string; at: Date }

export async function acknowledge(tx: Transaction, caseId: string, { words, acknowledgement, personId, at }: Acknowledged): Promise<void> {
  await tx.case.update({ where: { id: caseId }, data: { words, acknowledgement, acknowledgedAt: at } })
  await addCaseEvent(tx, { caseId, at, personId, kind: 'acknowledged', body: { words, acknowledgement } })
  await noteSign(tx, caseId, at)
}

export type Gathered = { facts: Readonly<Record<string, string>>; personId: string | null; at: Date }

/** Facts are added or replaced; what an owner had asked for by that name is answered. */
export async function gather(tx: Transaction, held: HeldCase, { facts, personId, at }: Gathered): Promise<void> {
  const known = held.facts as Record<string, string>
  const names = Object.keys(facts).filter((name) => facts[name] !== known[name])
  if (names.length === 0) return
  await tx.case.update({ where: { id: held.id }, data: { facts: { ...known, ...facts } satisfies Prisma.JsonObject } })
  await addCaseEvent(tx, { caseId: held.id, at, personId, kind: 'gathered', body: { names } })
  const asked = await tx.missingFact.findMany({ where: { caseId: held.id, name: { in: names }, answeredAt: null } })
  for (const fact of asked) await noteAnswered(tx, fact, { answer: facts[fact.name] ?? '', personId, at })
}
