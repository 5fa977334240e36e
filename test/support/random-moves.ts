/** Many people move many cases at random over HTTP, and a checker that shares no code with the program says whether each case always had one owner. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Chance } from './seeded.ts'

export type Client = { personId: string; cookie: string }
export type Tally = {
  moves: number
  /** Answered with 200, by move. */
  done: Record<string, number>
  /** Refused, by code. */
  refused: Record<string, number>
  /** Nobody knows whether it was made, by move: the connection was cut, or the machine was too slow. */
  unknown: Record<string, number>
  /** Answered with 5xx, by code. */
  failed: Record<string, number>
  /** Connections that were cut in the middle of a request. */
  resets: number
}

export const emptyTally = (): Tally => ({ moves: 0, done: {}, refused: {}, unknown: {}, failed: {}, resets: 0 })
const add = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1
}

const WEIGHTS = { take: 10, next: 4, passUp: 10, takeOver: 5, solve: 5, reopen: 9, askFacts: 4, withdrawn: 2, duplicate: 2 } as const
type Kind = keyof typeof WEIGHTS
const KINDS = (Object.keys(WEIGHTS) as Kind[]).flatMap((kind) => Array.from({ length: WEIGHTS[kind] }, () => kind))

type World = { url: string; numbers: readonly string[]; clients: readonly Client[]; chance: Chance; tally: Tally; until: number }

/** Who moved a case last, and what he might have done with it then. */
type Heard = Map<string, { client: Client; moves: readonly string[] }>

/** All clients at once until so many moves were tried. Most are such as somebody might make, as far as was heard; the others are anything by anybody. */
export async function moveAtRandom(world: World): Promise<void> {
  const heard: Heard = new Map()
  await Promise.all(
    world.clients.map(async (own) => {
      while (world.tally.moves < world.until) {
        world.tally.moves += 1
        await moveOnce(world, own, heard)
      }
    }),
  )
}

const nameOf = (kind: Kind): string => (kind === 'withdrawn' || kind === 'duplicate' ? 'close' : kind === 'next' ? 'take' : kind)

async function moveOnce(world: World, own: Client, heard: Heard): Promise<void> {
  const { chance, numbers, tally } = world
  const number = chance.pick(numbers)
  const last = chance.isTrue(0.75) ? heard.get(number) : undefined
  const possible = KINDS.filter((kind) => kind !== 'next' && last?.moves.includes(nameOf(kind)))
  const [client, kind] = last && possible.length > 0 ? [last.client, chance.pick(possible)] : [own, chance.pick(KINDS)]
  const [path, body] = kind === 'next' ? ['/api/cases/next', undefined] : [`/api/cases/${number}/moves`, bodyOf(kind, chance.pick(numbers))]
  const name = nameOf(kind)
  const answer = await ask(world, client, path, body)
  if (answer.isCut) {
    tally.resets += 1
    return add(tally.unknown, name)
  }
  const { status, json } = answer
  if (status === 200) {
    add(tally.done, name)
    return void heard.set(json.number ?? number, { client, moves: json.moves ?? [] })
  }
  if (status >= 500) {
    add(tally.unknown, name)
    add(tally.failed, json.code ?? String(status))
    // A machine that is too slow is left in peace for a moment, and the move is not counted.
    tally.moves -= 1
    return sleep(200)
  }
  add(tally.refused, json.code ?? String(status))
  if (json.code === 'NOT_ACKNOWLEDGED')
    await ask(world, client, `/api/cases/${number}/acknowledgement`, { words: 'It is cold', acknowledgement: 'We see to it' })
}

function bodyOf(kind: Exclude<Kind, 'next'>, other: string): object {
  switch (kind) {
    case 'solve':
      return { move: 'solve', solution: 'Mended', satisfiedBy: 'It was quick' }
    case 'askFacts':
      return { move: 'askFacts', missing: [{ name: 'model', question: 'Which one?', fault: 'ours' }] }
    case 'withdrawn':
      return { move: 'close', reason: 'withdrawn' }
    case 'duplicate':
      return { move: 'close', reason: 'duplicate', joinTo: other }
    case 'take':
      return { move: 'take' }
    default:
      return { move: kind, reason: 'at random' }
  }
}

type Answer = { isCut: true } | { isCut: false; status: number; json: { code?: string; number?: string; moves?: string[] } }

/** While nobody listens it is tried again: nothing was asked yet. */
async function ask({ url }: World, { cookie }: Client, path: string, body: object | undefined): Promise<Answer> {
  for (;;) {
    try {
      const headers = { cookie, origin: url, ...(body && { 'content-type': 'application/json' }) }
      const answer = await fetch(url + path, { method: 'POST', headers, ...(body && { body: JSON.stringify(body) }) })
      return { isCut: false, status: answer.status, json: (await answer.json()) as Exclude<Answer, { isCut: true }>['json'] }
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } }
      if (cause?.code !== 'ECONNREFUSED') return { isCut: true }
      await sleep(50)
    }
  }
}

const WRONG_NOW = `
  select c.number from "case" c
    left join lateral (select count(*) as n, count(p.id) as people from custody u left join person p on p.id = u.person_id where u.case_id = c.id and u.to_at is null) held on true
   where case when c.status = 'open' then held.n <> 1 or held.people <> 1 else held.n <> 0 end`

/** A case lives from its opening or reopening to its end, by what was written down; its custodies must cover that, no more and no less. */
const WRONG_LIVES = `
  with mark as (
    select case_id, kind, at, lead(at) over w as next_at, lead(kind) over w as next_kind
      from case_event where kind in ('opened', 'reopened', 'solved', 'closed') window w as (partition by case_id order by at, n)
  ), life as (
    select case_id, range_agg(tstzrange(at, next_at)) as lived,
           bool_and(next_kind is null or next_kind in ('solved', 'closed')) as is_in_turn
      from mark where kind in ('opened', 'reopened') group by case_id
  ), hold as (
    select case_id, range_agg(tstzrange(from_at, to_at)) as held from custody where to_at is null or to_at > from_at group by case_id
  )
  select (select count(*)::int from life left join hold using (case_id), unnest(life.lived - coalesce(hold.held, '{}')) gap) as gaps,
         (select count(*)::int from life join hold using (case_id), unnest(hold.held - life.lived) beyond) as beyond,
         (select count(*)::int from life where not is_in_turn) as "outOfTurn",
         (select count(*)::int from custody a join custody b on a.case_id = b.case_id and a.id < b.id
           and tstzrange(a.from_at, a.to_at) && tstzrange(b.from_at, b.to_at)) as overlaps,
         (select count(*)::int from custody) as custodies,
         (select count(*)::int from custody u where not exists (select from audit_entry e where e.kind = 'custody.began' and e.body->>'custody' = u.id::text and e.seq is not null)) as unaudited,
         (select count(*)::int from "case" where status = 'open') as open`

export type Verdict = { looks: number; wrong: string[] }

/** Looks all the time, on a connection of its own. */
export async function watch(connectionString: string): Promise<{ stop: () => Promise<Verdict> }> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const verdict: Verdict = { looks: 0, wrong: [] }
  let isOver = false
  const looking = (async () => {
    while (!isOver) {
      const { rows } = await client.query<{ number: string }>(WRONG_NOW)
      verdict.looks += 1
      verdict.wrong.push(...rows.map(({ number }) => number))
      await sleep(20)
    }
  })()
  return {
    stop: async () => {
      isOver = true
      await looking
      await client.end()
      return verdict
    },
  }
}

export type Lives = { gaps: number; beyond: number; outOfTurn: number; overlaps: number; custodies: number; unaudited: number; open: number }

export async function judgeLives(connectionString: string): Promise<Lives & { written: Record<string, number> }> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<Lives>(WRONG_LIVES)
    const events = await client.query<{ kind: string; n: number }>(`select kind, count(*)::int as n from case_event where person_id is not null group by kind`)
    const [lives] = rows
    if (!lives) throw new Error('a statement without a table gave no row')
    return { ...lives, written: Object.fromEntries(events.rows.map(({ kind, n }) => [kind, n])) }
  } finally {
    await client.end()
  }
}

/** The event that each move leaves. */
export const EVENT_OF: Readonly<Record<string, string>> = {
  take: 'taken',
  passUp: 'passedUp',
  takeOver: 'takenOver',
  solve: 'solved',
  reopen: 'reopened',
  askFacts: 'factsAsked',
  close: 'closed',
}
