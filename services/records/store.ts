import type { z } from 'zod'
import type { Database } from '../db.ts'
import { domainError } from '../errors.ts'
import type { contactPoint, customerChange, customerDetail, customerFilter, customerRow } from '../schemas/customers.ts'
import { openCustody, withCustomer } from '../calls/log/store.ts'
import { callRowView, caseRefView } from '../calls/log/views.ts'
import { containing, searchedDigits } from '../search.ts'
import { hashPin } from '../secrets/service.ts'
import { numberVariants } from '../telephony/caller-id.ts'

export type CustomerRecords = ReturnType<typeof customerRecords>
type Row = z.infer<typeof customerRow>

const withContacts = {
  contactPoints: { orderBy: { validFrom: 'asc' as const } },
  references: { orderBy: [{ kind: 'asc' as const }, { value: 'asc' as const }] },
}
const MOST_CALLS = 200

/** The customer's record: who he is, with the calls and cases that lie on it. */
export function customerRecords({ database: { prisma } }: { database: Pick<Database, 'prisma'> }) {
  async function listCustomers({ search, limit }: z.infer<typeof customerFilter>): Promise<Row[]> {
    const rows = await prisma.customer.findMany({
      where: search ? { OR: matches(search) } : {},
      include: withContacts,
      orderBy: [{ isNew: 'desc' }, { name: 'asc' }],
      take: limit,
    })
    return rows.map(customerView)
  }

  async function getCustomer(id: string): Promise<z.infer<typeof customerDetail>> {
    const customer = await prisma.customer.findUnique({
      where: { id },
      include: {
        ...withContacts,
        calls: { include: withCustomer, orderBy: { startedAt: 'desc' }, take: MOST_CALLS },
        cases: { include: openCustody, orderBy: { openedAt: 'desc' } },
      },
    })
    if (!customer) throw domainError('NOT_FOUND', { kind: 'customer', id })
    const numbers = customer.contactPoints.filter(({ kind, validTo }) => kind === 'phone' && validTo === null).flatMap(({ value }) => numberVariants(value))
    const possible = await prisma.call.findMany({
      where: { customerId: null, fromNumber: { in: numbers } },
      include: withCustomer,
      orderBy: { startedAt: 'desc' },
      take: MOST_CALLS,
    })
    return {
      ...customerView(customer),
      note: customer.note,
      calls: customer.calls.map(callRowView),
      cases: customer.cases.map(caseRefView),
      possibleCalls: possible.map(callRowView),
    }
  }

  async function changeCustomer(id: string, { name, language, note, isNew, pin }: z.infer<typeof customerChange>): Promise<z.infer<typeof customerDetail>> {
    const { count } = await prisma.customer.updateMany({
      where: { id },
      data: {
        ...(name !== undefined && { name }),
        ...(language !== undefined && { language }),
        ...(note !== undefined && { note }),
        ...(isNew !== undefined && { isNew }),
        ...(pin !== undefined && { pinHash: pin === null ? null : await hashPin(pin) }),
      },
    })
    if (count === 0) throw domainError('NOT_FOUND', { kind: 'customer', id })
    return getCustomer(id)
  }

  return { listCustomers, getCustomer, changeCustomer }
}

/** By name, contract number, e-mail address, or a number in any spelling. */
function matches(search: string) {
  const digits = searchedDigits(search)
  return [
    { name: containing(search) },
    { references: { some: { value: containing(search) } } },
    { contactPoints: { some: { value: containing(search) } } },
    ...(digits === undefined ? [] : [{ contactPoints: { some: { kind: 'phone', value: { contains: digits } } } }]),
  ]
}

type Stored = {
  id: string
  name: string
  kind: string
  language: string | null
  isNew: boolean
  pinHash: string | null
  createdAt: Date
  contactPoints: ReadonlyArray<{ id: string; kind: string; value: string; standing: string; label: string }>
  references: ReadonlyArray<{ kind: string; value: string; isVerified: boolean }>
}

function customerView({ id, name, kind, language, isNew, pinHash, createdAt, contactPoints, references }: Stored): Row {
  return {
    id,
    name,
    kind,
    language,
    isNew,
    hasPin: pinHash !== null,
    createdAt: createdAt.toISOString(),
    contactPoints: contactPoints.map(
      (point) => ({ id: point.id, kind: point.kind, value: point.value, standing: point.standing, label: point.label }) as z.infer<typeof contactPoint>,
    ),
    references: references.map((one) => ({ kind: one.kind, value: one.value, isVerified: one.isVerified })),
  }
}
