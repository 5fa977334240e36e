import type { Duty, Interval, Leave, NotRung, OnShiftAnswer, OnShiftPerson, OnShiftQuery, Presence, PresenceState, Worker } from '../roster-rules/model.ts'
import { bearingOn } from '../roster-rules/presence.ts'

/** Somebody who may be rung; `idleSince` (epoch milliseconds): his last call's end, or when he became ready. */
export type RingablePerson = Worker & { phone: string | null; idleSince: number }

export type OnShiftRoster = {
  duties: readonly Duty[]
  leaves: readonly Leave[]
  presences: readonly Presence[]
  people: readonly RingablePerson[]
  /** True: a person at the desk is rung only once he has said in this shift that he is there. */
  mustSignIn: boolean
}

type Obstacle = { why: NotRung; state?: PresenceState }
/** A duty of this instant that suits the query, and what keeps its person from being rung. */
type Candidate = { duty: Duty; person: RingablePerson | undefined; obstacle: Obstacle | undefined }

const BUSY: ReadonlySet<PresenceState | undefined> = new Set<PresenceState>(['onACall', 'wrapUp'])

/**
 * Whose phone rings at `query.at`, and why the others' do not. Who stands in for whom is already in the duties.
 *
 * The desk is empty when nobody at it could take such a call, now or after the call he is on. On a call and in wrap-up: the desk is staffed.
 * On a break, away, not signed in, on leave, without a phone, the skill or the language: it is not; then on-call people are rung, urgent or not.
 *
 * Each person is either rung or has exactly one `why`, the first that holds: inactive, onLeave, noSkill, skillExpired, otherLanguage, noPhone,
 * notSignedIn, notReady, and last onCallOnlyIfUrgent (so he would be rung if it were urgent). `replaced` is who has no other duty that suits.
 */
export function whoIsOn(query: OnShiftQuery, roster: OnShiftRoster): OnShiftAnswer {
  const people = new Map(roster.people.map((person) => [person.id, person]))
  const candidates = roster.duties
    .filter((duty) => isDuring(duty, query.at) && isFor(duty, query))
    .map((duty): Candidate => ({ duty, person: people.get(duty.personId), obstacle: obstacleOf(duty, people.get(duty.personId), query, roster) }))
    .sort(asRungInOrder)
  const desk = candidates.filter(({ duty }) => duty.kind === 'desk')
  const isBusy = desk.some(({ obstacle }) => obstacle?.why === 'notReady' && BUSY.has(obstacle.state))
  const isEmpty = !isBusy && desk.every(({ obstacle }) => obstacle)
  const judged =
    query.isUrgent || isEmpty
      ? candidates
      : candidates.map((one) => (one.duty.kind === 'onCall' ? { ...one, obstacle: one.obstacle ?? { why: 'onCallOnlyIfUrgent' as const } } : one))

  const rung = firstOfEach(judged.filter(({ obstacle }) => !obstacle)).flatMap(({ duty, person }) => (person ? [toRung(duty, person)] : []))
  const rungIds = new Set(rung.map(({ personId }) => personId))
  const kept = firstOfEach(judged.filter(({ duty }) => !rungIds.has(duty.personId)))
  const seen = new Set(candidates.map(({ duty }) => duty.personId))
  const replaced = new Set(candidates.map(({ duty }) => duty.plannedId).filter((id) => !seen.has(id)))
  const nameOf = (id: string): string => people.get(id)?.name ?? id
  return {
    rung,
    notRung: [
      ...kept.flatMap(({ duty, obstacle }) => (obstacle ? [{ personId: duty.personId, name: nameOf(duty.personId), ...obstacle }] : [])),
      ...[...replaced].map((personId) => ({ personId, name: nameOf(personId), why: 'replaced' as const })),
    ],
    standing: rung.length > 0 ? 'on' : isBusy ? 'busy' : 'gap',
  }
}

/**
 * In rounds: all of a round are rung together, the next round when nobody has taken the call. `rung` is the order of whoIsOn.
 * By longestIdle too the desk goes before on call: who stands by is idle all day and would always be woken first.
 */
export function ringOrder(rung: readonly OnShiftPerson[], order: 'allAtOnce' | 'longestIdle' | 'inOrder'): OnShiftPerson[][] {
  switch (order) {
    case 'allAtOnce':
      return rung.length > 0 ? [[...rung]] : []
    case 'longestIdle':
      return [...rung].sort((a, b) => deskFirst(a, b) || a.idleSince - b.idleSince).map((person) => [person])
    case 'inOrder':
      return rung.map((person) => [person])
  }
}

export type NextOn = {
  /** Until when the same people are on duty as at `after`; null: nothing changes any more. */
  untilWhen: number | null
  /** Who begins next (he was not on duty just before), from when, and until when without a pause. */
  begins: ReadonlyArray<{ personId: string; kind: Duty['kind']; from: number; untilWhen: number }>
}

/** What changes after the instant `after` (not at it) on the duties that suit the query. Presence, leave and skills of people play no part. */
export function nextOn(query: Pick<OnShiftQuery, 'siteId' | 'levelId' | 'skill'>, duties: readonly Duty[], after: number): NextOn {
  const suiting = duties.filter((duty) => duty.to > after && isFor(duty, query))
  const on = suiting.filter((duty) => isDuring(duty, after))
  const newcomers = suiting.filter(
    (duty) => duty.from > after && !suiting.some((other) => isSameWork(other, duty) && other.from < duty.from && other.to >= duty.from),
  )
  const from = Math.min(...newcomers.map((duty) => duty.from))
  const begins = newcomers
    .filter((duty) => duty.from === from)
    .sort(deskFirst)
    .map((duty) => ({ personId: duty.personId, kind: duty.kind, from, untilWhen: endOfWork(duty, suiting) }))
  const changes = [...on.map((duty) => endOfWork(duty, suiting)), ...begins.map((one) => one.from)]
  return { untilWhen: changes.length > 0 ? Math.min(...changes) : null, begins: firstBy(begins, ({ personId, kind }) => `${kind} ${personId}`) }
}

function obstacleOf(duty: Duty, person: RingablePerson | undefined, query: OnShiftQuery, roster: OnShiftRoster): Obstacle | undefined {
  if (!person?.isActive) return { why: 'inactive' }
  if (roster.leaves.some((leave) => leave.personId === person.id && isDuring(leave, query.at))) return { why: 'onLeave' }
  if (query.skill !== null) {
    const attested = person.attestations.filter(({ skill }) => skill === query.skill)
    if (attested.length === 0) return { why: 'noSkill' }
    if (!attested.some(({ expiresAt }) => expiresAt === null || expiresAt > query.at)) return { why: 'skillExpired' }
  }
  if (query.language !== null && person.speaks.length > 0 && !person.speaks.includes(query.language)) return { why: 'otherLanguage' }
  if (person.phone === null) return { why: 'noPhone' }
  return presenceObstacle(duty, query.at, roster)
}

/** A wrap-up does not keep from an urgent call. */
function presenceObstacle(duty: Duty, at: number, roster: OnShiftRoster): Obstacle | undefined {
  const own = roster.duties.filter(({ personId }) => personId === duty.personId)
  const bearing = bearingOn(duty, at, own, lastPresence(duty.personId, at, roster.presences) ?? null, roster.mustSignIn)
  if (bearing === 'notSignedIn') return { why: 'notSignedIn' }
  const isFree = bearing === 'ready' || bearing === 'unsaid' || (duty.kind === 'onCall' && bearing === 'wrapUp')
  return isFree ? undefined : { why: 'notReady', state: bearing }
}

function lastPresence(personId: string, at: number, presences: readonly Presence[]): Presence | undefined {
  let last: Presence | undefined
  for (const presence of presences) {
    if (presence.personId === personId && presence.from <= at && (!last || presence.from >= last.from)) last = presence
  }
  return last
}

function endOfWork(duty: Duty, duties: readonly Duty[]): number {
  const own = duties.filter((one) => isSameWork(one, duty))
  let end = duty.to
  for (let later: Duty | undefined = duty; later; later = own.find((one) => one.to > end && one.from <= end)) end = later.to
  return end
}

const isSameWork = (a: Duty, b: Duty): boolean => a.personId === b.personId && a.kind === b.kind

const isDuring = ({ from, to }: Interval, at: number): boolean => from <= at && at < to

/** A duty for one skill is not for calls of another one; where no skill is asked it counts as any other. */
export function isFor(duty: Duty, { siteId, levelId, skill }: Pick<OnShiftQuery, 'siteId' | 'levelId' | 'skill'>): boolean {
  return (
    (siteId === null || duty.siteId === siteId) &&
    (levelId === null || duty.levelId === levelId) &&
    (skill === null || duty.skill === null || duty.skill === skill)
  )
}

function asRungInOrder(a: Candidate, b: Candidate): number {
  return deskFirst(a.duty, b.duty) || a.duty.from - b.duty.from || compare(nameIn(a), nameIn(b)) || compare(a.duty.personId, b.duty.personId)
}

const nameIn = ({ person, duty }: Candidate): string => person?.name ?? duty.personId

const deskFirst = (a: { kind: Duty['kind'] }, b: { kind: Duty['kind'] }): number => Number(a.kind === 'onCall') - Number(b.kind === 'onCall')

/** By code units: the same on every machine, whatever its locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const firstOfEach = (candidates: readonly Candidate[]): Candidate[] => firstBy(candidates, ({ duty }) => duty.personId)

function firstBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const keys = new Set<string>()
  return items.filter((item) => !keys.has(keyOf(item)) && keys.add(keyOf(item)))
}

function toRung(duty: Duty, person: RingablePerson): OnShiftPerson {
  const { kind, source, plannedId, reason } = duty
  return {
    personId: person.id,
    name: person.name,
    phone: person.phone,
    kind,
    source,
    plannedId,
    reason,
    until: duty.to,
    idleSince: person.idleSince,
    since: duty.from,
  }
}
