import { randomUUID } from 'node:crypto'
import type { Case, Custody } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { CustodyHow } from '../../schemas/cases.ts'

export type HeldCase = Case & { custody: Custody | undefined }

/** The case with its open custody, held until the commit: of two who move it at once the second one sees what the first has done. */
export async function holdCase(tx: Transaction, id: string): Promise<HeldCase | undefined> {
  await tx.$executeRaw`select 1 from "case" where id = ${id}::uuid for no key update`
  const found = await tx.case.findUnique({ where: { id }, include: { custodies: { where: { toAt: null } } } })
  if (!found) return undefined
  const { custodies, ...row } = found
  return { ...row, custody: custodies[0] }
}

/** Several are held in one order, before anything else is: two who hold some of the same never wait for each other. */
export async function holdCases(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`select 1 from "case" where id = any(${[...ids]}::uuid[]) order by id for no key update`
}

/** The same for what only an open case takes. `number`: as it was asked for. */
export async function holdOpenCase(tx: Transaction, id: string, number: string): Promise<HeldCase> {
  const held = await holdCase(tx, id)
  if (!held) throw domainError('NOT_FOUND', { kind: 'case', id: number })
  if (held.status !== 'open') throw domainError('CASE_IS_OVER', { number: held.number, status: held.status })
  return held
}

export type CustodyMove = {
  to: { personId: string; levelId: string }
  how: CustodyHow
  reason: string | null
  at: Date
  /** Null: the rules. */
  movedById: string | null
  /** He has it because he keeps the level; nobody has taken it. */
  isKeeper: boolean
}

/**
 * One owner at every instant: the old custody ends where the new one begins. `held` comes from `holdCase` in the same transaction. A clock that
 * went back, or a late report, never makes an interval that runs backwards. Returns when it began.
 */
export async function moveCustody(tx: Transaction, { id: caseId, custody }: HeldCase, { to, at, ...move }: CustodyMove): Promise<Date> {
  const fromAt = await endCustody(tx, custody, at)
  await tx.custody.create({ data: { id: randomUUID(), caseId, ...to, fromAt, ...move } })
  return fromAt
}

/** Ends the open custody; for `moveCustody`, and for a case that ends. */
export async function endCustody(tx: Transaction, custody: Custody | undefined, at: Date): Promise<Date> {
  if (!custody) return at
  const toAt = custody.fromAt > at ? custody.fromAt : at
  await tx.custody.update({ where: { id: custody.id }, data: { toAt } })
  return toAt
}
