import { createHash } from 'node:crypto'
import { DateTime } from 'luxon'
import { caseNumber } from '../services/cases/case-number.ts'
import type { Database, Transaction } from '../services/db.ts'
import { dueTopAt } from '../services/escalation/deadline.ts'
import { seedCallbacks } from './seed-callbacks.ts'
import { seedHouse, seedOpenCases } from './seed-cases.ts'
import { seedDirectory } from './seed-directory.ts'
import { seedPurchases } from './seed-purchases.ts'
import { seedRoster } from './seed-roster.ts'

/** `hasWork`: open cases at several levels and ages too, whose clocks run, and callbacks that are promised. */
type DemoOptions = { database: Pick<Database, 'prisma'>; now: Date; hasWork?: boolean }

/**
 * A small company to try the line with. Everything is invented; numbers come from the range that Germany keeps free for
 * fiction, +49 30 23125 000-999. The same on every machine, but for the dates, which are relative to `now`.
 */
export async function seedDemo({ database: { prisma }, now, hasWork = false }: DemoOptions): Promise<boolean> {
  return prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('nightline seed'))`
      if (!(await isEmpty(tx))) return false
      // A visitor's first call must ring, though nobody has signed in: here being on shift is enough.
      await tx.company.create({ data: { id: 1, name: 'Havel Heating', zone: ZONE, language: 'en', isDemo: true, mustSignIn: false, createdAt: now } })
      await seedNumbers(tx, now)
      await seedPeople(tx, now)
      await seedRoster(tx, { id, zone: ZONE, now })
      await seedDirectory(tx, { id, number, zone: ZONE, now })
      await seedCustomers(tx, now)
      await seedCalls(tx, now)
      await seedHouse(tx, { id, zone: ZONE, now })
      if (hasWork) {
        await seedOpenCases(tx, { id, zone: ZONE, now })
        await seedCallbacks(tx, { id, number, zone: ZONE, now })
      }
      return true
    },
    { timeout: 30_000 },
  )
}

/** Invented people among real ones would be worse than no demo: whoever set the line up by hand may have made no company. */
async function isEmpty(tx: Transaction): Promise<boolean> {
  return (await tx.company.count()) + (await tx.person.count()) + (await tx.phoneNumber.count()) + (await tx.call.count()) === 0
}

const ZONE = 'Europe/Berlin'

const id = (name: string): string => {
  const hex = createHash('sha256').update(`nightline demo ${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
const number = (extension: number): string => `+493023125${String(extension).padStart(3, '0')}`

const LEVELS = [
  { rank: 1, name: 'Front line', head: 'Amira Haddad' },
  { rank: 2, name: 'Specialists', head: 'Chen Wei' },
  { rank: 3, name: 'Head of service', head: 'Farid Rahimi' },
  { rank: 4, name: 'Managing director', head: 'Clara Winter' },
] as const

/** `1234`, the phone PIN of everybody in the demo company: to be tried, not to keep anybody out. */
const DEMO_PIN_HASH = '$argon2id$v=19$m=19456,t=2,p=1$/5fQmNhNLBHHWw3IinP7NA$VVBHMpmGg8IRer6y+38DyhBxkb1jcWjPV3vO6DR16VA'

const PEOPLE = [
  { name: 'Petra Vogel', role: 'admin', level: 3, phone: null, language: 'en', speaks: [] },
  { name: 'Amira Haddad', role: 'agent', level: 1, phone: number(901), language: 'en', speaks: ['en', 'de', 'ar'] },
  { name: 'Dana Novak', role: 'agent', level: 1, phone: number(902), language: 'en', speaks: ['en', 'de'] },
  { name: 'Irina Sokolova', role: 'agent', level: 1, phone: number(903), language: 'ru', speaks: ['ru', 'en'] },
  { name: 'Chen Wei', role: 'supervisor', level: 2, phone: number(904), language: 'en', speaks: ['en', 'de'] },
  { name: 'Farid Rahimi', role: 'manager', level: 3, phone: number(905), language: 'en', speaks: ['en', 'de'] },
  { name: 'Clara Winter', role: 'executive', level: 4, phone: number(906), language: 'en', speaks: ['en', 'de'] },
  { name: 'Jonas Beck', role: 'payroll', level: 1, phone: null, language: 'en', speaks: [] },
  { name: 'Boris Ivanov', role: 'agent', level: 1, phone: number(907), language: 'ru', speaks: ['ru', 'en', 'de'] },
  { name: 'Greta Lind', role: 'agent', level: 1, phone: number(908), language: 'en', speaks: ['en', 'de'] },
  { name: 'Lena Krause', role: 'agent', level: 1, phone: number(909), language: 'en', speaks: ['en', 'de'] },
  { name: 'Omar Saleh', role: 'agent', level: 1, phone: number(910), language: 'en', speaks: ['en', 'ar'] },
  { name: 'Elif Kaya', role: 'agent', level: 2, phone: number(911), language: 'en', speaks: ['en', 'de', 'tr'] },
  { name: 'Hugo Martin', role: 'agent', level: 2, phone: number(912), language: 'en', speaks: ['en', 'de', 'fr'] },
] as const

async function seedPeople(tx: Transaction, now: Date): Promise<void> {
  await tx.person.createMany({
    data: PEOPLE.map(({ name, role, phone, language, speaks }) => ({
      id: id(name),
      name,
      email: `${name.split(' ')[0]?.toLowerCase()}@havel-heating.example`,
      phone,
      role,
      language,
      speaks: [...speaks],
      siteId: id('Berlin'),
      pinHash: phone === null ? null : DEMO_PIN_HASH,
      createdAt: now,
    })),
  })
  await tx.level.createMany({
    data: LEVELS.map(({ rank, name, head }) => ({ id: id(name), rank, name, headId: id(head), isExecutive: rank === LEVELS.length })),
  })
  for (const { name, level } of PEOPLE) await tx.person.update({ where: { id: id(name) }, data: { levelId: id(LEVELS[level - 1]?.name ?? '') } })
}

async function seedNumbers(tx: Transaction, createdAt: Date): Promise<void> {
  await tx.site.createMany({
    data: [
      { id: id('Berlin'), name: 'Berlin', zone: ZONE },
      { id: id('Potsdam'), name: 'Potsdam', zone: ZONE },
    ],
  })
  await tx.phoneNumber.createMany({
    data: [
      { number: number(100), label: 'City line', siteId: id('Berlin'), flow: 'support', createdAt },
      { number: number(101), label: 'Radio advert', siteId: id('Berlin'), flow: 'support', createdAt },
      { number: number(102), label: 'City line', siteId: id('Potsdam'), flow: 'support', createdAt },
    ],
  })
}

const CUSTOMERS = [
  { name: 'Marta Nowak', kind: 'person', language: 'en', extension: 200, contract: '123456' },
  { name: 'Sergei Orlov', kind: 'person', language: 'ru', extension: 201, contract: '204518' },
  { name: 'Bakery Lindner', kind: 'firm', language: 'en', extension: 202, contract: '310077' },
  { name: 'Aylin Demir', kind: 'person', language: 'en', extension: 203, contract: '118802' },
  { name: 'Hotel Glienicke', kind: 'firm', language: 'en', extension: 204, contract: '400215' },
  { name: 'Tom Reuter', kind: 'person', language: 'en', extension: 205, contract: '276340' },
  { name: 'Olga Reuter', kind: 'person', language: 'ru', extension: 205, contract: '276341' },
] as const

async function seedCustomers(tx: Transaction, now: Date): Promise<void> {
  await tx.customer.createMany({ data: CUSTOMERS.map(({ name, kind, language }) => ({ id: id(name), name, kind, language, createdAt: now })) })
  await tx.customerReference.createMany({ data: CUSTOMERS.map(({ name, contract }) => ({ kind: 'contract', value: contract, customerId: id(name) })) })
  const isShared = (extension: number): boolean => CUSTOMERS.filter((one) => one.extension === extension).length > 1
  await tx.contactPoint.createMany({
    data: CUSTOMERS.map(({ name, extension }) => ({
      id: id(`phone of ${name}`),
      customerId: id(name),
      kind: 'phone',
      value: number(extension),
      label: 'home',
      validFrom: now,
      standing: isShared(extension) ? 'shared' : 'direct',
      verifiedAt: isShared(extension) ? null : now,
    })),
  })
  await seedPurchases(tx, { id, now })
}

type PastCall = {
  caller: string | null
  /** A local time some days ago, or hours before now. */
  when: { daysAgo: number; at: string } | { hoursAgo: number }
  seconds: number
  outcome: 'answered' | 'voicemail' | 'self-served' | 'abandoned'
  label?: string
  fault?: string
  isSolved?: boolean
}

const CALLS: readonly PastCall[] = [
  { caller: 'Bakery Lindner', when: { daysAgo: 13, at: '09:12' }, seconds: 214, outcome: 'answered' },
  { caller: 'Aylin Demir', when: { daysAgo: 11, at: '18:40' }, seconds: 88, outcome: 'self-served', fault: '118802', isSolved: true },
  { caller: null, when: { daysAgo: 10, at: '12:03' }, seconds: 12, outcome: 'abandoned', label: 'Radio advert' },
  { caller: 'Sergei Orlov', when: { daysAgo: 8, at: '21:55' }, seconds: 95, outcome: 'self-served', fault: '204518', isSolved: true },
  { caller: 'Hotel Glienicke', when: { daysAgo: 7, at: '10:31' }, seconds: 341, outcome: 'answered' },
  { caller: 'Marta Nowak', when: { daysAgo: 6, at: '11:20' }, seconds: 126, outcome: 'answered' },
  { caller: 'Aylin Demir', when: { daysAgo: 4, at: '03:08' }, seconds: 31, outcome: 'voicemail' },
  { caller: 'Tom Reuter', when: { daysAgo: 3, at: '16:47' }, seconds: 9, outcome: 'abandoned', label: 'Radio advert' },
  { caller: 'Bakery Lindner', when: { daysAgo: 2, at: '08:05' }, seconds: 178, outcome: 'answered' },
  { caller: 'Hotel Glienicke', when: { hoursAgo: 7 }, seconds: 102, outcome: 'self-served', fault: '400215' },
  { caller: 'Sergei Orlov', when: { hoursAgo: 3 }, seconds: 84, outcome: 'self-served', fault: '204518' },
]

function instantOf(when: PastCall['when'], now: Date): Date {
  if ('hoursAgo' in when) return new Date(now.getTime() - when.hoursAgo * 3_600_000)
  const [hour = 0, minute = 0] = when.at.split(':').map(Number)
  return DateTime.fromJSDate(now, { zone: ZONE }).minus({ days: when.daysAgo }).set({ hour, minute, second: 0, millisecond: 0 }).toJSDate()
}

async function seedCalls(tx: Transaction, now: Date): Promise<void> {
  for (const [index, call] of CALLS.entries()) {
    const startedAt = instantOf(call.when, now)
    const endedAt = new Date(startedAt.getTime() + call.seconds * 1_000)
    const sid = `CA${createHash('sha256').update(`nightline demo call ${index}`).digest('hex').slice(0, 32)}`
    const customer = CUSTOMERS.find(({ name }) => name === call.caller)
    const isCertain = customer !== undefined && !customer.name.endsWith('Reuter')
    const line = call.label === 'Radio advert' ? number(101) : number(100)
    await tx.call.create({
      data: {
        sid,
        direction: 'inbound',
        fromRaw: customer ? number(customer.extension) : 'anonymous',
        fromNumber: customer ? number(customer.extension) : null,
        fromKind: customer ? 'number' : 'withheld',
        toRaw: line,
        toNumber: line,
        numberLabel: call.label ?? 'City line',
        siteName: 'Berlin',
        zone: ZONE,
        customerId: isCertain ? id(customer.name) : null,
        identity: isCertain ? (call.fault ? 'confirmed' : 'known') : 'none',
        flow: 'support',
        flowVersion: 'demo',
        language: customer?.language ?? 'en',
        turn: 3,
        session: { isOver: true },
        status: 'completed',
        startedAt,
        lastEventAt: endedAt,
        answeredAt: startedAt,
        endedAt,
        durationSeconds: call.seconds,
        outcome: call.outcome,
      },
    })
    await tx.callEvent.createMany({
      data: stepsOf(call).map((entry, turn) => ({
        fingerprint: createHash('sha256').update(`${sid} ${turn}`).digest(),
        callSid: sid,
        kind: 'voice',
        turn,
        url: '/demo',
        params: {},
        receivedAt: new Date(startedAt.getTime() + turn * 9_000),
        log: [entry],
      })),
    })
    if (call.fault && customer) await seedCase(tx, { sid, call, customerId: id(customer.name), startedAt })
    if (call.outcome === 'voicemail')
      await tx.recording.create({
        data: { sid: sid.replace('CA', 'RE'), callSid: sid, url: 'https://example.com/no-recording', seconds: 14, receivedAt: endedAt },
      })
  }
}

function stepsOf(call: PastCall): { kind: string; step: string; [field: string]: string }[] {
  const menu = { kind: 'asked', step: 'main', text: 'To talk to a person, press 1. To report a fault, press 2. To leave a message, press 3.', language: 'en' }
  if (call.outcome === 'abandoned') return [menu]
  const key = call.outcome === 'answered' ? '1' : call.outcome === 'voicemail' ? '3' : '2'
  const pressed = { kind: 'pressed', step: 'main', digits: key }
  return call.fault ? [menu, pressed, { kind: 'captured', step: 'contract', name: 'contract', value: call.fault }] : [menu, pressed]
}

async function seedCase(
  tx: Transaction,
  { sid, call, customerId, startedAt }: { sid: string; call: PastCall; customerId: string; startedAt: Date },
): Promise<void> {
  const openedAt = new Date(startedAt.getTime() + 70_000)
  const endedAt = call.isSolved ? new Date(openedAt.getTime() + 5 * 3_600_000) : null
  const [row] = await tx.$queryRaw<[{ n: bigint }]>`select nextval('case_number') as n`
  const caseId = id(`case ${sid}`)
  await tx.captured.create({ data: { callSid: sid, name: 'contract', value: call.fault ?? '', by: 'keys', isConfirmed: true, at: startedAt } })
  await tx.case.create({
    data: {
      id: caseId,
      number: caseNumber(Number(row.n)),
      customerId,
      callSid: sid,
      title: `Fault for contract ${call.fault}`,
      reason: 'fault',
      severity: 'normal',
      facts: { contract: call.fault ?? '' },
      status: call.isSolved ? 'solved' : 'open',
      levelId: id('Front line'),
      openedAt,
      dueTopAt: dueTopAt(openedAt),
      endedAt,
      ...{ levelSince: openedAt, lastSignAt: openedAt },
      ...(endedAt && { solvedById: id('Amira Haddad'), solution: 'The pump was vented', satisfiedBy: 'That it was warm before the evening' }),
    },
  })
  await tx.custody.create({
    data: {
      id: id(`custody ${sid}`),
      caseId,
      personId: id('Amira Haddad'),
      fromAt: openedAt,
      toAt: endedAt,
      how: 'born',
      levelId: id('Front line'),
      isKeeper: endedAt === null,
    },
  })
}
