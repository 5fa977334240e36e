/** Lives of cases by chance, and a month's figures counted from them in plain loops: without SQL and without the code that it checks. */
import type { MonthRow } from '../../services/schemas/reports.ts'
import type { Happened, Held, Life } from './case-lives.ts'
import type { Chance } from './seeded.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const iso = (at: number): string => new Date(at).toISOString()
const ms = (text: string): number => Date.parse(text)

export type World = { people: readonly string[]; levels: readonly string[]; from: number; to: number; now: number }

/** A case that climbs, is taken, taken over, read or not, solved, reopened or closed, at whole minutes. */
export function randomLife(chance: Chance, { people, levels, from, to, now }: World): Life {
  const opened = from + chance.below((to - from) / MINUTE) * MINUTE
  const custodies: Held[] = []
  const events: Happened[] = []
  let [at, level, ended] = [opened, 0, undefined as Life['ended']]
  let [due, reopened] = [opened + 20 * HOUR, undefined as string | undefined]
  const begin = (how: Held['how'], person: string, more: Partial<Held> = {}) => {
    const last = custodies.at(-1)
    if (last?.to === null) custodies[custodies.length - 1] = { ...last, to: iso(at) }
    custodies.push({ person, level: levels[level] ?? '', from: iso(at), to: null, how, ...more })
  }
  begin('born', chance.pick(people), { isKeeper: chance.isTrue(0.5) })
  for (let moves = chance.below(7); moves > 0; moves -= 1) {
    const next = at + (1 + chance.below(chance.isTrue(0.3) ? 8 : 600)) * MINUTE
    if (next >= now) break
    const owner = custodies.at(-1) as Held
    const isOpen = ended === undefined
    if (isOpen && chance.isTrue(0.4)) custodies[custodies.length - 1] = { ...owner, readAt: iso(at) }
    if (isOpen && next - at > 2 * MINUTE && chance.isTrue(0.5))
      events.push({
        at: iso(at + (1 + chance.below((next - at) / MINUTE - 1)) * MINUTE),
        person: chance.isTrue(0.7) ? owner.person : chance.pick(people),
        kind: 'note',
      })
    at = next
    const what = isOpen ? chance.pick(['passUp', 'take', 'takeOver', 'top', 'solved', 'solved', 'solved', 'solved', 'closed'] as const) : 'reopened'
    if (what === 'reopened') {
      if (chance.isTrue(0.3)) at += chance.below(16 * 24 * 60) * MINUTE
      if (at >= now) break
      due = Math.max(due + at - ms(ended?.at ?? ''), at + 2 * HOUR)
      ;[ended, reopened] = [undefined, iso(at)]
      begin('reopen', chance.isTrue(0.6) ? owner.person : chance.pick(people))
      events.push({ at: iso(at), person: chance.pick(people), kind: 'reopened' })
      moves = Math.min(moves, 2) // once only: of two reopenings the deadline between is not kept
      continue
    }
    if (what === 'solved' || what === 'closed') {
      custodies[custodies.length - 1] = { ...(custodies.at(-1) as Held), to: iso(at) }
      ended = { at: iso(at), status: what }
      events.push({ at: iso(at), person: owner.person, kind: what, body: what === 'solved' && chance.isTrue(0.3) ? { spotReason: 'quick' } : {} })
      if (reopened !== undefined) break
    } else {
      if (what === 'passUp') level = Math.min(level + 1, levels.length - 1)
      const to = what === 'take' && chance.isTrue(0.5) ? owner.person : chance.pick(people)
      begin(what, to, { movedBy: what === 'top' ? null : what === 'passUp' ? owner.person : to, isKeeper: what === 'passUp' && chance.isTrue(0.7) })
      events.push({
        at: iso(at),
        person: what === 'top' ? null : what === 'passUp' ? owner.person : to,
        kind: what === 'passUp' ? 'passedUp' : what === 'take' ? 'taken' : what === 'top' ? 'top' : 'takenOver',
      })
    }
  }
  const solvedOnce = events.find(({ kind }) => kind === 'solved')
  const ratedAt = solvedOnce && ms(solvedOnce.at) + (1 + chance.below(3_000)) * MINUTE
  return {
    ...{ opened: iso(opened), due: iso(due), reason: chance.pick(['fault', 'other']), custodies },
    ...(ended && { ended }),
    ...(reopened !== undefined && { reopened }),
    events: [...events].sort((a, b) => ms(a.at) - ms(b.at)),
    ...(ratedAt && ratedAt < now && chance.isTrue(0.6) && { rating: { score: 1 + chance.below(5), at: iso(ratedAt) } }),
    missing: chance.isTrue(0.3)
      ? [{ at: iso(opened + HOUR), intake: chance.pick(people), by: chance.pick(people), fault: chance.pick(['ours', 'new'] as const) }]
      : [],
  }
}

/** The figures of one person, from `from` to `to`, as they are known at `now`. */
export function recount(lives: readonly Life[], person: string, { from, to, now }: Pick<World, 'from' | 'to' | 'now'>): Omit<MonthRow, 'person' | 'level'> {
  const end = Math.min(to, now)
  const isIn = (text: string): boolean => ms(text) >= from && ms(text) < end
  const row = {
    solved: 0,
    solvedOnSpot: 0,
    passed: 0,
    received: 0,
    custody: 0,
    idle: 0,
    unattended: 0,
    passedUnread: 0,
    reachedTop: 0,
    left: 0,
    reopened: 0,
    good: 0,
    ratings: 0,
    factsMissed: 0,
  }
  for (const { custodies, events = [], rating, missing = [], ...life } of lives) {
    const ownerWhenEnded = (at: string): string | undefined => custodies.findLast((held) => ms(held.from) <= ms(at))?.person
    const solvings = events.filter(({ kind }) => kind === 'solved')
    for (const { at, body } of solvings) {
      if (!isIn(at) || ownerWhenEnded(at) !== person) continue
      const isReopened = events.some(
        ({ kind, at: later }) => kind === 'reopened' && ms(later) > ms(at) && ms(later) <= ms(at) + 14 * 24 * HOUR && ms(later) <= now,
      )
      if (isReopened) row.reopened += 1
      else {
        row.solved += 1
        if (body && 'spotReason' in body) row.solvedOnSpot += 1
      }
    }
    for (const [n, held] of custodies.entries()) {
      const earlier = custodies[n - 1]
      const isNext = earlier?.to === held.from
      if (isIn(held.from)) {
        if (held.how === 'passUp' && held.movedBy === person) row.passed += 1
        if (isNext && earlier.person === person) {
          if (held.how === 'passUp' && ms(held.from) - ms(earlier.from) <= 5 * MINUTE && !earlier.readAt) row.passedUnread += 1
          if (held.how === 'top' && held.person !== person) row.reachedTop += 1
        }
        if (held.person === person && !(isNext && earlier.person === person)) {
          row.received += 1
          const due = life.reopened !== undefined && ms(held.from) >= ms(life.reopened) ? ms(life.due ?? '') : ms(life.opened) + 20 * HOUR
          row.left += Math.max(0, due - ms(held.from))
        }
      }
      if (held.person !== person) continue
      const clipped = (a: number, b: number): number => Math.max(0, Math.min(b, end) - Math.max(a, from))
      const until = held.to === null ? end : ms(held.to)
      const act = events.find((event) => event.person === person && ms(event.at) > ms(held.from) && ms(event.at) <= (held.to === null ? Infinity : ms(held.to)))
      row.custody += clipped(ms(held.from), until)
      row.idle += clipped(ms(held.from), act ? ms(act.at) : until)
      if (held.isKeeper) row.unattended += clipped(ms(held.from), until)
    }
    const solvedBefore = rating && solvings.findLast(({ at }) => ms(at) <= ms(rating.at))
    if (rating && isIn(rating.at) && solvedBefore && ownerWhenEnded(solvedBefore.at) === person) {
      row.ratings += 1
      if (rating.score >= 4) row.good += 1
    }
    row.factsMissed += missing.filter(({ at, intake, fault }) => fault === 'ours' && intake === person && isIn(at)).length
  }
  const { custody, idle, unattended, left, good, ...counts } = row
  return {
    ...counts,
    passRate: row.solved + row.passed === 0 ? null : row.passed / (row.solved + row.passed),
    ...{ custodySeconds: Math.round(custody / 1_000), idleSeconds: Math.round(idle / 1_000), unattendedSeconds: Math.round(unattended / 1_000) },
    secondsLeftAtReceipt: row.received === 0 ? null : Math.round(left / 1_000 / row.received),
    csat: row.ratings === 0 ? null : good / row.ratings,
  }
}
