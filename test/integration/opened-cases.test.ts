// Cases that come by key, voicemail, web and text while nobody is on: each is somebody's from the transaction that opened it.
// Long: npm run proof -- owners [cases]
import { createHash, randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seedDemo } from '../../prisma/seed.ts'
import { callJobs } from '../../services/calls/jobs.ts'
import { endCustody, holdCase, type HeldCase } from '../../services/cases/custody/store.ts'
import { intakeService } from '../../services/cases/intake/service.ts'
import { openDatabase, type Database, type Transaction } from '../../services/db.ts'
import { textService } from '../../services/messages/service.ts'
import { aCallRow, anEffect, aSid } from '../support/call-rows.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { watch } from '../support/random-moves.ts'

const COUNT = Number(process.env['PROOF_COUNT'] ?? 40)
const AT_ONCE = 8
/** 03:10 in Berlin on Christmas Day. */
const NOW = DateTime.fromISO('2026-12-25T02:10:00Z', { zone: 'utc' })
const at = NOW.toJSDate()
const clock = { now: () => NOW }

let cloned: TestDatabase
let database: Database
beforeAll(async () => {
  cloned = await cloneDatabase()
  database = openDatabase({ url: cloned.url, onError: () => undefined })
  await seedDemo({ database, now: at })
  await database.prisma.shift.deleteMany()
  await database.prisma.$executeRaw`truncate "case" cascade`
})
afterAll(async () => {
  await database.close()
  await cloned.drop()
})

const numberOf = (n: number): string => `+4930231${String(20_000 + n)}`

async function byEffect(n: number, effect: Parameters<typeof anEffect>[2]): Promise<void> {
  const number = numberOf(n)
  const sid = await aCallRow(database.prisma, { at, fromNumber: number, fromRaw: number, session: {} })
  await anEffect(database.prisma, sid, effect, { at })
}

async function byText(from: string, sid: string, text: string): Promise<void> {
  const fingerprint = createHash('sha256').update(sid).digest('hex')
  const raw = { callSid: sid, kind: 'message', token: null, fingerprint, url: '/x', params: {}, receivedAt: at.toISOString() } as const
  const texts = textService({ database, announce: () => undefined, wake: () => undefined })
  await texts.receive({ raw, sid, from, to: '+493023125100', text })
}

const failures: unknown[] = []
const WAYS: Readonly<Record<string, (n: number) => Promise<void>>> = {
  call: (n) => byEffect(n, { kind: 'openCase', title: 'No heat', reason: 'fault', severity: 'normal', hasPromise: true, language: 'en' }),
  voicemail: (n) =>
    byEffect(n, { kind: 'voicemail', recordingSid: aSid('RE'), url: 'https://example.com/r', seconds: 9, title: 'Message', severity: 'normal' }),
  web: async (n) => {
    const { createCase } = intakeService({ database, clock })
    await createCase(null, { title: `Web ${n}`, reason: 'other', severity: 'normal', channel: 'web', words: '', facts: {}, isDistressed: false })
  },
  text: (n) => byText(numberOf(n), `SM${String(n).padStart(32, '0')}`, 'It is cold here'),
}

/** `xmin` is the transaction that wrote a row as it stands. */
const OWNED = `
  select c.channel, count(*)::int as cases, count(p.id)::int as owned,
         (count(*) filter (where u.from_at = c.opened_at and u.how = 'born' and u.is_keeper))::int as kept,
         (count(*) filter (where u.xmin::text = c.xmin::text))::int as "inOne"
    from "case" c left join custody u on u.case_id = c.id and u.to_at is null left join person p on p.id = u.person_id and p.is_active
   group by c.channel order by c.channel`

it(`${COUNT} cases by four ways while nobody is on: each has a person as owner in the same transaction`, { timeout: 1_200_000 }, async () => {
  const began = Date.now()
  const watching = await watch(cloned.url)
  const ways = Object.values(WAYS)
  const { performDue } = callJobs({ database, clock, announce: () => undefined, log: { error: (details) => void failures.push(details) } })
  for (let n = 0; n < COUNT; n += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, COUNT - n) }, (_, k) => n + k)
    await Promise.all(some.map((one) => ways[one % ways.length]!(one)))
    await Promise.all([performDue(), performDue()])
  }
  const { looks, wrong } = await watching.stop()
  expect([failures, wrong]).toEqual([[], []])
  const { rows } = await database.pool.query<{ channel: string; cases: number; owned: number; kept: number; inOne: number }>(OWNED)
  const each = COUNT / ways.length
  expect(rows).toEqual(
    Object.keys(WAYS)
      .sort()
      .map((channel) => ({ channel, cases: each, owned: each, kept: each, inOne: each })),
  )
  expect(looks).toBeGreaterThan(0)
  if (process.env['PROOF_COUNT']) console.log(`owners: ${JSON.stringify({ rows, looks, seconds: (Date.now() - began) / 1_000 })}`)
})

it('a text that comes while its case is changed takes nothing away; when its case ends in that moment it is a case of its own', async () => {
  const from = '+4930231999999'
  const ofHim = () => database.prisma.case.findMany({ where: { channel: 'text', facts: { path: ['from'], equals: from } }, orderBy: { number: 'asc' } })
  const whileHeld = async (sid: string, work: (tx: Transaction, held: HeldCase) => Promise<unknown>): Promise<void> => {
    const [row] = await ofHim()
    const { texted } = await database.prisma.$transaction(async (tx) => {
      const held = await holdCase(tx, row?.id ?? '')
      const coming = byText(from, randomUUID(), sid)
      await new Promise((resolve) => setTimeout(resolve, 200))
      if (held) await work(tx, held)
      return { texted: coming }
    })
    await texted
  }
  await byText(from, randomUUID(), 'It is cold here')
  await whileHeld('Still cold', async (tx, { id, facts }) => tx.case.update({ where: { id }, data: { facts: { ...(facts as object), flat: '4b' } } }))
  expect(await ofHim()).toMatchObject([{ facts: { flat: '4b', text: 'It is cold here\nStill cold' } }])
  await whileHeld('Cold again', async (tx, { id, custody }) => {
    await endCustody(tx, custody, at)
    await tx.case.update({ where: { id }, data: { status: 'closed', endedAt: at } })
  })
  expect(await ofHim()).toMatchObject([{ status: 'closed' }, { status: 'open', facts: { text: 'Cold again' } }])
})
