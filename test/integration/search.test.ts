import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callLog, type CallLog } from '../../services/calls/log/store.ts'
import { systemClock } from '../../services/clock.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { customerRecords, type CustomerRecords } from '../../services/records/store.ts'
import { callFilter, callList } from '../../services/schemas/calls.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

const MARTA = '+493023125200'
const AT = new Date('2026-11-18T09:00:00.123Z')
const sid = (n: number): string => `CA${String(n).padStart(32, '0')}`

let cloned: TestDatabase
let database: Database
let calls: CallLog
let records: CustomerRecords
beforeAll(async () => {
  cloned = await cloneDatabase()
  database = openDatabase({ url: cloned.url, onError: () => undefined })
  calls = callLog({ database, clock: systemClock(), announce: () => undefined })
  records = customerRecords({ database, clock: systemClock() })
})
afterAll(async () => {
  await database.close()
  await cloned.drop()
})

async function aCall(n: number, { from = '+4915112345678', startedAt = AT } = {}): Promise<void> {
  await database.prisma.call.create({
    data: {
      sid: sid(n),
      direction: 'inbound',
      fromRaw: from,
      fromNumber: from,
      fromKind: 'number',
      toRaw: '+493023125100',
      toNumber: '+493023125100',
      flow: 'support',
      flowVersion: '1',
      language: 'en',
      session: {},
      startedAt,
      lastEventAt: startedAt,
    },
  })
}
async function aCustomer(name: string, phones: readonly { value: string; validTo?: Date }[]): Promise<string> {
  const { id } = await database.prisma.customer.create({
    data: {
      id: randomUUID(),
      name,
      createdAt: AT,
      contactPoints: {
        create: phones.map(({ value, validTo }) => ({ id: randomUUID(), kind: 'phone', value, standing: 'direct', validFrom: AT, validTo: validTo ?? null })),
      },
    },
  })
  return id
}
const list = (query: Record<string, string>) => calls.listCalls(callFilter.parse(query))
const found = async (search: string) => (await list({ search })).calls.map((call) => call.sid)

describe('the list of calls', () => {
  it('turns pages without losing calls that began at the same instant', async () => {
    for (const n of [3, 1, 5, 2, 4]) await aCall(n)
    await aCall(9, { startedAt: new Date(AT.getTime() - 1) })
    const seen: string[] = []
    let before: string | null | undefined
    do {
      const page = callList.parse(await list({ limit: '2', ...(before && { before }) }))
      seen.push(...page.calls.map((call) => call.sid))
      before = page.next
    } while (before)
    expect(seen).toEqual([5, 4, 3, 2, 1, 9].map(sid))
  })

  it('searches on the pages, too', async () => {
    const { next } = await list({ limit: '2', search: '151 123' })
    expect((await list({ limit: '2', search: '151 123', before: next ?? '' })).calls.map((call) => call.sid)).toEqual([3, 2].map(sid))
  })

  it('takes an instant instead of a page, and refuses anything else', async () => {
    expect((await list({ before: AT.toISOString() })).calls.map((call) => call.sid)).toEqual([sid(9)])
    for (const before of ['x', 'x~CA1', `${AT.toISOString()}~`, '2026-13-01T00:00:00Z']) expect(callFilter.safeParse({ before }).success).toBe(false)
  })

  it('is searched by a number in any spelling, never by a lone sign', async () => {
    await aCall(20, { from: MARTA })
    for (const spelling of ['030 23125200', '+49 (30) 23125-200', '+493023125200', '3125'])
      expect([spelling, await found(spelling)]).toEqual([spelling, [sid(20)]])
    for (const sign of ['-', '+', '( )', '/', '%', '_']) expect([sign, await found(sign)]).toEqual([sign, []])
  })
})

describe('the records', () => {
  it('are searched by a number in any spelling, never by a lone sign', async () => {
    await aCustomer('Marta', [{ value: MARTA }])
    const names = async (search: string) => (await records.listCustomers({ search, limit: 10 })).map(({ name }) => name)
    for (const spelling of ['030 23125200', '+49 (30) 23125-200', 'mart']) expect([spelling, await names(spelling)]).toEqual([spelling, ['Marta']])
    for (const sign of ['-', '( )', '%', '_']) expect([sign, await names(sign)]).toEqual([sign, []])
  })

  it('show calls that may belong there: from a living number in each of its spellings', async () => {
    const [living, gone] = ['+5511987654321', '+4915199999999']
    const id = await aCustomer('Paulo', [{ value: living }, { value: gone, validTo: AT }])
    await aCall(30, { from: '+551187654321' })
    await aCall(31, { from: living })
    await aCall(32, { from: gone })
    expect((await records.getCustomer(id)).possibleCalls.map((call) => call.sid).sort()).toEqual([sid(30), sid(31)])
  })
})
