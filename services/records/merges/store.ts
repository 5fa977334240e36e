import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { audit } from '../../audit/store.ts'
import type { Clock } from '../../clock.ts'
import { lockRecord } from '../../customers/store.ts'
import { Prisma, type Database, type Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { newMerge } from '../../schemas/customers.ts'
import { refusalOf } from '../../shifts/roster/refusals.ts'
import { fieldsToEmpty, fieldsToFill, moved, sortPoints, type Moved } from './moved.ts'

export type CustomerMerges = ReturnType<typeof customerMerges>
/** `actor`: as the audit names who does it. */
export type Doer = { personId: string | null; actor: string }

/** A record of 20,000 calls takes seconds. */
const PATIENCE = { maxWait: 5_000, timeout: 120_000 }
const TRIES = 3
/** Rows that one statement takes over: no statement may last longer than the pool allows. */
const AT_ONCE = 2_000

type Over = { name: 'calls' | 'cases' | 'orders' | 'products' | 'notes' | 'callbacks'; table: string; key: string; type: string; only?: string }

/** What goes over row by row; what lies on calls and cases follows them (the database sees to it). */
const OVER: readonly Over[] = [
  { name: 'calls', table: 'call', key: 'sid', type: 'text' },
  { name: 'cases', table: 'case', key: 'id', type: 'uuid' },
  { name: 'orders', table: 'customer_order', key: 'id', type: 'uuid' },
  { name: 'products', table: 'customer_product', key: 'id', type: 'uuid' },
  { name: 'notes', table: 'customer_note', key: 'id', type: 'uuid' },
  // Of a window that has not begun; else it is with its case.
  { name: 'callbacks', table: 'callback', key: 'id', type: 'uuid', only: 'case_id is null' },
]

/**
 * Two records turn out to be one customer's. All that lies on the gone one goes over and the gone one points to the kept one; an undo puts
 * back exactly what went over, what came since stays.
 */
export function customerMerges({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  const inOne = async (work: (tx: Transaction, at: Date) => Promise<void>): Promise<void> =>
    retried(() => prisma.$transaction((tx) => work(tx, clock.now().toJSDate()), PATIENCE))

  async function merge(keptId: string, { goneId, reason }: z.infer<typeof newMerge>, by: Doer): Promise<void> {
    await inOne(async (tx, at) => {
      await lockBoth(tx, keptId, goneId)
      const id = randomUUID()
      const went = await moveAll(tx, keptId, goneId, at)
      await tx.customer.update({ where: { id: goneId }, data: { mergedIntoId: keptId } })
      await tx.customerMerge.create({ data: { id, keptId, goneId, byId: by.personId, at, reason, moved: went } })
      await audit(tx, { at, actor: by.actor, kind: 'customer.merged', subject: keptId, body: { merge: id, gone: goneId } })
    })
  }

  /** Answers with the id of the record that stays. */
  async function undo(id: string, by: Doer): Promise<string> {
    const { keptId, goneId } = await getMerge(prisma, id)
    await inOne(async (tx, at) => {
      await tx.$executeRaw`select 1 from customer where id in (${keptId}::uuid, ${goneId}::uuid) order by id for no key update`
      const { undoneAt, moved: went } = await getMerge(tx, id)
      if (undoneAt) throw domainError('MERGE_UNDONE', { at: undoneAt.toISOString() })
      // If the kept one was merged into a third one since, that one has it all: that merge is undone first.
      await lockRecord(tx, keptId)
      await tx.customer.update({ where: { id: goneId }, data: { mergedIntoId: null } })
      await putBack(tx, keptId, goneId, moved.parse(went))
      await tx.customerMerge.update({ where: { id }, data: { undoneAt: at } })
      await audit(tx, { at, actor: by.actor, kind: 'customer.mergeUndone', subject: keptId, body: { merge: id, gone: goneId } })
    })
    return keptId
  }

  return { merge, undo }
}

async function getMerge(tx: Pick<Transaction, 'customerMerge'>, id: string) {
  const found = await tx.customerMerge.findUnique({ where: { id } })
  if (!found) throw domainError('NOT_FOUND', { kind: 'merge', id })
  return found
}

/** In one order, so that two who merge the same records wait for each other. */
async function lockBoth(tx: Transaction, keptId: string, goneId: string): Promise<void> {
  for (const id of [keptId, goneId].toSorted()) await lockRecord(tx, id)
  if (keptId !== goneId) return
  const { name } = await tx.customer.findUniqueOrThrow({ where: { id: keptId } })
  throw domainError('SAME_PERSON', { name })
}

async function moveAll(tx: Transaction, keptId: string, goneId: string, at: Date): Promise<Moved> {
  const { contactPoints: points, ...kept } = await tx.customer.findUniqueOrThrow({ where: { id: keptId }, include: { contactPoints: true } })
  const { contactPoints: others, ...gone } = await tx.customer.findUniqueOrThrow({ where: { id: goneId }, include: { contactPoints: true } })
  const sorted = sortPoints(points, others)
  await tx.contactPoint.updateMany({ where: { id: { in: sorted.ended } }, data: { validTo: at } })
  await tx.contactPoint.updateMany({ where: { id: { in: sorted.contactPoints } }, data: { customerId: keptId } })
  for (const { after } of sorted.twins) await tx.contactPoint.update({ where: { id: after.id }, data: after })
  const fields = fieldsToFill(kept, gone)
  await tx.customer.update({ where: { id: keptId }, data: Object.fromEntries(fields.map((name) => [name, gone[name]])) })
  const references = await tx.customerReference.findMany({ where: { customerId: goneId }, select: { kind: true, value: true } })
  await tx.customerReference.updateMany({ where: { customerId: goneId }, data: { customerId: keptId } })
  const went = { calls: [], cases: [], orders: [], products: [], notes: [], callbacks: [] } as Record<Over['name'], string[]>
  for (const over of OVER) {
    let some: string[]
    do {
      some = await moveSome(tx, over, keptId, goneId)
      went[over.name].push(...some)
    } while (some.length === AT_ONCE)
  }
  return { ...sorted, ...went, fields, references }
}

async function moveSome(tx: Transaction, { table, key, only = 'true' }: Over, keptId: string, goneId: string): Promise<string[]> {
  const [name, id] = [Prisma.raw(`"${table}"`), Prisma.raw(key)]
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    update ${name} set customer_id = ${keptId}::uuid
     where ${id} in (select ${id} from ${name} where customer_id = ${goneId}::uuid and ${Prisma.raw(only)} order by ${id} limit ${AT_ONCE} for no key update) returning ${id}::text as id`)
  return rows.map((row) => row.id)
}

/** Only what still lies on the kept record as the merge left it: somebody may have said better since. */
async function putBack(tx: Transaction, keptId: string, goneId: string, went: Moved): Promise<void> {
  const back = { customerId: goneId }
  for (const { before, after } of went.twins) {
    await tx.contactPoint.updateMany({ where: { id: after.id, standing: after.standing, validTo: after.validTo }, data: before })
  }
  await tx.contactPoint.updateMany({ where: { id: { in: went.contactPoints }, customerId: keptId }, data: back })
  await tx.contactPoint.updateMany({ where: { id: { in: went.ended }, customerId: goneId }, data: { validTo: null } })
  for (const one of went.references) await tx.customerReference.updateMany({ where: { ...one, customerId: keptId }, data: back })
  for (const { name, table, key, type, only = 'true' } of OVER) {
    for (let from = 0; from < went[name].length; from += AT_ONCE) {
      await tx.$executeRaw(Prisma.sql`
        update ${Prisma.raw(`"${table}"`)} set customer_id = ${goneId}::uuid
         where ${Prisma.raw(key)} = any(${went[name].slice(from, from + AT_ONCE)}::${Prisma.raw(type)}[]) and customer_id = ${keptId}::uuid and ${Prisma.raw(only)}`)
    }
  }
  const kept = await tx.customer.findUniqueOrThrow({ where: { id: keptId } })
  const gone = await tx.customer.findUniqueOrThrow({ where: { id: goneId } })
  const emptied = fieldsToEmpty(went.fields, kept, gone).map((name) => [name, name === 'note' ? '' : null])
  await tx.customer.update({ where: { id: keptId }, data: Object.fromEntries(emptied) as object })
}

/** Whose call it is may be settled at the same moment: that holds the call and wants the record, we hold the record and want the call. */
async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (tries === TRIES || refusalOf(error)?.kind !== 'again') throw error
    }
  }
}
