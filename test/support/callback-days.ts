/** Two days of a callback queue: forty people at the desk, customers who ask, phones that do anything. Everybody acts by seed; time moves in steps. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { DateTime } from 'luxon'
import type { Database } from '../../services/db.ts'
import { control, type LegView } from './phones.ts'
import { ZONE } from './small-roster.ts'
import type { Chance } from './seeded.ts'

/** Numbers that Germany keeps free for fiction: Berlin, Hamburg, Cologne, Munich, Frankfurt. */
const RANGES = ['+493023125', '+494066969', '+492214710', '+498999998', '+496990009']
export const agentPhone = (n: number): string => `+493023125${600 + n}`
/** So many numbers of customers there are. */
export const NUMBERS = 4_000
export const customerNumber = (n: number): string => `${RANGES[1 + (n % 4)]}${String(Math.floor(n / 4) % 1_000).padStart(3, '0')}`

type Address = Parameters<typeof control>[0]

export type Day = { date: string; from: string; to: string }
export const instant = (date: string, time: string): Date => DateTime.fromISO(`${date}T${time}`, { zone: ZONE }).toJSDate()

/** So many people with a phone, all at the desk on these days; nobody else of the demo company is rung. */
export async function staffTheDesk({ prisma }: Database, people: number, days: readonly Day[], at: Date): Promise<string[]> {
  await prisma.person.updateMany({ data: { phone: null } })
  const { siteId, levelId } = await anyShiftOf(prisma)
  await prisma.shift.deleteMany({})
  const ids: string[] = []
  for (let n = 0; n < people; n += 1) {
    const data = {
      id: randomUUID(),
      name: `Agent ${n}`,
      email: `agent-${n}@example.org`,
      phone: agentPhone(n),
      role: 'agent',
      levelId,
      siteId,
      createdAt: at,
    } as const
    const { id } = await prisma.person.create({ data: { ...data, speaks: ['en', 'de'] } })
    ids.push(id)
    for (const { date, from, to } of days) {
      const times = { startsAt: instant(date, from), endsAt: instant(date, to) }
      await prisma.shift.create({ data: { plan: 'published', id: randomUUID(), personId: id, siteId, levelId, kind: 'desk', ...times } })
    }
  }
  return ids
}

async function anyShiftOf(prisma: Database['prisma']) {
  const level = await prisma.level.findFirstOrThrow({ orderBy: { rank: 'asc' } })
  const site = await prisma.site.findFirstOrThrow()
  return { siteId: site.id, levelId: level.id }
}

const CUSTOMERS = [
  ['rings', 6],
  ['answers', 5],
  ['busy', 2],
  ['declines', 1],
  ['voicemail', 2],
] as const
const AGENTS = [
  ['rings', 8],
  ['answers', 6],
  ['declines', 1],
  ['busy', 1],
  ['voicemail', 1],
] as const

function pickWeighted<Kind extends string>(chance: Chance, all: ReadonlyArray<readonly [Kind, number]>): Kind {
  let left = chance.below(all.reduce((sum, [, weight]) => sum + weight, 0))
  return (all.find(([, weight]) => (left -= weight) < 0) ?? all[0] ?? ['rings' as Kind, 1])[0]
}

export async function setPhone(simulator: Address, number: string, chance: Chance, of: 'agent' | 'customer'): Promise<void> {
  const kind = pickWeighted(chance, of === 'agent' ? AGENTS : CUSTOMERS)
  const afterSeconds = { answers: 3, declines: 4, voicemail: 8 } as const
  const behaviour = kind in afterSeconds ? { kind, afterSeconds: afterSeconds[kind as keyof typeof afterSeconds] } : { kind }
  if (kind !== 'rings') await control(simulator, 'PUT', `/phones/${encodeURIComponent(number)}`, { behaviour }) // as each phone does by itself
}

const act = (simulator: Address, sid: string, action: string, body: object = {}) => control(simulator, 'POST', `/legs/${sid}/${action}`, body)

/** One look at all phones: who rings may answer, who is asked presses, who talks may hang up. Returns how many are up. */
export async function everybodyActs(simulator: Address, chance: Chance): Promise<number> {
  const { legs } = await control<{ legs: LegView[] }>(simulator, 'GET', '/legs?ended=false')
  await Promise.all(legs.map(async (leg) => actOn(simulator, leg, chance).catch(() => undefined))) // who has gone meanwhile can do nothing more
  return legs.length
}

async function actOn(simulator: Address, { sid, to, status, waitingFor, hearers }: LegView, chance: Chance): Promise<unknown> {
  const isAgent = to.startsWith('+4930231256')
  if (status === 'ringing') return chance.isTrue(0.5) ? act(simulator, sid, chance.isTrue(0.93) ? 'answer' : 'decline') : undefined
  if (waitingFor?.kind === 'gather') return chance.isTrue(0.8) ? act(simulator, sid, 'press', { digits: chance.isTrue(0.9) ? '1' : '9' }) : undefined
  if (hearers.length > 0) return chance.isTrue(0.25) ? act(simulator, sid, 'hangup') : undefined
  return chance.isTrue(isAgent ? 0.01 : 0.03) ? act(simulator, sid, 'hangup') : undefined
}

/**
 * Moves the clock, and waits until the program and the carrier have done all that has become due. `jump`: at once, so that what lies close together happens
 * together, as on a busy machine; else from one thing that is due to the next. The program may be dead just now: then it is waited for.
 */
export async function timeGoesOn(simulator: Address, seconds: number, { jump = false } = {}): Promise<Date> {
  const until = (await advance(simulator, { seconds: 0 })).plus({ seconds }).toISO()
  if (jump) await control(simulator, 'POST', '/clock', { now: until })
  return (await advance(simulator, { to: until })).toJSDate()
}

async function advance(simulator: Address, by: object): Promise<DateTime> {
  for (let tries = 0; ; tries += 1) {
    try {
      return DateTime.fromISO((await control<{ now: string }>(simulator, 'POST', '/clock/advance', by)).now)
    } catch (error) {
      if (tries > 30 || !String(error).includes('NOT_QUIET')) throw error
      await sleep(500)
    }
  }
}
