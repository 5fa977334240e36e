import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importRoutes } from '../../services/records/imports/routes.ts'
import { importService } from '../../services/records/imports/service.ts'
import { accessServer, PUBLIC_URL, signedIn, type AccessServer, type Browser } from '../support/access.ts'
import { smallRoster } from '../support/small-roster.ts'

let line: AccessServer
let chen: Browser & { id: string }
let agent: Browser

beforeAll(async () => {
  line = await accessServer({ routes: ({ database, clock }) => [importRoutes({ importTable: importService({ database, clock }) })] })
  await smallRoster(line.database)
  chen = await signedIn(line, { name: 'Chen', role: 'supervisor' })
  agent = await signedIn(line)
  for (const [name, contract] of [
    ['Marta', '123456'],
    ['Sergei', '204518'],
  ] as const) {
    // prettier-ignore
    const id = randomUUID()
    await line.database.prisma.customer.create({ data: { id, name, createdAt: new Date(), references: { create: { kind: 'contract', value: contract } } } })
  }
})
afterAll(() => line.close())

const send = async (path: string, table: string | Buffer, who: Browser = chen, type = 'text/csv; charset=utf-8') => {
  const answer = await line.app.inject({
    method: 'POST',
    url: `/api/imports/${path}`,
    payload: table,
    headers: { 'content-type': type, origin: PUBLIC_URL, cookie: `nightline_session=${who.cookie()}` },
  })
  return { status: answer.statusCode, body: answer.json() }
}
const TABLE =
  '\uFEFFreference;contract;title;state;orderedAt;amount;currency\r\nO-1;123456;"Boiler; 24 kW";sent;2026-02-01;1899,00;EUR\r\nO-2;204518;Клапан;open;2026-02-02;;\r\n'

it('a dry run says what would happen and writes nothing; the import does it, and given twice it changes nothing', async () => {
  const { prisma } = line.database
  expect(await send('orders?dryRun=true', TABLE)).toEqual({ status: 200, body: { isDryRun: true, lines: 2, added: 2, changed: 0, faults: [] } })
  expect(await prisma.customerOrder.count()).toBe(0)
  expect(await send('orders', TABLE)).toEqual({ status: 200, body: { isDryRun: false, lines: 2, added: 2, changed: 0, faults: [] } })
  expect(await prisma.customerOrder.findUnique({ where: { reference: 'O-1' }, include: { customer: true } })).toMatchObject({
    ...{ title: 'Boiler; 24 kW', state: 'sent', amount: 189_900, currency: 'EUR', orderedAt: new Date('2026-01-31T23:00:00Z') },
    customer: { name: 'Marta' },
  })
  expect((await send('orders', TABLE)).body).toMatchObject({ added: 0, changed: 0 })
  expect((await send('orders', TABLE.replace(';sent;', ';delivered;'))).body).toMatchObject({ added: 0, changed: 1 })
  expect(await prisma.auditEntry.count({ where: { kind: 'customers.imported', actor: chen.id } })).toBe(3)
  expect((await send('products', 'reference,contract,name,since\nP-1,123456,Boiler,2020-02-01')).body).toMatchObject({ added: 1, faults: [] })
  expect(await prisma.customerProduct.findUnique({ where: { reference: 'P-1' } })).toMatchObject({
    name: 'Boiler',
    since: new Date('2020-02-01T00:00:00Z'),
    until: null,
  })
})

it('with one fault nothing is written, and each is told with line, column and value', async () => {
  const table = `reference,contract,title,orderedAt\nO-8,123456,Pump,2026-02-01\nO-9,999999,Pump,2026-02-01\nO-1,204518,Pump,yesterday`
  expect((await send('orders', table)).body).toMatchObject({
    ...{ lines: 3, added: 0, changed: 0 },
    faults: [
      { line: 3, column: 'contract', value: '999999', code: 'unknownCustomer', message: 'no customer has this contract number' },
      { line: 4, column: 'orderedAt', value: 'yesterday', code: 'notADate' },
      { line: 4, column: 'reference', value: 'O-1', code: 'otherCustomer', message: 'it belongs to another customer already' },
    ],
  })
  expect(await line.database.prisma.customerOrder.count({ where: { reference: 'O-8' } })).toBe(0)
})

it('what is no table, or who may not, is refused', async () => {
  expect((await send('orders', 'a\n"b')).body).toMatchObject({ code: 'CSV_UNREADABLE', values: { reason: 'line 2: a quote begins here and never ends' } })
  expect((await send('orders', Buffer.from([0x61, 0xff, 0x0a]))).body).toMatchObject({ code: 'CSV_UNREADABLE' })
  expect((await send('orders', '{}', chen, 'application/json')).status).toBe(400)
  expect((await send('customers', TABLE)).status).toBe(400)
  expect((await send('orders', TABLE, agent)).status).toBe(403)
})
