import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { nextPerson, type NextPerson, type WakeWish } from '../../../../services/calls/wakes/next-person.ts'
import type { Duty } from '../../../../services/roster-rules/model.ts'
import type { LineRoster } from '../../../../services/shifts/line/store.ts'

const zone = 'Europe/Berlin'
const NIGHT = DateTime.fromISO('2026-11-18T03:10', { zone }).toMillis()
const HOUR = 3_600_000

type Somebody = { id: string; phone?: string | null; skills?: string[]; isTrainee?: boolean; isGuest?: boolean } & Partial<
  Pick<Duty, 'kind' | 'levelId' | 'siteId' | 'from' | 'to'>
>

function roster(...people: Somebody[]): LineRoster {
  const levels = ['front', 'second'].map((id, n) => ({ id, rank: n + 1, name: id, head: { name: 'Head', phone: null, isActive: true } }))
  return {
    levels,
    duties: people.map(({ id, kind = 'onCall', levelId = 'front', siteId = 'berlin', from = NIGHT - HOUR, to = NIGHT + HOUR }) => ({
      ...{ shiftId: id, personId: id, overrideId: null, source: 'shift' as const, plannedId: id, reason: '', zone, skill: null, buddyId: null },
      ...{ kind, levelId, siteId, from, to },
    })),
    leaves: [],
    presences: [],
    people: people.map(({ id, phone = `phone of ${id}`, skills = [], isTrainee = false, isGuest = false }) => ({
      ...{ id, name: id, isActive: true, isTrainee, isGuest, levelRank: 1, speaks: [], contracts: [], phone, idleSince: 0 },
      attestations: skills.map((skill) => ({ skill, expiresAt: null })),
    })),
    mustSignIn: false,
  }
}

/** Everybody who would be called, one after the other. */
function called(given: LineRoster, wish: Partial<WakeWish> = {}, busy: readonly string[] = []): string[] {
  const done = { people: [] as string[], phones: [] as string[] }
  for (;;) {
    const next: NextPerson = nextPerson(given, NIGHT, { skill: null, siteId: null, zone, ...wish }, done, busy)
    if (next.kind !== 'person') return done.people
    done.people.push(next.person.personId)
    done.phones.push(next.person.phone)
  }
}

describe('who is woken', () => {
  it('level by level, those on call before the desk', () =>
    expect(
      called(
        roster(
          { id: 'second on call', levelId: 'second' },
          { id: 'desk', kind: 'desk' },
          { id: 'on call' },
          { id: 'second desk', kind: 'desk', levelId: 'second' },
        ),
      ),
    ).toEqual(['on call', 'desk', 'second on call', 'second desk']))

  it('with the skill first, then without, before the next level is asked', () =>
    expect(
      called(roster({ id: 'a' }, { id: 'able', skills: ['heating'] }, { id: 'above', levelId: 'second', skills: ['heating'] }), { skill: 'heating' }),
    ).toEqual(['able', 'a', 'above']))

  it.each<[string, Somebody]>([
    ['a trainee', { id: 'x', isTrainee: true }],
    ['a guest', { id: 'x', isGuest: true }],
    ['who has no phone', { id: 'x', phone: null }],
    ['whose duty has ended', { id: 'x', to: NIGHT }],
    ['who works elsewhere', { id: 'x', siteId: 'paris' }],
  ])('not %s', (_, somebody) => expect(called(roster(somebody, { id: 'b' }), { siteId: 'berlin' })).toEqual(['b']))

  it('a phone that two share rings once', () => expect(called(roster({ id: 'a', phone: 'shared' }, { id: 'b', phone: 'shared' }))).toEqual(['a']))

  it('who is being called for another case is left for later, and while only he is left the end has not come', () => {
    const given = roster({ id: 'a' }, { id: 'b' })
    expect(called(given, {}, ['phone of a'])).toEqual(['b'])
    const wish = { skill: null, siteId: null, zone }
    expect(nextPerson(given, NIGHT, wish, { people: ['b'], phones: ['phone of b'] }, ['phone of a'])).toEqual({ kind: 'somebodyIsBusy' })
    expect(nextPerson(given, NIGHT, wish, { people: ['a', 'b'], phones: ['phone of a', 'phone of b'] }, [])).toEqual({ kind: 'nobody' })
  })

  it('says why he', () =>
    expect(nextPerson(roster({ id: 'a' }), NIGHT, { skill: null, siteId: null, zone }, { people: [], phones: [] }, [])).toMatchObject({
      person: { why: 'front: on call until 04:10, urgent' },
    }))
})
