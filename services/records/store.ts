import { randomUUID } from 'node:crypto'
import { IANAZone } from 'luxon'
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import { openCustody, withCustomer } from '../calls/log/store.ts'
import { lockRecord } from '../customers/store.ts'
import type { Database, Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import type { customerChange, customerDetail, customerFilter, customerRow, newCustomer } from '../schemas/customers.ts'
import { hashPin } from '../secrets/service.ts'
import { numberVariants } from '../telephony/caller-id.ts'
import { addContactPoint } from './contacts/store.ts'
import { recordSearch } from './search/store.ts'
import { customerView, recordView, type StoredMerge, type StoredNote } from './views.ts'

export type CustomerRecords = ReturnType<typeof customerRecords>
type Row = z.infer<typeof customerRow>
type Detail = z.infer<typeof customerDetail>
type Change = z.infer<typeof customerChange>

const withContacts = {
  contactPoints: { orderBy: { validFrom: 'asc' as const } },
  references: { orderBy: [{ kind: 'asc' as const }, { value: 'asc' as const }] },
}
/** What the page shows at first; the timeline has the rest. */
const MOST = { calls: 20, cases: 50, orders: 50, products: 100, notes: 50, merges: 50 }

/** The customer's record: who he is, with the newest of what lies on it. */
export function customerRecords({ database, clock }: { database: Pick<Database, 'pool' | 'prisma'>; clock: Clock }) {
  const { prisma } = database
  const { listCustomerIds } = recordSearch({ database })

  /** `search`: words of his name or of notes, contract number, e-mail address, or a number in any spelling. */
  async function listCustomers({ search, limit }: z.infer<typeof customerFilter>): Promise<Row[]> {
    const rows = await prisma.customer.findMany({
      where: { mergedIntoId: null, ...(search && { id: { in: await listCustomerIds(search, limit) } }) },
      include: withContacts,
      orderBy: [{ isNew: 'desc' }, { name: 'asc' }],
      take: limit,
    })
    return rows.map(customerView)
  }

  async function getCustomer(id: string): Promise<Detail> {
    const [customer, cases, merges] = await Promise.all([
      prisma.customer.findUnique({
        where: { id },
        include: {
          ...withContacts,
          accountManager: true,
          mergedInto: true,
          orders: { orderBy: { orderedAt: 'desc' }, take: MOST.orders },
          products: { orderBy: [{ name: 'asc' }, { reference: 'asc' }], take: MOST.products },
          notes: { orderBy: { at: 'desc' }, take: MOST.notes },
          calls: { include: withCustomer, orderBy: { startedAt: 'desc' }, take: MOST.calls },
        },
      }),
      listCases(id),
      prisma.customerMerge.findMany({ where: { OR: [{ keptId: id }, { goneId: id }] }, omit: { moved: true }, orderBy: { at: 'desc' }, take: MOST.merges }),
    ])
    if (!customer) throw domainError('NOT_FOUND', { kind: 'customer', id })
    const numbers = customer.contactPoints.filter(({ kind, validTo }) => kind === 'phone' && validTo === null).flatMap(({ value }) => numberVariants(value))
    const [possibleCalls, names] = await Promise.all([listPossibleCalls(numbers), namesIn(customer.notes, merges)])
    return recordView({ ...customer, cases, merges, possibleCalls }, names)
  }

  /** Open ones first. */
  async function listCases(customerId: string) {
    const find = async (status: 'open' | { not: 'open' }) =>
      prisma.case.findMany({ where: { customerId, status }, include: openCustody, orderBy: { openedAt: 'desc' }, take: MOST.cases })
    const [open, over] = await Promise.all([find('open'), find({ not: 'open' })])
    return [...open, ...over].slice(0, MOST.cases)
  }

  /** From a number of his, on nobody's record. */
  async function listPossibleCalls(numbers: string[]) {
    if (numbers.length === 0) return []
    return prisma.call.findMany({
      where: { customerId: null, fromNumber: { in: numbers } },
      include: withCustomer,
      orderBy: { startedAt: 'desc' },
      take: MOST.calls,
    })
  }

  async function namesIn(notes: readonly StoredNote[], merges: readonly StoredMerge[]): Promise<Map<string, string>> {
    const people = [...notes.map(({ personId }) => personId), ...merges.map(({ byId }) => byId)].filter((one) => one !== null)
    const customers = merges.flatMap(({ keptId, goneId }) => [keptId, goneId])
    const found = await Promise.all([
      people.length > 0 ? prisma.person.findMany({ where: { id: { in: people } }, select: { id: true, name: true } }) : [],
      customers.length > 0 ? prisma.customer.findMany({ where: { id: { in: customers } }, select: { id: true, name: true } }) : [],
    ])
    return new Map(found.flat().map(({ id, name }) => [id, name]))
  }

  async function createCustomer({ contactPoints, ...fields }: z.infer<typeof newCustomer>): Promise<string> {
    const now = clock.now().toJSDate()
    const id = randomUUID()
    await prisma.$transaction(async (tx) => {
      await tx.customer.create({ data: { ...fields, language: fields.language ?? null, id, createdAt: now } })
      for (const point of contactPoints) await addContactPoint(tx, id, point, now)
    })
    return id
  }

  async function changeCustomer(id: string, change: Change): Promise<void> {
    const pinHash = change.pin == null ? change.pin : await hashPin(change.pin)
    await prisma.$transaction(async (tx) => {
      await lockRecord(tx, id)
      if (change.zone != null) checkZone(change.zone)
      if (change.accountManagerId != null) await checkPerson(tx, change.accountManagerId)
      await tx.customer.update({ where: { id }, data: { ...columnsOf(change), ...(pinHash !== undefined && { pinHash }) } })
    })
  }

  return { listCustomers, getCustomer, createCustomer, changeCustomer }
}

function checkZone(zone: string): void {
  if (!IANAZone.isValidZone(zone)) throw domainError('ZONE_UNKNOWN', { zone })
}

async function checkPerson(tx: Transaction, id: string): Promise<void> {
  if ((await tx.person.count({ where: { id, isActive: true } })) === 0) throw domainError('PERSON_UNKNOWN', { person: id })
}

function columnsOf({ pin: _, allowedHours, ...change }: Change) {
  const given = Object.entries(change).filter(([, value]) => value !== undefined)
  return {
    ...(Object.fromEntries(given) as { [Name in keyof typeof change]: Exclude<(typeof change)[Name], undefined> }),
    ...(allowedHours !== undefined && { allowedFrom: allowedHours?.from ?? null, allowedTo: allowedHours?.to ?? null }),
  }
}
