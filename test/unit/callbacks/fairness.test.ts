import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { decide, peopleAt, type Standing } from '../../../services/callbacks/dispatch/decide.ts'
import { placeOf } from '../../../services/callbacks/place.ts'
import type { Duty } from '../../../services/roster-rules/model.ts'
import { SHIPPED } from '../../../services/rules/shipped.ts'
import { callbackRule, scoreRule } from '../../../services/schemas/rules.ts'
import type { Head } from '../../../services/shifts/line/callbacks/store.ts'
import { assign, inOrder } from '../../../services/shifts/line/order.ts'
import { answerQueue } from '../../../services/shifts/line/queue.ts'
import type { LineRoster } from '../../../services/shifts/line/store.ts'
import type { LiveCaller } from '../../../services/shifts/line/waiting/store.ts'

const zone = 'Europe/Berlin'
const OPENS = DateTime.fromISO('2026-11-18T08:00', { zone }).toMillis()
const PEOPLE = ['dana', 'irina', 'omar'].map((name, n) => ({ name, phone: `+4930231259${n}` }))
const wanted = { skill: null, level: null, siteId: null }
const kind = { kind: 'any', skill: null, language: 'en', levelId: null, siteId: null, personId: null }

function rosterAt(idleSince: ReadonlyMap<string, number>): LineRoster {
  const duty = (personId: string): Duty => ({
    ...{ shiftId: personId, personId, overrideId: null, source: 'shift', plannedId: personId, reason: '', siteId: 'berlin', zone },
    ...{ kind: 'desk', levelId: 'front', skill: null, buddyId: null, from: OPENS, to: OPENS + 86_400_000 },
  })
  return {
    mustSignIn: false,
    levels: [{ id: 'front', rank: 1, name: 'Front line', head: { name: 'Amira', phone: null, isActive: true } }],
    duties: PEOPLE.map(({ name }) => duty(name)),
    leaves: [],
    presences: [],
    people: PEOPLE.map(({ name, phone }) => ({
      ...{ id: name, name, phone, isActive: true, isTrainee: false, isGuest: false, levelRank: 1, speaks: [], attestations: [], contracts: [] },
      idleSince: idleSince.get(phone) ?? 0,
    })),
  }
}

type Asker = { id: string; asked: number; isOnLine: boolean; talk: number; looksEvery: number }

/** A day, second by second, with the code that decides: who asked is served at what second. Callers look when their music ends, or when it is their turn. */
function servedOn(askers: readonly Asker[]): Map<string, number> {
  const served = new Map<string, number>()
  const busyUntil = new Map<string, number>()
  for (let at = OPENS; served.size < askers.length; at += 1_000) {
    const waiting = (): Asker[] => askers.filter(({ id, asked }) => asked <= at && !served.has(id))
    if (waiting().length === 0 || PEOPLE.every(({ phone }) => (busyUntil.get(phone) ?? 0) > at)) continue
    const standing = (): Standing => {
      const callers = waiting().filter(({ isOnLine }) => isOnLine)
      const line = callers.map(({ id: sid, asked: since }): LiveCaller => ({
        ...{ sid, since, queue: 'support/queue', turn: 1, heardAt: 0, language: 'en', wants: { wanted, language: null }, asked: [], isRinging: false },
      }))
      const busyPhones = [...busyUntil].filter(([, until]) => until > at).map(([phone]) => phone)
      return {
        roster: rosterAt(busyUntil),
        line: { callers: line, busyPhones, numbersInUse: [], kinds: [kind], unmanned: [], resting: [], hasDispatcher: true },
        at,
      }
    }
    const heads = (): Head[] =>
      waiting()
        .filter(({ isOnLine }) => !isOnLine)
        .map(({ id, asked: placeAt }) => ({ id, kind, number: id, placeAt }))
    const begin = (id: string, phone: string): void => {
      expect((busyUntil.get(phone) ?? 0) <= at).toBe(true)
      served.set(id, at)
      busyUntil.set(phone, at + (askers.find((one) => one.id === id)?.talk ?? 0) * 1_000)
    }
    const looks = (id: string): void => {
      const now = standing()
      const since = askers.find((one) => one.id === id)?.asked ?? 0
      const before = now.line.callers.filter((one) => one.sid !== id && inOrderOf(one.sid, one.since, id, since)).map((one) => ({ ...one, isSameLine: true }))
      const callbacks = heads().filter(({ placeAt }) => placeAt < since)
      const question = { kind: 'queue', queue: 'support/queue', since, wanted, language: null, order: 'longestIdle', zone, asked: [] } as const
      const answer = answerQueue(
        question,
        now.roster,
        { ...now.line, resting: [], before, callbacks, callbacksAhead: callbacks.length, meanTalkSeconds: null },
        at,
      )
      const [person] = answer.round
      if (answer.standing === 'turn' && person) begin(id, person.phone)
    }
    // Music ends whenever it does, also in the same second and before anybody else has looked.
    for (const { id, isOnLine, asked, looksEvery } of waiting()) if (isOnLine && ((at - asked) / 1_000) % looksEvery === 0) looks(id)
    const now = standing()
    const decided = decide(heads(), now, peopleAt(now), zone)
    for (const { callbackId, phone } of decided.assignments) begin(callbackId, phone)
    for (const { sid } of decided.callers) looks(sid)
  }
  return served
}

const inOrderOf = (id: string, since: number, other: string, otherSince: number): boolean =>
  inOrder({ id, since, isOnLine: true, people: [] }, { id: other, since: otherSince, isOnLine: true, people: [] }) < 0

/** Pairs of which neither asked nor was served in the same second. */
function kendall(askers: readonly Asker[], served: ReadonlyMap<string, number>): number {
  let [right, wrong] = [0, 0]
  for (const [n, one] of askers.entries())
    for (const other of askers.slice(n + 1)) {
      const product = Math.sign(one.asked - other.asked) * Math.sign((served.get(one.id) ?? 0) - (served.get(other.id) ?? 0))
      if (product > 0) right += 1
      if (product < 0) wrong += 1
    }
  return right + wrong === 0 ? 1 : (right - wrong) / (right + wrong)
}

const some = fc
  .array(fc.record({ gap: fc.nat({ max: 40 }), isOnLine: fc.boolean(), talk: fc.integer({ min: 5, max: 120 }), looksEvery: fc.integer({ min: 5, max: 30 }) }), {
    minLength: 20,
    maxLength: 40,
  })
  .map((list) => {
    let asked = OPENS
    return list.map(({ gap, ...rest }, n): Asker => ({ id: `w${n}`, asked: (asked += gap * 1_000), ...rest }))
  })

describe('fairness', () => {
  it('callers and callbacks of equal score are served in the order in which they asked: Kendall tau 1.0', () =>
    fc.assert(
      fc.property(some, (askers) => {
        expect(kendall(askers, servedOn(askers))).toBe(1)
      }),
      { numRuns: 15 },
    ))
})

describe('under an endless stream of urgent ones', () => {
  const rule = callbackRule.parse({})
  const place = (askedAt: number, severity: string): number =>
    placeOf(
      { askedAt: new Date(askedAt), severity, contacts: 0, isDistressed: false, isVip: false },
      { body: scoreRule.parse(SHIPPED.score['']), version: 0 },
      rule,
    ).placeAt.getTime()

  it.each(['normal', 'low'])('a %s one is overtaken by none that asked later than the two head starts allow, and is served', (severity) => {
    const asked = OPENS
    const own = place(asked, severity)
    const headStart = (askedAt: number, of: string): number => askedAt - place(askedAt, of)
    const bound = headStart(asked, 'urgent') - headStart(asked, severity)
    expect(headStart(asked, 'urgent')).toBeGreaterThan(0)
    expect(bound).toBeLessThanOrEqual(2 * rule.mostHeadStartMinutes * 60_000)
    // Two people come half an hour late, and twice as many ask as they can serve.
    const freeAt = [OPENS + 1_800_000, OPENS + 1_800_000]
    const queue = [{ id: 'he', since: own, asked }]
    const before: number[] = []
    let isServed = false
    for (let at = OPENS; !isServed && at < OPENS + 7 * 86_400_000; at += 60_000) {
      if ((at - OPENS) % 90_000 < 60_000) queue.push({ id: `urgent ${at}`, since: place(at, 'urgent'), asked: at })
      const free = freeAt.flatMap((until, n) => (until <= at ? [String(n)] : []))
      const assigned = assign(queue.map(({ id, since }) => ({ id, since, isOnLine: false, people: free })))
      for (const [id, person] of assigned) {
        const [one] = queue.splice(
          queue.findIndex((waiter) => waiter.id === id),
          1,
        )
        freeAt[Number(person)] = at + 360_000
        if (id === 'he') isServed = true
        else if (!isServed && one) before.push(one.asked)
      }
    }
    expect(isServed).toBe(true)
    expect(before.length).toBeGreaterThan(5)
    expect(Math.max(...before)).toBeLessThan(asked + bound)
  })
})
