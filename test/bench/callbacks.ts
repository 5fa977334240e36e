import { fork } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { decide, peopleAt } from '../../services/callbacks/dispatch/decide.ts'
import { readFirst, readStanding } from '../../services/callbacks/dispatch/store.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { callbackRule } from '../../services/schemas/rules.ts'
import { changePresence } from '../../services/shifts/presence/store.ts'
import { manyCallbacks } from '../support/many-callbacks.ts'
import { smallRoster, ZONE } from '../support/small-roster.ts'

const AGENTS = 40
const HOUR = 3_600_000

/** From the commit that says "free" to the request at the provider, and what one decision takes, by how many wait. */
export async function callbackBench(databaseUrl: string, { rounds }: { rounds: number }) {
  const database = openDatabase({ url: databaseUrl, onError: () => undefined })
  const people = await prepareCompany(database)
  await manyCallbacks(database, 10_000, new Date())
  const provider = await fakeProvider()
  const env = { ...process.env, BENCH_DATABASE_URL: databaseUrl, BENCH_API_URL: provider.url }
  const program = fork(join(import.meta.dirname, 'bench-nightline.js'), { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const taken: number[] = []
  try {
    await new Promise((resolve) => program.once('message', resolve))
    for (let round = 0; round <= rounds; round += 1) {
      for (const { id, phone } of people) {
        const rung = provider.rings(phone)
        await changePresence(database.pool, id, 'ready', 'api', new Date())
        const free = performance.now()
        const milliseconds = (await rung) - free
        if (round > 0) taken.push(milliseconds) // the first round warms
        await new Promise((resolve) => setTimeout(resolve, 30))
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000)) // the last leg is written down
      await takeBack(database)
    }
  } finally {
    program.disconnect()
    await new Promise((resolve) => program.once('exit', resolve))
    provider.close()
  }
  const decisions = { few: await timeOfDecisions(database, 1_000), many: await timeOfDecisions(database, 100_000) }
  await database.close()
  return {
    agents: AGENTS,
    waiting: 10_000,
    measured: taken.length,
    p50: part(taken, 0.5),
    p99: part(taken, 0.99),
    most: Math.max(...taken),
    decisions,
    load: loadavg()[0] ?? 0,
  }
}

export function callbacksAsText({
  agents,
  waiting,
  measured,
  p50,
  p99,
  most,
  decisions: { few, many },
  load,
}: Awaited<ReturnType<typeof callbackBench>>): string {
  return [
    `from "free" to the request at the provider, ${waiting} waiting, ${agents} people, ${measured} times: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, most ${most.toFixed(0)} ms`,
    `one decision: ${few.toFixed(1)} ms with 1,000 who wait, ${many.toFixed(1)} ms with 100,000: ratio ${(many / few).toFixed(2)}   load average ${load.toFixed(1)}`,
  ].join('\n')
}

async function prepareCompany(database: Database): Promise<{ id: string; phone: string }[]> {
  const roster = await smallRoster(database)
  const now = Date.now()
  const people: { id: string; phone: string }[] = []
  for (let n = 100; n < 100 + AGENTS; n += 1) {
    const phone = `+4930231250${n}`
    const id = await roster.person(`Agent ${n}`, { phone, speaks: ['en', 'de', 'ru'] })
    await roster.shift(id, new Date(now - HOUR).toISOString(), new Date(now + 8 * HOUR).toISOString())
    await changePresence(database.pool, id, 'break', 'api', new Date(now - HOUR))
    people.push({ id, phone })
  }
  const body = callbackRule.parse({ meanCallMinutes: 0.5, share: 1, budget: { hourMinor: 100_000_000, dayMinor: 100_000_000 } })
  await database.prisma.ruleVersion.create({ data: { kind: 'callback', key: '', version: 1, body, madeAt: new Date(now), why: 'bench' } })
  return people
}

/** Everybody has a break again, and whoever was being called waits again. */
async function takeBack({ pool }: Database): Promise<void> {
  const client = await pool.connect()
  await client.query(`
    set session_replication_role = replica;
    update presence set state = 'break' where to_at is null;
    update outbound_call set state = 'noAnswer', ended_at = due_at where ended_at is null;
    update call set ended_at = started_at;
    update call_leg set ended_at = started_at;
    update callback set state = 'waiting' where state = 'offering';
    insert into callback_event (callback_id, at, kind, to_state, why) select callback_id, started_at, 'state', 'waiting', 'bench' from callback_attempt where ended_at is null;
    update callback_attempt set state = 'ended', outcome = 'cancelled', ended_at = started_at where ended_at is null;
    set session_replication_role = origin`)
  client.release()
}

async function timeOfDecisions(database: Database, count: number): Promise<number> {
  const client = await database.pool.connect()
  await client.query(
    `set session_replication_role = replica; truncate callback, callback_attempt, callback_event cascade; set session_replication_role = origin`,
  )
  await client.query(`update presence set state = 'ready' where to_at is null and person_id in (select id from person order by name limit 3)`)
  client.release()
  await manyCallbacks(database, count, new Date())
  const times: number[] = []
  for (let n = 0; n < 220; n += 1) {
    const from = performance.now()
    const standing = await readStanding(database.pool, new Date())
    const free = peopleAt(standing)
    const { assignments } = decide(await readFirst(database.pool, standing, free), standing, free, ZONE)
    if (assignments.length === 0) throw new Error('nobody is free: nothing was measured')
    if (n >= 20) times.push(performance.now() - from)
  }
  return part(times, 0.5)
}

/** Takes orders for calls, and says when one for a phone came in. */
async function fakeProvider(): Promise<{ url: string; rings: (phone: string) => Promise<number>; close: () => void }> {
  const waiting = new Map<string, (at: number) => void>()
  let calls = 0
  const server = createServer((request, response) => {
    const at = performance.now()
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const to = new URLSearchParams(body).get('To') ?? ''
      waiting.get(to)?.(at)
      calls += 1
      const sid = `CA${String(calls).padStart(32, '0')}`
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ sid, status: 'queued', to, date_created: new Date().toUTCString() }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const rings = (phone: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${phone} was not rung within ten seconds`)), 10_000)
      waiting.set(phone, (at) => (clearTimeout(late), resolve(at)))
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, rings, close: () => server.close() }
}

function part(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
