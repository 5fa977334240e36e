// Machines ask for callbacks from many addresses, for many numbers, while customers and newcomers ask too. `npm run proof -- attack [requests] [seed]`.
import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agentPhone, everybodyActs, staffTheDesk, timeGoesOn } from '../support/callback-days.ts'
import { startLine, type TestLine } from '../support/line.ts'
import { control } from '../support/phones.ts'
import { seeded } from '../support/seeded.ts'

const LONG = Number(process.env['PROOF_COUNT'] ?? 0)
const COUNT = LONG || 300
const HONEST = LONG ? 100 : 10
/** Time goes on while they come; all within one hour. */
const STEPS = LONG ? 150 : 4
const STEP_SECONDS = LONG ? 20 : 100
/** One of us who is asked to press a key hears it for little longer. */
const LOOK_SECONDS = 10
const AT_ONCE = LONG ? 48 : 16
const AGENTS = 8
const BEGIN = '2026-11-18T10:02:00+01:00'
const HOUR_MINOR = 1_000
const STRANGERS_MINOR = 600
const seed = Number(process.env['PROOF_SEED'] ?? 1)
const chance = seeded(seed)

let line: TestLine
beforeAll(async () => {
  line = await startLine({ at: BEGIN })
  await staffTheDesk(line.database, AGENTS, [{ date: '2026-11-18', from: '08:00', to: '18:00' }], new Date(BEGIN))
  for (let n = 0; n < AGENTS; n += 1) await behaves(agentPhone(n), 'answers')
  const validFrom = new Date(BEGIN)
  // They press by chance: whoever has missed two offers is there all the same.
  const body = { awayAfterUnanswered: 0 }
  await line.database.prisma.ruleVersion.create({ data: { kind: 'callback', key: '', version: 1, body, madeAt: validFrom } })
  for (let n = 0; n < HONEST; n += 1) {
    const { id } = await line.database.prisma.customer.create({ data: { id: randomUUID(), name: `Customer ${n}`, createdAt: validFrom } })
    await line.database.prisma.contactPoint.create({
      data: { id: randomUUID(), customerId: id, kind: 'phone', value: customerOf(n), standing: 'direct', validFrom },
    })
  }
}, 120_000)
afterAll(() => line.stop())

const behaves = (number: string, kind: 'answers' | 'rings') =>
  control(line.simulator, 'PUT', `/phones/${encodeURIComponent(number)}`, { behaviour: kind === 'answers' ? { kind, afterSeconds: 3 } : { kind } })

const digits = (count: number): string => String(chance.below(10 ** count)).padStart(count, '0')
const customerOf = (n: number): string => `+49160${String(5_000_000 + n * 7_919).padStart(7, '0')}`
const newcomerOf = (n: number): string => `+49170${String(5_000_000 + n * 7_907).padStart(7, '0')}`
/** Everybody honest sits in a network of his own. */
const homeOf = (n: number): string => `127.${200 + (n >> 8)}.${n & 255}.9`

/** The machines: some thousands of addresses in some hundreds of networks, which others use as well. */
const NETWORKS = LONG ? 400 : 40
const machine = (): string => `127.${10 + chance.below(NETWORKS / 20)}.${chance.below(20)}.${1 + chance.below(20)}`
const KINDS: ReadonlyArray<() => { number: string; website?: string; name?: string }> = [
  ...Array.from({ length: 10 }, () => () => ({ number: `+4915${1 + chance.below(7)}${digits(8)}`, name: digits(5) })),
  () => ({ number: `+491520077${digits(4)}` }), // one range, up and down
  () => ({ number: '+4915123456700', name: digits(5) }), // one victim
  () => ({ number: `+4930${2_000_000 + chance.below(999_999)}` }), // landlines
  () => ({ number: `+49900${1 + chance.below(9)}${digits(6)}` }), // premium
  () => ({ number: `+3712${digits(7)}` }), // where somebody earns money
  () => ({ number: `+4915${1 + chance.below(7)}${digits(8)}`, website: 'https://buy.example' }),
]

type Answer = { status: number; body: { state?: string; token?: string | null; code?: string; options?: { windows: { from: string; to: string }[] } } }

function post(path: string, from: string, body: object): Promise<Answer> {
  const { hostname, port } = new URL(line.url)
  const text = JSON.stringify(body)
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), origin: 'https://www.havel-heating.example' }
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method: 'POST', localAddress: from, agent: false, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString() || '{}') as Answer['body'] }))
    })
    sent.on('error', reject)
    sent.end(text)
  })
}

const asks = (from: string, body: object) => post('/api/public/callbacks', from, { wish: 'now', language: 'en', words: 'Please call me', ...body })

/** As a person does: the first window where "now" is gone, and the code from his phone. */
async function honest(number: string, from: string): Promise<string> {
  let answer = await asks(from, { number, name: 'Honest' })
  for (let tries = 0; answer.status === 409 && answer.body.options?.windows[0] && tries < 3; tries += 1)
    answer = await asks(from, { number, name: 'Honest', wish: answer.body.options.windows[0] })
  if (answer.status !== 200) return answer.body.code ?? String(answer.status)
  if (answer.body.state !== 'codeNeeded') return answer.body.state ?? 'nothing'
  const text = await line.database.prisma.textMessage.findFirst({ where: { to: number }, orderBy: { createdAt: 'desc' } })
  const code = /\b\d{6}\b/.exec(text?.text ?? '')?.[0]
  const verified = await post(`/api/public/callbacks/${answer.body.token}/code`, from, { code })
  return verified.status === 200 ? 'accepted' : 'codeLost'
}

const tally = (words: readonly string[]): Record<string, number> =>
  Object.fromEntries([...new Set(words)].sort().map((word) => [word, words.filter((one) => one === word).length]))

/** What the carrier was asked to do and did, in his own words; `parts` of all texts, as he charges for them. */
async function doneByCarrier(): Promise<{ calls: string[]; texts: string[]; parts: number }> {
  const found = { calls: [] as string[], texts: [] as string[], parts: 0 }
  for (let last = 0; ;) {
    type Entry = { n: number; kind: string; method?: string; url?: string; parameters?: Record<string, string>; response?: { status: number; body: string } }
    const { entries } = await control<{ entries: Entry[] }>(line.simulator, 'GET', `/journal?after=${last}&limit=10000`)
    for (const { kind, method, url = '', parameters, response } of entries) {
      const to = parameters?.['To'] ?? ''
      if (kind !== 'rest' || method !== 'POST' || to.startsWith('+4930231256') || (response?.status ?? 500) >= 300) continue
      if (/\/Calls\.json/.test(url)) found.calls.push(to)
      if (!/\/Messages\.json/.test(url)) continue
      found.texts.push(to)
      found.parts += Number((JSON.parse(response?.body ?? '{}') as { num_segments: string }).num_segments)
    }
    last = entries.at(-1)?.n ?? last
    if (entries.length < 10_000) return found
  }
}

test(`${COUNT} requests of machines, ${HONEST} customers and ${HONEST} newcomers in one hour`, { timeout: 3 * 3_600_000 }, async () => {
  const began = performance.now()
  const machines: string[] = []
  const outcomes = { customers: [] as string[], newcomers: [] as string[], accepted: [] as string[] }
  const asked = async (kind: 'customers' | 'newcomers', number: string, from: string) => {
    const outcome = await honest(number, from)
    outcomes[kind].push(outcome)
    if (outcome === 'accepted') outcomes.accepted.push(number)
  }
  const attack = async (count: number): Promise<void> => {
    let left = count
    const works = async (): Promise<void> => {
      while (left-- > 0) {
        const { status, body } = await asks(machine(), chance.pick(KINDS)())
        machines.push(status === 200 ? (body.state ?? 'nothing') : (body.code ?? String(status)))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, works))
  }
  let spentMost = 0
  for (let step = 0; step < STEPS; step += 1) {
    const from = Math.round((step * HONEST) / STEPS)
    const to = Math.round(((step + 1) * HONEST) / STEPS)
    const ours = Array.from({ length: to - from }, (_, n) => from + n)
    await Promise.all([
      attack(Math.round(((step + 1) * COUNT) / STEPS) - Math.round((step * COUNT) / STEPS)),
      ...ours.map((n) => asked('customers', customerOf(n), homeOf(2 * n))),
      ...ours.map((n) => asked('newcomers', newcomerOf(n), homeOf(2 * n + 1))),
    ])
    await phonesAct(STEP_SECONDS)
    spentMost = Math.max(spentMost, await spent())
    if (process.env['TRACE']) console.log(step, Math.round(performance.now() - began), spentMost, JSON.stringify(tally(machines)))
  }
  const { calls, texts, parts } = await doneByCarrier()
  const book = await spent()
  const wanted = outcomes.accepted
  const inHour = wanted.filter((number) => calls.includes(number))
  // Who was let in and could not be paid for any more is called later. They were promised two hours.
  const later = await goesOnUntilCalled(wanted)
  const known = new Set(Array.from({ length: HONEST }, (_, n) => customerOf(n)))
  const told = await line.database.prisma.notice.findMany({ where: { kind: 'breaker' }, include: { person: { select: { name: true, role: true } } } })
  const { rows: hour } = await line.database.pool.query(`select count as let_in, refused from ask_count where scope = 'all' and period = 'hour'`)
  const { rows: stored } = await line.database.pool.query<Record<string, number>>(STORED)
  const figures = {
    seed,
    ended: DateTime.fromISO((await control<{ now: string }>(line.simulator, 'GET', '/clock')).now, { zone: 'Europe/Berlin' }).toFormat('HH:mm:ss'),
    machines: tally(machines),
    customers: tally(outcomes.customers),
    newcomers: tally(outcomes.newcomers),
    hour: hour[0] as unknown,
    spentMost,
    calledInHour: { customers: inHour.filter((number) => known.has(number)).length, newcomers: inHour.filter((number) => !known.has(number)).length },
    notCalled: later.notCalled,
    allCalledAt: later.at,
    calls: { all: calls.length, strangers: calls.filter((number) => !known.has(number)).length },
    texts: { all: texts.length, parts, strangers: texts.filter((number) => !known.has(number)).length },
    stored: stored[0],
    told: tally(told.map(({ person, body }) => `${person.role} ${(body as { why: string }).why}`)),
    seconds: Math.round((performance.now() - began) / 1_000),
  }
  console.log(`attack: ${JSON.stringify(figures)}`)
  expect(machines).toHaveLength(COUNT)
  expect(spentMost).toBeLessThanOrEqual(HOUR_MINOR)
  // The carrier's own list: all parts of texts and a started minute of each call, at our prices. Our book never says less.
  expect(parts * 9 + calls.length * 5).toBeLessThanOrEqual(book)
  expect(book).toBeLessThanOrEqual(HOUR_MINOR)
  expect(figures.texts.strangers * 9 + figures.calls.strangers * 5).toBeLessThanOrEqual(STRANGERS_MINOR)
  expect(outcomes.customers.filter((one) => one === 'accepted')).toHaveLength(HONEST)
  // A newcomer cannot be told from a machine, so no share of them is promised: the door stays open to strangers while customers leave money, and
  // whoever is let in is really called.
  expect([...outcomes.newcomers, ...machines].filter((one) => one === 'accepted')).not.toEqual([])
  expect(later.notCalled).toEqual([])
  expect(Object.keys(figures.told).some((one) => one.startsWith('supervisor'))).toBe(true)
  // Nobody of us is rung for a number that no honest person could have.
  expect(calls.filter((number) => /^\+(49900|371)/.test(number))).toEqual([])
})

/** While a phone rings or somebody talks all look often. */
async function phonesAct(seconds: number): Promise<void> {
  for (let left = seconds; left > 0;) {
    const step = (await everybodyActs(line.simulator, chance)) > 0 ? Math.min(left, LOOK_SECONDS) : left
    await timeGoesOn(line.simulator, step)
    left -= step
  }
}

/** Until the carrier has rung all of them. */
async function goesOnUntilCalled(wanted: readonly string[]): Promise<{ notCalled: string[]; at: string }> {
  for (;;) {
    const { calls } = await doneByCarrier()
    const notCalled = wanted.filter((number) => !calls.includes(number))
    const { now } = await control<{ now: string }>(line.simulator, 'GET', '/clock')
    const at = DateTime.fromISO(now, { zone: 'Europe/Berlin' })
    if (notCalled.length === 0 || at > DateTime.fromISO(BEGIN).plus({ hours: 3 })) return { notCalled, at: at.toFormat('HH:mm:ss') }
    await phonesAct(60)
  }
}

const STORED = ['callback', 'callback_event', 'callback_attempt', 'case', 'text_message', 'spending', 'ask_count']
  .map((table) => `(select count(*)::int from "${table}") as ${table}s`)
  .join(', ')
  .replace(/^/, 'select ')

async function spent(): Promise<number> {
  const { rows } = await line.database.pool.query<{ minor: number }>(
    'select coalesce(sum(coalesce(settled_minor, reserved_minor)), 0)::int as minor from spending',
  )
  return rows[0]?.minor ?? 0
}
