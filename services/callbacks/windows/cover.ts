import { groupBy } from '../../roster-rules/group-by.ts'
import { merge, without } from '../../roster-rules/gaps.ts'
import type { Duty, Interval, Leave, Presence } from '../../roster-rules/model.ts'
import { bearingOn, beginOfWork } from '../../roster-rules/presence.ts'
import { isFor, type RingablePerson } from '../../shifts/on-shift.ts'
import { LATE_MINUTES } from '../../shifts/watch/notices.ts'

/** What somebody of us must be for a callback; null: any. */
export type Wanted = { skill: string | null; language: string | null; personId: string | null; levelId: string | null; siteId: string | null }
export const ANYBODY: Wanted = { skill: null, language: null, personId: null, levelId: null, siteId: null }

export type Roster = {
  duties: readonly Duty[]
  leaves: readonly Leave[]
  presences: readonly Presence[]
  people: readonly RingablePerson[]
  mustSignIn: boolean
}

/** One of us at the desk, in a time in which he can do the same throughout. */
export type DeskTime = Interval & {
  personId: string
  /** On duty now. */
  isOn: boolean
  /** He talks or wraps up. */
  isBusy: boolean
  /** He is there, but on a break: he comes back, nobody knows when. */
  isResting: boolean
  canServe: (wanted: Wanted) => boolean
}

/**
 * Who is at the desk from `at` on, by the published roster without leaves. What people do now counts too: who has said that he is away, or has not come
 * five minutes after his shift began, is not there for the rest of it. On call is not at the desk, and without a phone nobody can call. A holiday on
 * which people are on the roster is a day on which they work.
 */
export function deskTimes({ duties, leaves, presences, people, mustSignIn }: Roster, at: number): DeskTime[] {
  const dutiesOf = groupBy(duties, ({ personId }) => personId)
  const able = people.filter(({ isActive, phone }) => isActive && phone !== null)
  const works = able.flatMap((person) => {
    const own = dutiesOf.get(person.id) ?? []
    return joined(own).map((duty) => ({ person, own, duty }))
  })
  return works.flatMap(({ person, own, duty }) => {
    if (duty.kind !== 'desk' || duty.to <= at) return []
    const isOn = duty.from <= at
    const presence = presences.find(({ personId }) => personId === duty.personId) ?? null
    const bearing = isOn ? bearingOn(duty, at, own, presence, mustSignIn) : 'unsaid'
    const isMissing = bearing === 'notSignedIn' && beginOfWork(duty, own) + LATE_MINUTES * 60_000 <= at
    if (bearing === 'away' || isMissing) return []
    const away = merge(leaves.filter(({ personId }) => personId === duty.personId).map(({ from, to }) => ({ from, to })))
    const states = { isBusy: bearing === 'onACall' || bearing === 'wrapUp', isResting: bearing === 'break' || bearing === 'notSignedIn' }
    return split(without([{ from: Math.max(duty.from, at), to: duty.to }], away), endsOf(person)).map((time) => ({
      ...time,
      ...states,
      personId: person.id,
      isOn: isOn && time.from <= at,
      canServe: (wanted: Wanted) => canServe(person, duty, wanted, time.from),
    }))
  })
}

/** Work that goes on without a pause in another shift is one: a call may last over the seam. */
function joined(duties: readonly Duty[]): Duty[] {
  const whole: Duty[] = []
  for (const duty of [...duties].sort((a, b) => a.from - b.from)) {
    const before = whole.findIndex((one) => one.to >= duty.from && isAlike(one, duty))
    const found = whole[before]
    if (found) whole[before] = { ...found, to: Math.max(found.to, duty.to) }
    else whole.push(duty)
  }
  return whole
}

const isAlike = (a: Duty, b: Duty): boolean =>
  a.personId === b.personId && a.kind === b.kind && a.skill === b.skill && a.levelId === b.levelId && a.siteId === b.siteId

const endsOf = ({ attestations }: RingablePerson): number[] => attestations.flatMap(({ expiresAt }) => expiresAt ?? [])

/** Cut where he loses a skill, so that each piece has one answer. */
function split(times: readonly Interval[], at: readonly number[]): Interval[] {
  return times.flatMap((time) => {
    const edges = [time.from, ...at.filter((one) => time.from < one && one < time.to).sort((a, b) => a - b), time.to]
    return edges.slice(1).map((to, n) => ({ from: edges[n] ?? time.from, to }))
  })
}

function canServe(person: RingablePerson, duty: Duty, { skill, language, personId, levelId, siteId }: Wanted, at: number): boolean {
  // Who alone calls needs nothing else (shifts/line/free.ts).
  if (personId !== null) return personId === person.id
  if (!isFor(duty, { siteId, levelId, skill })) return false
  if (skill !== null && !person.attestations.some((one) => one.skill === skill && (one.expiresAt === null || one.expiresAt > at))) return false
  return language === null || person.speaks.length === 0 || person.speaks.includes(language)
}

/** When anybody is there who can serve this: intervals that neither touch nor overlap, in order. */
export function coverOf(times: readonly DeskTime[], wanted: Wanted): Interval[] {
  return merge(times.filter((time) => time.canServe(wanted)).map(({ from, to }) => ({ from, to })))
}

export const wantedKey = ({ skill, language, personId, levelId, siteId }: Wanted): string => JSON.stringify([skill, language, personId, levelId, siteId])
