import type { z } from 'zod'
import { audit } from '../../audit/store.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { Principal } from '../../http/access.ts'
import type { importResult } from '../../schemas/customers.ts'
import { parseCsv, type CsvRecord } from './csv.ts'
import { ORDER_COLUMNS, PRODUCT_COLUMNS, toLines, toOrders, toProducts, type Fault, type OrderRow, type ProductRow } from './rows.ts'

export type ImportKind = 'orders' | 'products'
type ImportResult = z.infer<typeof importResult>
type Row = OrderRow | ProductRow
type Known = { id: string; customer_id: string }

const MOST_LINES = 50_000
const MOST_FAULTS = 200
const PATIENCE = { timeout: 60_000 }

export type ImportService = ReturnType<typeof importService>

/** Orders and products out of another system's table: all of it or nothing. Given twice it changes nothing the second time. */
export function importService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return async (kind: ImportKind, table: Buffer, { isDryRun }: { isDryRun: boolean }, by: Principal): Promise<ImportResult> => {
    const records = recordsOf(table)
    return prisma.$transaction(async (tx) => {
      const { zone } = await tx.company.findFirstOrThrow({ select: { zone: true } })
      const { lines, faults: ofTable } = toLines(records, kind === 'orders' ? ORDER_COLUMNS : PRODUCT_COLUMNS)
      const { rows, faults: ofLines } = kind === 'orders' ? toOrders(lines, zone) : toProducts(lines)
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('nightline import'))`
      const { owned, faults: ofRecords } = await findOwners(tx, kind, rows)
      const faults = [...ofTable, ...ofLines, ...ofRecords].sort((a, b) => a.line - b.line)
      const result = { isDryRun, lines: Math.max(0, records.length - 1), added: 0, changed: 0, faults: faults.slice(0, MOST_FAULTS) }
      if (faults.length > 0) return result
      const counts = isDryRun ? await rehearse(tx, kind, owned) : await write(tx, kind, owned)
      if (!isDryRun) {
        const actor = by.kind === 'person' ? by.id : `key:${by.id}`
        await audit(tx, { at: clock.now().toJSDate(), actor, kind: 'customers.imported', subject: kind, body: counts })
      }
      return { ...result, ...counts }
    }, PATIENCE)
  }
}

function recordsOf(table: Buffer): CsvRecord[] {
  const unreadable = (reason: string) => domainError('CSV_UNREADABLE', { reason })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(table)
  } catch {
    throw unreadable('it is not UTF-8; save it as "CSV UTF-8"')
  }
  const parsed = parseCsv(text)
  if ('fault' in parsed) throw unreadable(parsed.fault)
  if (parsed.records.length > MOST_LINES + 1) throw unreadable(`it has ${parsed.records.length - 1} lines; at most ${MOST_LINES} are allowed at once`)
  return parsed.records
}

type Owned = Row & { customer_id: string }

/** Whose each row is by its contract number; a reference that is somebody else's already stays his. */
async function findOwners(tx: Transaction, kind: ImportKind, rows: readonly Row[]): Promise<{ owned: Owned[]; faults: Fault[] }> {
  const contracts = [...new Set(rows.map(({ contract }) => contract))]
  const references = [...new Set(rows.map(({ reference }) => reference))]
  const found = await tx.$queryRaw<{ value: string; customer_id: string }[]>`
    select value, customer_id from customer_reference where kind = 'contract' and is_verified and value = any(${contracts}::text[])`
  const ownerOf = new Map(found.map(({ value, customer_id }) => [value, customer_id]))
  const known = await (kind === 'orders'
    ? tx.$queryRaw<(Known & { reference: string })[]>`select id, reference, customer_id from customer_order where reference = any(${references}::text[])`
    : tx.$queryRaw<(Known & { reference: string })[]>`select id, reference, customer_id from customer_product where reference = any(${references}::text[])`)
  const holderOf = new Map(known.map(({ reference, customer_id }) => [reference, customer_id]))
  const faults: Fault[] = []
  const owned = rows.flatMap((row) => {
    const customerId = ownerOf.get(row.contract)
    const holder = holderOf.get(row.reference)
    if (customerId === undefined) {
      if (row.contract !== '') faults.push(faultOf(row, 'contract', 'unknownCustomer', 'no customer has this contract number'))
      return []
    }
    if (holder !== undefined && holder !== customerId) faults.push(faultOf(row, 'reference', 'otherCustomer', 'it belongs to another customer already'))
    return [{ ...row, customer_id: customerId }]
  })
  return { owned, faults }
}

const faultOf = (row: Row, column: 'contract' | 'reference', code: Fault['code'], message: string): Fault => ({
  line: row.line,
  column,
  value: row[column],
  code,
  message,
})

type Counts = { added: number; changed: number }

/** Does it all and takes it back: what it says is what would happen. */
async function rehearse(tx: Transaction, kind: ImportKind, rows: readonly Owned[]): Promise<Counts> {
  await tx.$executeRaw`savepoint rehearsal`
  const counts = await write(tx, kind, rows)
  await tx.$executeRaw`rollback to savepoint rehearsal`
  return counts
}

/** What is the same already is neither added nor changed. */
async function write(tx: Transaction, kind: ImportKind, rows: readonly Owned[]): Promise<Counts> {
  const given = JSON.stringify(rows)
  const written = await (kind === 'orders'
    ? tx.$queryRaw<{ is_new: boolean }[]>`
        insert into customer_order as o (id, customer_id, reference, title, state, ordered_at, amount, currency)
        select gen_random_uuid(), x.customer_id, x.reference, x.title, x.state, x.ordered_at, x.amount, x.currency
          from jsonb_to_recordset(${given}::jsonb) as x(customer_id uuid, reference text, title text, state text, ordered_at timestamptz, amount int, currency text)
        on conflict (reference) do update set title = excluded.title, state = excluded.state, ordered_at = excluded.ordered_at, amount = excluded.amount, currency = excluded.currency
         where (o.title, o.state, o.ordered_at, o.amount, o.currency) is distinct from (excluded.title, excluded.state, excluded.ordered_at, excluded.amount, excluded.currency)
        returning xmax = 0 as is_new`
    : tx.$queryRaw<{ is_new: boolean }[]>`
        insert into customer_product as p (id, customer_id, reference, name, since, until)
        select gen_random_uuid(), x.customer_id, x.reference, x.name, x.since, x.until
          from jsonb_to_recordset(${given}::jsonb) as x(customer_id uuid, reference text, name text, since date, until date)
        on conflict (reference) do update set name = excluded.name, since = excluded.since, until = excluded.until
         where (p.name, p.since, p.until) is distinct from (excluded.name, excluded.since, excluded.until)
        returning xmax = 0 as is_new`)
  const added = written.filter((row) => row.is_new).length
  return { added, changed: written.length - added }
}
