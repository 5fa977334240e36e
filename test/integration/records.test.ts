import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callLog } from '../../services/calls/log/store.ts'
import { openCase } from '../../services/cases/store.ts'
import { settleIdentity } from '../../services/customers/store.ts'
import { makePromise } from '../../services/escalation/promises/store.ts'
import { customerContacts } from '../../services/records/contacts/store.ts'
import { customerMerges } from '../../services/records/merges/store.ts'
import { readingNotes } from '../../services/records/readings/store.ts'
import { customerRoutes } from '../../services/records/routes.ts'
import { searchRoutes } from '../../services/records/search/routes.ts'
import { recordSearch } from '../../services/records/search/store.ts'
import { customerRecords } from '../../services/records/store.ts'
import { customerTimeline } from '../../services/records/timeline/store.ts'
import { aCallback } from '../support/callbacks.ts'
import { accessServer, signedIn, type AccessServer, type Browser } from '../support/access.ts'
import { aCallRow } from '../support/call-rows.ts'
import { smallRoster, type SmallRoster } from '../support/small-roster.ts'

// The clock stands at 2026-03-02 09:00 UTC.
let line: AccessServer
let roster: SmallRoster
let ada: Browser & { id: string }
const now = () => line.clock.now().toJSDate()
const NOBODY = '00000000-0000-4000-8000-000000000000'
const OURS = '+493023125100'

beforeAll(async () => {
  line = await accessServer({
    requestsPerMinute: 100_000,
    routes: ({ database, clock }) => [
      customerRoutes({
        customers: customerRecords({ database, clock }),
        contacts: customerContacts({ database, clock }),
        merges: customerMerges({ database, clock }),
        getTimeline: customerTimeline({ database }),
        noteReading: readingNotes({ database, clock }),
      }),
      searchRoutes(recordSearch({ database })),
    ],
  })
  roster = await smallRoster(line.database)
  await line.database.prisma.phoneNumber.create({ data: { number: OURS, label: 'Support', siteId: roster.siteId, flow: 'support', createdAt: now() } })
  ada = await signedIn(line, { name: 'Ada Agent' })
  await line.database.prisma.person.update({ where: { id: ada.id }, data: { phone: '+493023125940' } })
})
afterAll(() => line.close())

type Given = { phones?: string[]; standing?: string; [field: string]: unknown }
async function aCustomer(name: string, { phones = [], standing = 'direct', ...fields }: Given = {}): Promise<string> {
  const { status, body } = await ada.ask('POST', '/api/customers', { name, contactPoints: phones.map((value) => ({ kind: 'phone', value, standing })) })
  expect([status, body]).toMatchObject([201, { name }])
  if (Object.keys(fields).length > 0) expect((await ada.ask('PATCH', `/api/customers/${body.id}`, fields)).status).toBe(200)
  return body.id as string
}
const record = async (id: string) => (await ada.ask('GET', `/api/customers/${id}`)).body
const merge = (keptId: string, goneId: string) => {
  line.clock.move({ seconds: 1 })
  return ada.ask('POST', `/api/customers/${keptId}/merges`, { goneId, reason: 'the same person' })
}
const hits = async (words: string) =>
  (await ada.ask('GET', `/api/search?q=${encodeURIComponent(words)}`)).body.hits as { kind: string; ref: string; title: string; text: string }[]

let next = 0
const aNumber = (): string => `+49302315${String(1000 + (next += 1))}`

/** A call of his that opened a case, with one of all that can lie on a record. */
async function fullCall(customerId: string, words = 'The boiler leaks'): Promise<{ sid: string; caseNumber: string }> {
  const { prisma } = line.database
  const sid = await aCallRow(prisma, { at: now(), fromNumber: '+493023125250', customerId, identity: 'confirmed' })
  await prisma.captured.create({ data: { callSid: sid, name: 'problem', value: words, by: 'voice', isConfirmed: false, at: now() } })
  await prisma.recording.create({ data: { sid: `RE${randomUUID()}`, callSid: sid, url: 'https://example.org/r', seconds: 9, receivedAt: now() } })
  await prisma.rating.create({ data: { callSid: sid, name: 'how', score: 4, most: 5, givenAt: now() } })
  await prisma.textMessage.create({
    data: { id: `${sid}:1:0`, callSid: sid, to: '+493023125250', from: OURS, text: 'We call you back', createdAt: now(), updatedAt: now(), dueAt: now() },
  })
  const { number } = await prisma.$transaction(async (tx) => {
    const opened = await openCase(tx, {
      customerId,
      callSid: sid,
      title: words,
      reason: 'fault',
      severity: 'normal',
      facts: { where: 'Подвал' },
      openedAt: now(),
    })
    await makePromise(tx, { caseId: opened.id, callSid: sid, kind: 'answer', madeAt: now(), dueAt: new Date(now().getTime() + 3_600_000) })
    await aCallback(tx, { caseId: opened.id, callSid: sid, number: '+493023125250', name: sid, at: now(), dueAt: now() })
    await tx.caseRating.create({ data: { caseId: opened.id, score: 5, why: 'quick', via: 'sms', givenAt: now() } })
    await tx.customerMessage.create({
      data: {
        id: randomUUID(),
        key: randomUUID(),
        caseId: opened.id,
        kind: 'taken',
        language: 'en',
        text: 'We have it',
        createdAt: now(),
        dueAt: now(),
        updatedAt: now(),
      },
    })
    return opened
  })
  await prisma.customerNote.create({ data: { id: randomUUID(), customerId, text: 'Has a dog', at: now() } })
  await prisma.customerOrder.create({ data: { id: randomUUID(), customerId, reference: randomUUID(), title: 'Valve', orderedAt: now() } })
  await prisma.customerProduct.create({ data: { id: randomUUID(), customerId, reference: randomUUID(), name: 'Boiler X' } })
  await prisma.customerReference.create({ data: { kind: 'contract', value: randomUUID(), customerId } })
  return { sid, caseNumber: number }
}

/** Every row of every table that names this customer, but for the merges themselves: what "exactly that" means. */
const TABLES = [
  'customer',
  'contact_point',
  'customer_reference',
  'call',
  'captured',
  'recording',
  'rating',
  'text_message',
  'case',
  'callback',
  'promise',
  'case_rating',
]
const OWN = ['customer_message', 'customer_note', 'customer_order', 'customer_product']
async function rowsOf(...ids: string[]): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const table of [...TABLES, ...OWN]) {
    const key = table === 'customer' ? 'id' : 'customer_id'
    const { rows } = await line.database.pool.query<{ row: string }>(`select to_jsonb(t)::text as row from "${table}" t where ${key} = any($1::uuid[])`, [ids])
    all[table] = rows.map(({ row }) => row).sort()
  }
  return all
}

describe('a customer', () => {
  it('is made with numbers in any spelling, and never with one of ours', async () => {
    const { status, body } = await ada.ask('POST', '/api/customers', {
      name: 'Olga Sokolova',
      kind: 'firm',
      language: 'ru',
      contactPoints: [
        { kind: 'phone', value: '030 / 2315-0001', standing: 'direct', isVerified: true, label: 'office' },
        { kind: 'email', value: 'Olga@Example.org' },
      ],
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({ name: 'Olga Sokolova', kind: 'firm', language: 'ru', isNew: false, mergedInto: null, merges: [] })
    expect(body.contactPoints).toMatchObject([
      { kind: 'phone', value: '+493023150001', standing: 'direct', label: 'office', verifiedAt: now().toISOString(), validTo: null },
      { kind: 'email', value: 'olga@example.org', standing: 'unconfirmed', verifiedAt: null },
    ])
    const points = `/api/customers/${body.id}/contact-points`
    for (const [value, code] of [
      ['030 23125100', 'NUMBER_OF_OURS'],
      ['+49 30 23125940', 'NUMBER_OF_OURS'],
      ['call me', 'NUMBER_INVALID'],
      ['+49 30 2315 0001', 'ALREADY_EXISTS'],
    ])
      expect([value, (await ada.ask('POST', points, { kind: 'phone', value })).body.code]).toEqual([value, code])
    expect((await ada.ask('POST', points, { kind: 'email', value: 'nobody' })).body.faults).toMatchObject([{ place: 'body.value' }])
    expect((await ada.ask('POST', `/api/customers/${NOBODY}/contact-points`, { kind: 'phone', value: aNumber() })).status).toBe(404)
  })

  it('his number is over and comes back; one that somebody else has is nobody’s own', async () => {
    const number = aNumber()
    const id = await aCustomer('Nina', { phones: [number] })
    const [point] = (await record(id)).contactPoints
    const change = async (fields: object) => (await ada.ask('PATCH', `/api/contact-points/${point.id}`, fields)).body.contactPoints[0]
    expect(await change({ isOver: true, label: 'old' })).toMatchObject({ validTo: now().toISOString(), label: 'old' })
    const other = await aCustomer('Oleg', { phones: [number] })
    expect((await record(other)).contactPoints).toMatchObject([{ standing: 'direct' }])
    expect(
      (await ada.ask('POST', `/api/customers/${id}/contact-points`, { kind: 'phone', value: number, standing: 'direct' })).body.contactPoints,
    ).toMatchObject([{ id: point.id, standing: 'shared', validTo: null }])
    expect((await ada.ask('PATCH', `/api/contact-points/${NOBODY}`, {})).status).toBe(404)
  })

  it('has wishes, which are checked', async () => {
    const id = await aCustomer('Wim')
    const wishes = { preferredChannel: 'sms', allowedHours: { from: '18:00', to: '20:30' }, zone: 'Asia/Tokyo', accountManagerId: ada.id }
    expect((await ada.ask('PATCH', `/api/customers/${id}`, wishes)).body.wishes).toEqual({
      preferredChannel: 'sms',
      allowedHours: { from: '18:00', to: '20:30' },
      zone: 'Asia/Tokyo',
      accountManager: { id: ada.id, name: 'Ada Agent' },
    })
    const refused = async (fields: object) => (await ada.ask('PATCH', `/api/customers/${id}`, fields)).body.code
    expect(await refused({ zone: 'Mars/Olympus' })).toBe('ZONE_UNKNOWN')
    expect(await refused({ accountManagerId: NOBODY })).toBe('PERSON_UNKNOWN')
    for (const to of ['18:00', '24:00', '9:00']) expect(await refused({ allowedHours: { from: '18:00', to } })).toBe('INVALID_INPUT')
    expect((await ada.ask('PATCH', `/api/customers/${id}`, { allowedHours: null, preferredChannel: null })).body.wishes).toMatchObject({
      preferredChannel: null,
      allowedHours: null,
      zone: 'Asia/Tokyo',
    })
  })

  it('who looks at him is written down once an hour, without anything personal', async () => {
    const id = await aCustomer('Vera Secret')
    await record(id)
    await ada.ask('GET', `/api/customers/${id}/timeline`)
    line.clock.move({ minutes: 59 })
    await record(id)
    line.clock.move({ minutes: 1 })
    await record(id)
    const { rows } = await line.database.pool.query(`select kind, actor, body from audit_entry where subject = $1 order by id`, [id])
    expect(rows).toEqual([1, 2].map(() => ({ kind: 'customer.read', actor: ada.id, body: {} })))
    expect((await ada.ask('GET', `/api/customers/${NOBODY}/timeline`)).status).toBe(404)
  })
})

describe('the timeline', () => {
  it('turns pages of one instant, and shows one kind alone', async () => {
    const id = await aCustomer('Tom')
    await fullCall(id)
    await fullCall(id)
    line.clock.move({ seconds: 1 })
    expect((await ada.ask('POST', `/api/customers/${id}/notes`, { text: 'Prefers mornings' })).body.notes).toMatchObject([
      { text: 'Prefers mornings', by: { name: 'Ada Agent' } },
      {},
      {},
    ])
    const seen: string[] = []
    let before: string | null = null
    do {
      const { body } = await ada.ask('GET', `/api/customers/${id}/timeline?limit=3${before === null ? '' : `&before=${encodeURIComponent(before)}`}`)
      seen.push(...body.entries.map((entry: object) => JSON.stringify(entry)))
      before = body.next
    } while (before !== null)
    expect(new Set(seen).size).toBe(seen.length)
    const kinds = seen.map((entry) => JSON.parse(entry).kind as string)
    expect(Object.fromEntries([...new Set(kinds)].map((kind) => [kind, kinds.filter((one) => one === kind).length]))).toEqual({
      call: 2,
      captured: 2,
      recording: 2,
      callback: 2,
      case: 2,
      message: 4,
      promise: 2,
      rating: 4,
      note: 3,
      order: 2,
    })
    const { entries } = (await ada.ask('GET', `/api/customers/${id}/timeline?kind=promise`)).body
    expect(entries).toMatchObject(
      [1, 2].map(() => ({ kind: 'promise', text: 'answer', detail: { dueAt: new Date(now().getTime() + 3_599_000).toISOString(), keptAt: null } })),
    )
    for (const broken of ['x', 'x~call~y', `${now().toISOString()}~zebra~y`, `${now().toISOString()}~call`])
      expect([broken, (await ada.ask('GET', `/api/customers/${id}/timeline?before=${encodeURIComponent(broken)}`)).status]).toEqual([broken, 400])
  })

  it('goes with a call to whoever it belongs to', async () => {
    const { database, clock } = line
    const [wrong, right] = [await aCustomer('Wrong'), await aCustomer('Right')]
    const { sid } = await fullCall(wrong)
    const calls = callLog({ database, clock, announce: () => undefined })
    const kinds = async (id: string) => new Set((await ada.ask('GET', `/api/customers/${id}/timeline`)).body.entries.map(({ kind }: { kind: string }) => kind))
    await calls.attachCall(sid, null)
    expect(await kinds(wrong)).toEqual(new Set(['note', 'order']))
    await database.prisma.rating.create({ data: { callSid: sid, name: 'late', score: 1, most: 5, givenAt: now() } })
    await calls.attachCall(sid, right)
    expect(await kinds(right)).toEqual(new Set(['call', 'captured', 'recording', 'rating', 'message', 'case', 'callback', 'promise']))
    expect((await ada.ask('GET', `/api/customers/${right}/timeline?kind=rating`)).body.entries).toHaveLength(3)
  })
})

describe('two records of one customer', () => {
  it('become one, and two again, exactly; what came since stays', async () => {
    const shared = aNumber()
    const kept = await aCustomer('Marta Nowak', { phones: [shared, aNumber()], language: 'en' })
    const gone = await aCustomer('M. Nowak', { phones: [shared, aNumber()], standing: 'unconfirmed', zone: 'Asia/Tokyo', note: 'Rings twice', language: 'ru' })
    for (const id of [kept, gone, gone]) await fullCall(id)
    const before = { kept: await rowsOf(kept), gone: await rowsOf(gone) }

    const { status, body } = await merge(kept, gone)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      language: 'en',
      note: 'Rings twice',
      wishes: { zone: 'Asia/Tokyo' },
      merges: [{ kept: { id: kept }, gone: { id: gone, name: 'M. Nowak' }, by: { id: ada.id }, undoneAt: null }],
    })
    expect(body.calls).toHaveLength(3)
    expect(body.contactPoints).toHaveLength(3)
    expect(await record(gone)).toMatchObject({ mergedInto: { id: kept, name: 'Marta Nowak' }, calls: [], cases: [], orders: [] })
    expect(await line.database.prisma.contactPoint.findMany({ where: { customerId: gone, validTo: null } })).toEqual([])
    const after = await rowsOf(gone)
    expect(
      Object.entries(after)
        .filter(([, rows]) => rows.length > 0)
        .map(([table]) => table),
    ).toEqual(['customer', 'contact_point'])
    expect((await ada.ask('GET', `/api/customers?search=Nowak`)).body.map(({ id }: { id: string }) => id)).toEqual([kept])
    expect((await ada.ask('PATCH', `/api/customers/${gone}`, { name: 'X' })).body.code).toBe('ALREADY_MERGED')
    expect((await merge(gone, kept)).body.code).toBe('ALREADY_MERGED')

    const undo = `/api/merges/${body.merges[0].id}/undo`
    expect((await ada.ask('POST', undo)).body).toMatchObject({ id: kept, merges: [{ undoneAt: now().toISOString() }], wishes: { zone: null }, note: '' })
    expect(await rowsOf(gone)).toEqual(before.gone)
    expect(await rowsOf(kept)).toEqual(before.kept)
    expect((await ada.ask('POST', undo)).body.code).toBe('MERGE_UNDONE')

    const again = (await merge(kept, gone)).body.merges[0].id
    const since = await fullCall(kept)
    expect((await ada.ask('POST', `/api/merges/${again}/undo`)).body.calls.map(({ sid }: { sid: string }) => sid)).toContain(since.sid)
    expect(await rowsOf(gone)).toEqual(before.gone)
    expect((await ada.ask('POST', `/api/merges/${NOBODY}/undo`)).status).toBe(404)
    const { rows } = await line.database.pool.query(
      `select kind, body ->> 'gone' as gone from audit_entry where subject = $1 and kind <> 'customer.read' order by id`,
      [kept],
    )
    expect(rows).toEqual(['merged', 'mergeUndone', 'merged', 'mergeUndone'].map((kind) => ({ kind: `customer.${kind}`, gone })))
  })

  it('a chain is undone from its end; the middle one is refused by name', async () => {
    const [a, b, c] = [await aCustomer('Chain A', { phones: [aNumber()] }), await aCustomer('Chain B', { phones: [aNumber()] }), await aCustomer('Chain C')]
    for (const id of [a, b, c]) await fullCall(id)
    const before = await Promise.all([rowsOf(a), rowsOf(b), rowsOf(c)])
    const first = (await merge(b, a)).body.merges[0].id
    const second = (await merge(c, b)).body.merges[0].id
    expect((await record(c)).calls).toHaveLength(3)
    expect((await ada.ask('POST', `/api/merges/${first}/undo`)).body).toMatchObject({ code: 'ALREADY_MERGED', values: { name: 'Chain B' } })
    expect((await ada.ask('POST', `/api/merges/${second}/undo`)).status).toBe(200)
    expect((await ada.ask('POST', `/api/merges/${first}/undo`)).status).toBe(200)
    expect(await Promise.all([rowsOf(a), rowsOf(b), rowsOf(c)])).toEqual(before)
    expect((await merge(a, a)).body.code).toBe('SAME_PERSON')
    expect((await merge(a, NOBODY)).status).toBe(404)
  })

  it('two into the same one are undone in any order', async () => {
    const [kept, one, two] = [await aCustomer('Both'), await aCustomer('One', { phones: [aNumber()] }), await aCustomer('Two', { phones: [aNumber()] })]
    for (const id of [one, two]) await fullCall(id)
    const before = await Promise.all([rowsOf(one), rowsOf(two), rowsOf(kept)])
    const ids = [(await merge(kept, one)).body.merges[0].id, (await merge(kept, two)).body.merges[0].id]
    for (const id of ids) expect((await ada.ask('POST', `/api/merges/${id}/undo`)).status).toBe(200)
    expect(await Promise.all([rowsOf(one), rowsOf(two), rowsOf(kept)])).toEqual(before)
  })

  it('at once, crosswise: one wins, nothing is lost, none points to itself', async () => {
    for (let round = 0; round < 3; round += 1) {
      const ids = await Promise.all([0, 1, 2].map((n) => aCustomer(`Cross ${round} ${n}`, { phones: [aNumber()] })))
      for (const id of ids) await fullCall(id)
      const [a, b, c] = ids as [string, string, string]
      const answers = await Promise.all([merge(a, b), merge(b, a), merge(b, c), merge(c, a), merge(a, b)])
      expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0)
      expect(answers.filter(({ status, body }) => status !== 201 && body.code !== 'ALREADY_MERGED')).toEqual([])
      const { rows } = await line.database.pool.query<{ living: number; lost: number }>(
        `select (select count(*) from customer where id = any($1::uuid[]) and merged_into_id is null)::int as living,
                (select count(*) from call c join customer u on u.id = c.customer_id where u.merged_into_id is not null)::int as lost`,
        [ids],
      )
      expect(rows[0]?.living).toBe(3 - answers.filter(({ status }) => status === 201).length)
      expect(rows[0]?.lost).toBe(0)
    }
  })

  it('while calls come in: none comes to lie on the gone one', async () => {
    const { prisma } = line.database
    const number = aNumber()
    const [kept, gone] = [await aCustomer('Busy'), await aCustomer('Busy too', { phones: [number] })]
    const sids = await Promise.all(Array.from({ length: 12 }, () => aCallRow(prisma, { at: now(), fromNumber: number })))
    const known = { reference: null, deservesRecord: true, now: now() }
    const settle = async (sid: string): Promise<unknown> => prisma.$transaction(async (tx) => settleIdentity(tx, sid, known)).catch(() => settle(sid))
    const [merged] = await Promise.all([merge(kept, gone), ...sids.map(settle)])
    expect(merged.status).toBe(201)
    // One that was put on the gone record in the last moment goes over when its call ends.
    expect(new Set(await Promise.all(sids.map(settle)))).toEqual(new Set([kept]))
    expect(await prisma.call.count({ where: { customerId: gone } })).toBe(0)
    const late = await aCallRow(prisma, { at: now(), fromNumber: number, customerId: gone, identity: 'known' })
    expect(await settle(late)).toBe(kept)
    const opened = await prisma.$transaction(async (tx) =>
      openCase(tx, { customerId: gone, callSid: null, title: 'Late', reason: 'fault', severity: 'normal', facts: {}, openedAt: now() }),
    )
    expect(await prisma.case.findUniqueOrThrow({ where: { id: opened.id } })).toMatchObject({ customerId: kept })
  })
})

describe('whose call it may be', () => {
  it('is said with reasons, the likeliest first; our own numbers say nothing', async () => {
    const { database, clock } = line
    const { prisma } = database
    const number = aNumber()
    const [shared, busy, merged] = [
      await aCustomer('Shared', { phones: [number], standing: 'shared' }),
      await aCustomer('Shared and busy', { phones: [number], standing: 'shared' }),
      await aCustomer('Gone', { phones: [number], standing: 'shared' }),
    ]
    const unsure = await aCustomer('Unsure', { phones: [number], standing: 'unconfirmed' })
    await fullCall(busy)
    await merge(shared, merged)
    line.clock.move({ minutes: 1 })
    const calls = callLog({ database, clock, announce: () => undefined })
    const sid = await aCallRow(prisma, { at: now(), fromNumber: number })
    expect((await calls.getCall(sid)).candidates).toEqual([
      { id: busy, name: 'Shared and busy', reasons: ['shared', 'openCase', 'recentContact'] },
      { id: shared, name: 'Shared', reasons: ['shared'] },
      { id: unsure, name: 'Unsure', reasons: ['unconfirmed'] },
    ])
    await prisma.contactPoint.create({ data: { id: randomUUID(), customerId: shared, kind: 'phone', value: OURS, standing: 'direct', validFrom: now() } })
    expect((await calls.getCall(await aCallRow(prisma, { at: now(), fromNumber: OURS }))).candidates).toEqual([])
    await expect(calls.attachCall(sid, merged)).rejects.toMatchObject({ code: 'ALREADY_MERGED' })
  })
})

describe('search', () => {
  it('finds by words of all kinds in both languages', async () => {
    const id = await aCustomer('Светлана Ёлкина', { phones: [aNumber()], note: 'Ключ у соседа' })
    const { sid, caseNumber } = await fullCall(id, 'Gurgling radiators upstairs')
    await ada.ask('POST', `/api/customers/${id}/notes`, { text: 'Спрашивала про рассрочку' })
    const found = async (words: string) => (await hits(words)).map(({ kind, ref }) => `${kind} ${ref}`)
    for (const words of ['елкина', 'Светл', 'ёлкиной светлана', 'ключи соседи', 'рассрочка'])
      expect([words, await found(words)]).toEqual([words, [`customer ${id}`]])
    expect(new Set(await found('gurgle radiator'))).toEqual(new Set([`case ${caseNumber}`, `call ${sid}`]))
    expect(await found('подвал gurgl')).toEqual([`case ${caseNumber}`])
    expect((await hits(caseNumber))[0]).toMatchObject({ kind: 'case', ref: caseNumber, title: 'Gurgling radiators upstairs' })
    expect((await hits(`${caseNumber.slice(0, 3)}-${caseNumber.slice(3)}`))[0]).toMatchObject({ kind: 'case', ref: caseNumber })
    expect(await hits('ada ag')).toEqual([{ kind: 'person', ref: ada.id, title: 'Ada Agent', text: 'agent' }])
    expect((await hits('рассрочку'))[0]?.text).toBe('Спрашивала про рассрочку')
  })

  it('finds calls of a number that nobody has', async () => {
    const sid = await aCallRow(line.database.prisma, { at: now(), fromNumber: '+493023157777' })
    expect(await hits('030 2315-7777')).toMatchObject([{ kind: 'call', ref: sid, title: '+493023157777' }])
  })

  it('never fails, whatever is typed', async () => {
    const signs = [
      '!!!',
      "'",
      '"',
      '\\',
      "a'b",
      ':*',
      '& | !',
      '<->',
      '((',
      '%',
      '_',
      '%%%',
      '\u0000',
      'a\u0000b',
      '😀',
      '\ud800',
      'ё',
      '«»',
      '- - -',
      '*'.repeat(100),
      '1'.repeat(100),
      'не и в',
      'the of',
    ]
    for (const typed of signs) expect([typed, (await ada.ask('GET', `/api/search?q=${encodeURIComponent(typed.toWellFormed())}`)).status]).toEqual([typed, 200])
    for (const typed of signs)
      expect([typed, (await ada.ask('GET', `/api/customers?search=${encodeURIComponent(typed.toWellFormed())}`)).status]).toEqual([typed, 200])
    for (const typed of ['!!!', '%', '& | !', '%%%', '___']) expect([typed, await hits(typed)]).toEqual([typed, []])
    expect((await ada.ask('GET', '/api/search?q=')).status).toBe(400)
  })
})
