import { stateAt } from '../../roster-rules/presence.ts'
import type { Head } from '../../shifts/line/callbacks/store.ts'
import { freePeople, type CallbackKind, type Free, type FreePeople } from '../../shifts/line/free.ts'
import { assign, type Waiter } from '../../shifts/line/order.ts'
import { callbackWaiters, unmannedWaiters } from '../../shifts/line/queue.ts'
import type { LineRoster } from '../../shifts/line/store.ts'
import type { LiveCaller, LiveLine } from '../../shifts/line/waiting/store.ts'
import { whyRung } from '../../shifts/line/why.ts'

/** What stands at an instant: the published roster, and who waits, rings and talks. */
export type Standing = { roster: LineRoster; line: LiveLine; at: number }
/** One of us is to call. `why` is English, as all of the chain. */
export type Assignment = { callbackId: string; personId: string; phone: string; why: string }
/** In their order. `callers`: whose turn it is on the line. */
export type Decision = { assignments: Assignment[]; callers: LiveCaller[] }

export function peopleAt({ roster, line, at }: Standing): FreePeople {
  return freePeople(roster, at, { busyPhones: line.busyPhones, resting: line.resting.map(({ personId }) => personId) })
}

/** Of each kind that somebody who is free can call: as many as there are such people. */
export function headsToRead(kinds: readonly CallbackKind[], people: FreePeople): { kind: CallbackKind; most: number }[] {
  return kinds.map((kind) => ({ kind, most: people.forCallback(kind).length })).filter(({ most }) => most > 0)
}

/**
 * Who calls whom. Callers on the line and callbacks stand in one order (shifts/line/order.ts): a caller before a callback has his person, whom the line
 * will ring for him. How far can somebody be put back by others who are more urgent? A head start is at most `mostHeadStartMinutes` (place.ts): whoever
 * asked at t without one is served after at most those who asked before t + that, however many more come.
 */
export function decide(heads: readonly Head[], standing: Standing, people: FreePeople, zone: string): Decision {
  const { roster, line } = standing
  const holding = line.callers.filter(({ isRinging }) => !isRinging)
  const callers = holding.map((caller) => callerWaiter(caller, people))
  const assigned = assign([...unmannedWaiters(line.unmanned, people), ...callers, ...callbackWaiters(heads, people)])
  const nameOf = (id: string): string => roster.people.find((person) => person.id === id)?.name ?? id
  const assignments = [...heads].sort(byPlace).flatMap(({ id, kind }): Assignment[] => {
    const person = people.forCallback(kind).find(({ phone }) => phone === assigned.get(id))
    return person ? [{ callbackId: id, personId: person.personId, phone: person.phone, why: whyHe(person, kind, nameOf, zone) }] : []
  })
  return { assignments, callers: holding.filter(({ sid }) => assigned.has(sid)).sort((a, b) => a.since - b.since) }
}

const byPlace = (a: Head, b: Head): number => a.placeAt - b.placeAt || (a.id < b.id ? -1 : 1)

/** A caller of an older session has not said whom he waits for: anybody may be his. */
function callerWaiter({ sid, since, wants, asked }: LiveCaller, people: FreePeople): Waiter {
  const { wanted, language } = wants ?? { wanted: { skill: null, level: null, siteId: null }, language: null }
  const free = people.forCaller(wanted, language).map(({ phone }) => phone)
  return { id: sid, since, isOnLine: true, people: free.filter((phone) => !asked.includes(phone)) }
}

function whyHe(person: Free, { personId }: CallbackKind, nameOf: (id: string) => string, zone: string): string {
  const why = whyRung(person, { nameOf, zone, isUrgent: false })
  return personId === null ? `next in order; ${person.name} is free longest (${why})` : `for ${person.name} only, who is free (${why})`
}

/** When somebody becomes free without a word: a wrap-up ends, a shift begins, a rest is over. Null: nothing of that is near. */
export function nextMoment({ roster, line, at }: Standing): number | null {
  const moments = [
    ...roster.presences.flatMap(({ state, until }) => (state === 'wrapUp' && until !== null && stateAt({ state, until }, at) === 'wrapUp' ? [until] : [])),
    ...roster.duties.map(({ from }) => from),
    ...line.resting.map(({ until }) => until),
  ].filter((moment) => moment > at)
  return moments.length > 0 ? Math.min(...moments) : null
}
