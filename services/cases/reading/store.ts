import { Prisma, type Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { findRuleVersion } from '../../rules/store.ts'
import type { CaseDetail } from '../../schemas/cases.ts'
import { movesOf } from '../moves.ts'
import { movedCase, mover } from '../moves/store.ts'
import { listCaseRows } from '../rows/store.ts'
import { caseDetailView, checklistOf, type CaseNames } from '../views.ts'

const BY_TIME = { at: 'asc', n: 'asc' } as const
const withAll = {
  custodies: { include: { person: true }, orderBy: [{ fromAt: 'asc' }, { toAt: { sort: 'asc', nulls: 'last' } }] },
  promises: { orderBy: [{ madeAt: 'asc' }, { replacedAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }] },
  messages: { where: { deletedAt: null }, orderBy: { receivedAt: 'asc' } },
  outgoing: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
  missing: { orderBy: [{ askedAt: 'asc' }, { name: 'asc' }, { id: 'asc' }] },
  subTasks: { include: { department: true }, orderBy: [{ askedAt: 'asc' }, { id: 'asc' }] },
  events: { include: { person: true }, orderBy: [BY_TIME].flatMap(({ at, n }) => [{ at }, { n }]) },
  joinedTo: { select: { number: true } },
  joined: { select: { number: true }, orderBy: { number: 'asc' } },
  rating: true,
} satisfies Prisma.CaseInclude

/** A number in any spelling of its digits. */
export const plainNumber = (number: string): string => number.replace(/[\s-]/g, '')

export async function getCaseId(tx: Pick<Transaction, 'case'>, number: string): Promise<string> {
  const found = await tx.case.findUnique({ where: { number: plainNumber(number) }, select: { id: true } })
  if (!found) throw domainError('NOT_FOUND', { kind: 'case', id: number })
  return found.id
}

/** Everything about a case, with the moves that `readerId` may make; null: a program, which makes none. */
export async function readCase(tx: Transaction, number: string, readerId: string | null, now: Date): Promise<CaseDetail> {
  const found = await tx.case.findUnique({ where: { number: plainNumber(number) }, include: withAll })
  if (!found) throw domainError('NOT_FOUND', { kind: 'case', id: number })
  const [row] = await listCaseRows(tx, { where: Prisma.sql`c.id = ${found.id}::uuid`, order: Prisma.sql`c.number`, limit: 1 }, now)
  if (!row) throw new Error(`case ${found.number} is there and is not`)
  const reader = readerId === null ? null : await mover(tx, readerId, found.levelId, now)
  const reason = await findRuleVersion(tx, 'reason', found.reason, found.reasonVersion)
  const open = found.custodies.find(({ toAt }) => toAt === null)
  const moves = reader ? movesOf(await movedCase(tx, { ...found, custody: open }, now), reader) : []
  return caseDetailView(row, found, {
    checklist: checklistOf(reason?.body, found.facts as Record<string, string>, reader?.language ?? 'en'),
    moves,
    names: await namesOf(tx, found),
  })
}

type Named = {
  custodies: ReadonlyArray<{ movedById: string | null }>
  missing: ReadonlyArray<{ askedById: string }>
  subTasks: ReadonlyArray<{ askedById: string }>
}

async function namesOf(tx: Transaction, { custodies, missing, subTasks }: Named): Promise<CaseNames> {
  const ids = [...custodies.map(({ movedById }) => movedById), ...[...missing, ...subTasks].map(({ askedById }) => askedById)].filter((id) => id !== null)
  const people = await tx.person.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } })
  const levels = await tx.level.findMany({ select: { id: true, name: true } })
  const byId = (rows: readonly { id: string; name: string }[]): ReadonlyMap<string, string> => new Map(rows.map(({ id, name }) => [id, name]))
  return { people: byId(people), levels: byId(levels) }
}
