import { loadavg } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { callLogRoutes } from '../../services/calls/log/routes.ts'
import { callLog } from '../../services/calls/log/store.ts'
import { customerContacts } from '../../services/records/contacts/store.ts'
import { customerMerges } from '../../services/records/merges/store.ts'
import { readingNotes } from '../../services/records/readings/store.ts'
import { customerRoutes } from '../../services/records/routes.ts'
import { searchRoutes } from '../../services/records/search/routes.ts'
import { recordSearch } from '../../services/records/search/store.ts'
import { customerRecords } from '../../services/records/store.ts'
import { customerTimeline } from '../../services/records/timeline/store.ts'
import type { customerDetail, searchResult, timeline, TimelineEntry } from '../../services/schemas/customers.ts'
import { SESSION_COOKIE } from '../../services/http/access.ts'
import { accessServer, PUBLIC_URL, signedIn, type AccessServer } from '../support/access.ts'
import { customerId, fillRecords, LARGEST, OLD_PHRASE } from '../support/filled-records.ts'
import { seeded } from '../support/seeded.ts'
import { smallRoster } from '../support/small-roster.ts'

// `npm run proof -- record [calls] [seed]`: a tenth as many customers; the limits hold from a million calls on.
const CALLS = Number(process.env['PROOF_COUNT'] ?? 2_000)
const CUSTOMERS = Math.ceil(CALLS / 10)
const IS_LONG = process.env['PROOF_COUNT'] !== undefined
const MINUTES = 60_000
const chance = seeded(Number(process.env['PROOF_SEED'] ?? 1))
const UNTIL = new Date('2026-03-02T08:00:00Z')

let line: AccessServer
let url: string
let cookie: string
beforeAll(async () => {
  line = await accessServer({
    requestsPerMinute: 1_000_000,
    routes: ({ database, clock }) => [
      customerRoutes({
        customers: customerRecords({ database, clock }),
        contacts: customerContacts({ database, clock }),
        merges: customerMerges({ database, clock }),
        getTimeline: customerTimeline({ database }),
        noteReading: readingNotes({ database, clock }),
      }),
      searchRoutes(recordSearch({ database })),
      callLogRoutes({ calls: callLog({ database, clock, announce: () => undefined }) }),
    ],
  })
  await smallRoster(line.database)
  cookie = `${SESSION_COOKIE}=${(await signedIn(line)).cookie()}`
  const seconds = await fillRecords(line.database, { calls: CALLS, customers: CUSTOMERS, until: UNTIL })
  url = await line.app.listen({ host: '127.0.0.1', port: 0 })
  if (IS_LONG)
    process.stdout.write(`filled in s: ${JSON.stringify(seconds, (_, one: unknown) => (typeof one === 'number' ? Math.round(one) : one))}\n${await sizes()}\n`)
}, 60 * MINUTES)
afterAll(() => line.close())

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(`${url}${path}`, { headers: { cookie, origin: PUBLIC_URL } })
  if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}
type Detail = z.infer<typeof customerDetail>
type Timeline = z.infer<typeof timeline>
const search = async (words: string) => (await ask<z.infer<typeof searchResult>>(`/api/search?q=${encodeURIComponent(words)}`)).hits

async function wholeTimeline(id: string): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = []
  let next: string | null = null
  do {
    const page: Timeline = await ask(`/api/customers/${id}/timeline?limit=200${next === null ? '' : `&before=${encodeURIComponent(next)}`}`)
    entries.push(...page.entries)
    next = page.next
  } while (next !== null)
  return entries
}

/** Counts what lies on a record by its calls and cases, and not by the copies of the customer that the timeline reads. */
async function counted(id: string): Promise<string[]> {
  const { rows } = await line.database.pool.query<{ entry: string }>(
    `with mine as (select * from call where customer_id = $1), cases as (select * from "case" where customer_id = $1), e(kind, at, ref) as (
       select 'call', started_at, sid from mine
       union all select 'captured', a.at, a.call_sid from captured a join mine on mine.sid = a.call_sid
       union all select 'recording', r.received_at, r.sid from recording r join mine on mine.sid = r.call_sid
       union all select 'rating', r.given_at, r.call_sid from rating r join mine on mine.sid = r.call_sid
       union all select 'message', t.created_at, t.call_sid from text_message t join mine on mine.sid = t.call_sid
       union all select 'case', opened_at, number from cases
       union all select 'callback', b.requested_at, k.number from callback b join cases k on k.id = b.case_id
       union all select 'promise', p.made_at, k.number from promise p join cases k on k.id = p.case_id
       union all select 'message', m.created_at, k.number from customer_message m join cases k on k.id = m.case_id
       union all select 'message', e.at, k.number from case_event e join cases k on k.id = e.case_id where e.kind = 'contact'
       union all select 'rating', r.given_at, k.number from case_rating r join cases k on k.id = r.case_id
       union all select 'note', at, id::text from customer_note where customer_id = $1
       union all select 'order', ordered_at, reference from customer_order where customer_id = $1)
     select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || kind || ' ' || ref as entry from e`,
    [id],
  )
  return rows.map(({ entry }) => entry).sort()
}

describe(`records of ${CALLS} calls`, () => {
  it('a timeline holds each thing once, in the order of time, page after page', { timeout: 10 * MINUTES }, async () => {
    for (const n of [LARGEST, 2, ...Array.from({ length: 20 }, () => 1 + chance.below(CUSTOMERS))]) {
      const entries = await wholeTimeline(customerId(n))
      const instants = entries.map(({ at }) => at)
      expect(instants).toEqual(instants.toSorted().reverse())
      expect(entries.map(({ at, kind, ref }) => `${at} ${kind} ${ref}`).sort()).toEqual(await counted(customerId(n)))
    }
  })

  it('the page of the largest customer asks for little, and counts nobody else', async () => {
    const record = await ask<Detail>(`/api/customers/${customerId(LARGEST)}`)
    expect(record.calls).toHaveLength(20)
    expect(record.cases.length).toBeLessThanOrEqual(50)
    expect(record.cases.map(({ status }) => status)).toEqual(record.cases.map(({ status }) => status).toSorted())
    const { entries } = await ask<Timeline>(`/api/customers/${customerId(LARGEST)}/timeline?kind=call&limit=20`)
    expect(entries.map(({ ref }) => ref)).toEqual(record.calls.map(({ sid }) => sid))
  })

  it('finds words of a case that is more than three years old, in both languages, in other forms and by halves', async () => {
    const { rows } = await line.database.pool.query<{ number: string; years: number }>(
      `select number, extract(days from $1::timestamptz - opened_at)::int / 365.0 as years from "case" order by opened_at limit 1`,
      [UNTIL],
    )
    const [old] = rows
    expect(Number(old?.years)).toBeGreaterThan(3)
    for (const words of ['purple heron', 'herons nested purple', 'boiler flue hero', 'фиолетовые цапли', 'цапля дымоход', OLD_PHRASE.en, OLD_PHRASE.ru]) {
      expect([words, (await search(words)).map(({ kind, ref }) => `${kind} ${ref}`)]).toEqual([words, [`case ${old?.number}`]])
    }
  })

  it('finds a customer by his number in any spelling, his contract and his address, before all others', async () => {
    const n = Math.ceil(CUSTOMERS / 2)
    for (const words of [`+4930${20_000_000 + n}`, `030 ${20_000_000 + n}`, `0049 (0)30 / ${20_000_000 + n}`, String(100_000 + n)]) {
      const [first] = await search(words)
      expect([words, first]).toMatchObject([words, { kind: 'customer', ref: customerId(n) }])
    }
    const address = 1 + 3 * Math.floor(n / 3)
    expect((await search(`customer${address}@mail${address % 90}`))[0]).toMatchObject({ ref: customerId(address) })
  })

  it('the two largest records become one, and two again', { timeout: 10 * MINUTES }, async () => {
    const [kept, gone] = [customerId(LARGEST), customerId(2)]
    const before = await Promise.all([counted(kept), counted(gone)])
    const { merge, undo } = customerMerges(line)
    const by = { personId: null, actor: 'test' }
    const began = performance.now()
    await merge(kept, { goneId: gone, reason: '' }, by)
    const between = performance.now()
    expect(await counted(kept)).toEqual(before.flat().sort())
    expect((await ask<Timeline>(`/api/customers/${gone}/timeline`)).entries).toEqual([])
    const { id } = await line.database.prisma.customerMerge.findFirstOrThrow()
    const then = performance.now()
    await undo(id, by)
    expect(await Promise.all([counted(kept), counted(gone)])).toEqual(before)
    if (IS_LONG) process.stdout.write(`merge ${Math.round(between - began)} ms, undo ${Math.round(performance.now() - then)} ms\n`)
  })

  const measuresTimes = IS_LONG ? it : () => undefined
  measuresTimes('is quick', { timeout: 20 * MINUTES }, async () => {
    const pages = await measured(300, async () => {
      const id = customerId(LARGEST)
      await Promise.all([ask(`/api/customers/${id}`), ask(`/api/customers/${id}/timeline`)])
    })
    const others = await measured(300, async () => {
      const id = customerId(1 + chance.below(CUSTOMERS))
      await Promise.all([ask(`/api/customers/${id}`), ask(`/api/customers/${id}/timeline`)])
    })
    const words = mixedWords()
    const byWords: [string, number][] = []
    const searches = await measured(600, async (n) => {
      const one = words[n % words.length] ?? ''
      const began = performance.now()
      await search(one)
      byWords.push([one, performance.now() - began])
    })
    const slowest = byWords.toSorted(([, a], [, b]) => b - a).slice(0, 12)
    const lists = await measured(100, async (n) => void (await ask(`/api/customers?search=${encodeURIComponent(words[n % words.length] ?? '')}`)))
    const calls = await measured(100, async (n) => void (await ask(`/api/calls?search=${encodeURIComponent(words[n % words.length] ?? '')}`)))
    const figures = {
      'page of the largest customer': pages,
      'page of any customer': others,
      search: searches,
      'list of customers': lists,
      'list of calls': calls,
    }
    for (const [name, one] of Object.entries(figures))
      process.stdout.write(`${name}: p50 ${one.p50.toFixed(1)} ms, p95 ${one.p95.toFixed(1)} ms, p99 ${one.p99.toFixed(1)} ms\n`)
    process.stdout.write(`load average ${loadavg()[0]?.toFixed(1)}; slowest: ${slowest.map(([one, ms]) => `${one} ${ms.toFixed(0)} ms`).join(', ')}\n`)
    expect(pages.p95).toBeLessThan(200)
    expect(searches.p95).toBeLessThan(300)
  })
})

/** Names, parts of numbers, words in both languages, common and rare, halves and misses. */
function mixedWords(): string[] {
  const n = () => 1 + chance.below(CUSTOMERS)
  const some = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)
  return chance.shuffled([
    ...some(
      40,
      () =>
        chance.pick(['Marta Nowak', 'петров', 'Ёлкина', 'Mül', 'Светлана', 'Igor Re', 'кузнецова нина', 'Weiss']) +
        (chance.isTrue(0.5) ? ` ${chance.below(400)}` : ''),
    ),
    ...some(40, () => String(20_000_000 + n()).slice(0, 3 + chance.below(6))),
    ...some(20, () => `030 ${20_000_000 + n()}`),
    ...some(20, () => String(100_000 + n())),
    ...some(20, () => String(1_000_000 + 10 * chance.below(CALLS / 10))),
    ...some(30, () =>
      chance.pick(['leaking', 'протекает крыша', 'batter', 'шумит', 'thermostat noise', 'котел в подвале', 'не греет', 'the', 'in', 'boiler', 'ра']),
    ),
    ...some(20, () => `${chance.pick(['leaking', 'протекает', 'counted twice'])} ${chance.below(997)}`),
    ...some(10, () => chance.pick(['zebra', 'жираф', 'qwertz', 'no such words at all', '!!!', '&|!:*', '😀'])),
  ])
}

async function measured(times: number, work: (n: number) => Promise<void>): Promise<{ p50: number; p95: number; p99: number }> {
  const taken: number[] = []
  for (let n = 0; n < times; n += 1) {
    const began = performance.now()
    await work(n)
    taken.push(performance.now() - began)
  }
  const sorted = taken.toSorted((a, b) => a - b)
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

async function sizes(): Promise<string> {
  const { rows } = await line.database.pool.query<{ line: string }>(
    `select relname || ' ' || n_live_tup || ' rows, ' || pg_size_pretty(pg_table_size(relid)) || ' and indexes of ' || pg_size_pretty(pg_indexes_size(relid)) as line
       from pg_stat_user_tables where n_live_tup > 0 order by pg_total_relation_size(relid) desc limit 14`,
  )
  const { rows: largest } = await line.database.pool.query<{ n: number }>('select count(*)::int as n from call where customer_id = $1', [customerId(LARGEST)])
  return [...rows.map((row) => row.line), `the largest customer has ${largest[0]?.n} calls`].join('\n')
}
