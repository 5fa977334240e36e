import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { dateAt, wallWindow } from '../../../services/local-time/wall-clock.ts'
import type { Duty, Leave, OnShiftAnswer, OnShiftQuery, Presence, PresenceState } from '../../../services/roster-rules/model.ts'
import { type OnShiftRoster, type RingablePerson, nextOn, ringOrder, whoIsOn } from '../../../services/shifts/on-shift.ts'
import { byDay, chanceOf, randomRoster } from '../../support/random-rosters.ts'

const zone = 'Europe/Berlin'
const clock = (text: string): number => DateTime.fromISO(text, { zone }).toMillis()
const NOON = clock('2026-03-04T12:00')
const HOUR = 3_600_000

const person = (id: string, more: Partial<RingablePerson> = {}): RingablePerson => ({
  id,
  name: id,
  isActive: true,
  isTrainee: false,
  isGuest: false,
  levelRank: 0,
  speaks: [],
  attestations: [],
  contracts: [],
  phone: '+4930123456',
  idleSince: 0,
  ...more,
})
const duty = (personId: string, more: Partial<Duty> = {}): Duty => ({
  shiftId: `shift of ${personId}`,
  personId,
  overrideId: null,
  source: 'shift',
  plannedId: personId,
  reason: '',
  siteId: 'berlin',
  zone,
  kind: 'desk',
  levelId: 'front',
  skill: null,
  buddyId: null,
  from: NOON - 4 * HOUR,
  to: NOON + 4 * HOUR,
  ...more,
})
const presence = (personId: string, state: PresenceState, from: number, until: number | null = null): Presence => ({ personId, state, from, until })
const leave = (personId: string, from: number, to: number): Leave => ({ id: 'leave', personId, kind: 'sick', from, to })
const query = (more: Partial<OnShiftQuery> = {}): OnShiftQuery => ({
  at: NOON,
  siteId: 'berlin',
  levelId: 'front',
  skill: null,
  language: null,
  isUrgent: false,
  ...more,
})
const ask = (asked: Partial<OnShiftQuery>, roster: Partial<OnShiftRoster>): OnShiftAnswer =>
  whoIsOn(query(asked), { duties: [], leaves: [], presences: [], people: [], mustSignIn: false, ...roster })
const rungIn = (answer: OnShiftAnswer): string[] => answer.rung.map(({ personId }) => personId)
const whysIn = (answer: OnShiftAnswer): Record<string, string> =>
  Object.fromEntries(answer.notRung.map(({ personId, why, state }) => [personId, state ? `${why} ${state}` : why]))

const skilled = (expiresAt: number | null): Partial<RingablePerson> => ({ attestations: [{ skill: 'network', expiresAt }] })

type Side = { asked?: Partial<OnShiftQuery>; ann?: Partial<RingablePerson>; shift?: Partial<Duty>; roster?: Partial<OnShiftRoster> }

describe('each reason once, and its neighbour who is rung', () => {
  it.each<[string, Side, Side]>([
    //why                   not rung, because                                        rung
    ['notReady break', { roster: { presences: [presence('ann', 'break', NOON)] } }, { roster: { presences: [presence('ann', 'break', NOON + 1)] } }],
    [
      'notReady away',
      { roster: { presences: [presence('ann', 'ready', NOON - HOUR), presence('ann', 'away', NOON - 1)] } },
      { roster: { presences: [presence('ann', 'away', NOON - HOUR), presence('ann', 'ready', NOON - 1)] } },
    ],
    // The program has put her away: from the desk, for this shift.
    [
      'notReady away',
      { roster: { presences: [{ ...presence('ann', 'away', NOON - 4 * HOUR), via: 'unanswered' }] } },
      { roster: { presences: [{ ...presence('ann', 'away', NOON - 4 * HOUR - 1), via: 'unanswered' }] } },
    ],
    [
      'notReady away',
      { shift: { kind: 'onCall' }, roster: { presences: [presence('ann', 'away', NOON - HOUR)] } },
      { shift: { kind: 'onCall' }, roster: { presences: [{ ...presence('ann', 'away', NOON - HOUR), via: 'unanswered' }] } },
    ],
    ['notReady onACall', { roster: { presences: [presence('ann', 'onACall', NOON)] } }, { roster: { presences: [presence('ben', 'onACall', NOON)] } }],
    [
      'notReady wrapUp',
      { roster: { presences: [presence('ann', 'wrapUp', NOON - 60_000, NOON + 1)] } },
      { roster: { presences: [presence('ann', 'wrapUp', NOON - 60_000, NOON)] } },
    ],
    [
      'notReady wrapUp',
      { roster: { presences: [presence('ann', 'wrapUp', NOON - HOUR, null)] } },
      { shift: { kind: 'onCall' }, roster: { presences: [presence('ann', 'wrapUp', NOON - HOUR, null)] } },
    ],
    ['notSignedIn', { roster: { mustSignIn: true } }, { roster: { mustSignIn: false } }],
    [
      'notSignedIn',
      { roster: { mustSignIn: true, presences: [presence('ann', 'ready', NOON - 5 * HOUR - 1)] } },
      { roster: { mustSignIn: true, presences: [presence('ann', 'ready', NOON - 5 * HOUR)] } },
    ],
    [
      'notSignedIn',
      {
        roster: {
          mustSignIn: true,
          presences: [presence('ann', 'ready', NOON - 6 * HOUR)],
          duties: [duty('ann', { from: NOON - 8 * HOUR, to: NOON - 4 * HOUR - 1 })],
        },
      },
      {
        roster: {
          mustSignIn: true,
          presences: [presence('ann', 'ready', NOON - 6 * HOUR)],
          duties: [duty('ann', { from: NOON - 8 * HOUR, to: NOON - 4 * HOUR })],
        },
      },
    ],
    ['notSignedIn', { roster: { mustSignIn: true } }, { shift: { kind: 'onCall' }, roster: { mustSignIn: true } }],
    [
      'onLeave',
      { roster: { leaves: [leave('ann', NOON, NOON + 1)] } },
      { roster: { leaves: [leave('ann', NOON - 1, NOON), leave('ann', NOON + 1, NOON + 2)] } },
    ],
    ['replaced', { shift: { personId: 'ben', source: 'swap' } }, { shift: { plannedId: 'ben', source: 'swap' } }],
    [
      'replaced',
      { shift: { personId: 'ben', source: 'override' } },
      { shift: { personId: 'ben', source: 'override' }, roster: { duties: [duty('ann', { shiftId: 'her other', levelId: 'front' })] } },
    ],
    [
      'noSkill',
      { asked: { skill: 'network' }, ann: { attestations: [{ skill: 'billing', expiresAt: null }] } },
      { asked: { skill: 'network' }, ann: skilled(null) },
    ],
    ['noSkill', { asked: { skill: 'network' } }, { asked: { skill: null } }],
    ['skillExpired', { asked: { skill: 'network' }, ann: skilled(NOON) }, { asked: { skill: 'network' }, ann: skilled(NOON + 1) }],
    ['otherLanguage', { asked: { language: 'ru' }, ann: { speaks: ['en', 'de'] } }, { asked: { language: 'ru' }, ann: { speaks: ['en', 'ru'] } }],
    ['otherLanguage', { asked: { language: 'ru' }, ann: { speaks: ['en'] } }, { asked: { language: 'ru' }, ann: { speaks: [] } }],
    [
      'onCallOnlyIfUrgent',
      { shift: { kind: 'onCall' }, roster: { duties: [duty('ben')] } },
      { shift: { kind: 'onCall' }, roster: { duties: [duty('ben')] }, asked: { isUrgent: true } },
    ],
    [
      'onCallOnlyIfUrgent',
      { shift: { kind: 'onCall' }, roster: { duties: [duty('ben')], presences: [presence('ben', 'onACall', NOON)] } },
      { shift: { kind: 'onCall' }, roster: { duties: [duty('ben')], presences: [presence('ben', 'break', NOON)] } },
    ],
    ['noPhone', { ann: { phone: null } }, {}],
    ['inactive', { ann: { isActive: false } }, { ann: { isTrainee: true } }],
    ['inactive', { ann: { isActive: false } }, { ann: { isGuest: true } }],
    [
      'notReady away',
      { shift: { kind: 'onCall' }, roster: { presences: [presence('ann', 'away', NOON - 4 * HOUR)] } },
      { shift: { kind: 'onCall' }, roster: { presences: [presence('ann', 'away', NOON - 4 * HOUR - 1)] } },
    ],
  ])('%s', (why, kept, rung) => {
    const answerTo = ({ asked, ann, shift, roster }: Side): OnShiftAnswer =>
      ask(asked ?? {}, { people: [person('ann', ann), person('ben')], ...roster, duties: [duty('ann', shift), ...(roster?.duties ?? [])] })
    expect(rungIn(answerTo(kept))).not.toContain('ann')
    expect(whysIn(answerTo(kept)).ann).toBe(why)
    expect(rungIn(answerTo(rung))).toContain('ann')
    expect(whysIn(answerTo(rung))).not.toHaveProperty('ann')
  })
})

describe('the seam between the desk and on call', () => {
  const desk = { from: NOON - 4 * HOUR, to: NOON - HOUR }
  const onCall = { kind: 'onCall' as const, from: NOON - HOUR, to: NOON + 4 * HOUR }

  it('who signs out at the desk is rung on call', () => {
    const answer = (from: number) =>
      ask({ isUrgent: true }, { people: [person('ann')], duties: [duty('ann', desk), duty('ann', onCall)], presences: [presence('ann', 'away', from)] })
    expect(rungIn(answer(NOON - HOUR - 1))).toEqual(['ann'])
    // Five past six still means the desk; an hour after it, the night.
    expect(rungIn(answer(NOON - HOUR))).toEqual(['ann'])
    expect(rungIn(answer(NOON - 1))).toEqual(['ann'])
    expect(whysIn(answer(NOON))).toEqual({ ann: 'notReady away' })
  })

  it.each<[string, Duty[], Presence]>([
    ['a break', [duty('ann', desk)], presence('ann', 'break', NOON - HOUR + 1)],
    ['without desk work before', [], presence('ann', 'away', NOON - HOUR + 1)],
    ['after the desk work of another', [duty('ben', desk)], presence('ann', 'away', NOON - HOUR + 1)],
  ])('%s, said on call, keeps from being rung', (_what, before, said) => {
    const answer = ask({ isUrgent: true }, { people: [person('ann'), person('ben')], duties: [...before, duty('ann', onCall)], presences: [said] })
    expect(whysIn(answer)['ann']).toMatch(/^notReady/)
  })

  it('who was on call must still sign in at the desk', () => {
    const duties = [duty('ann', { kind: 'onCall', from: NOON - 4 * HOUR, to: NOON - 1 }), duty('ann', { from: NOON - 1 })]
    const answer = (from: number) => ask({}, { people: [person('ann')], duties, presences: [presence('ann', 'ready', from)], mustSignIn: true })
    expect(whysIn(answer(NOON - 2 * HOUR))).toEqual({ ann: 'notSignedIn' })
    expect(rungIn(answer(NOON - HOUR))).toEqual(['ann'])
  })
})

describe('which duties count', () => {
  it.each<[string, Partial<Duty>, Partial<OnShiftQuery>, boolean]>([
    ['at its first instant', { from: NOON }, {}, true],
    ['not before', { from: NOON + 1 }, {}, false],
    ['to its last millisecond', { to: NOON + 1 }, {}, true],
    ['not at its end', { to: NOON }, {}, false],
    ['not of another site', { siteId: 'tokyo' }, {}, false],
    ['of any site when none is asked', { siteId: 'tokyo' }, { siteId: null }, true],
    ['not of another level', { levelId: 'second' }, {}, false],
    ['of any level when none is asked', { levelId: 'second' }, { levelId: null }, true],
    ['set aside for the skill that is asked', { skill: 'network' }, { skill: 'network' }, true],
    ['not when it is set aside for another skill', { skill: 'billing' }, { skill: 'network' }, false],
    ['set aside for a skill when none is asked', { skill: 'billing' }, {}, true],
  ])('%s', (_what, shift, asked, counts) => {
    const answer = ask(asked, { duties: [duty('ann', shift)], people: [person('ann', skilled(null))] })
    expect(answer).toMatchObject({ rung: counts ? [{ personId: 'ann' }] : [], notRung: [], standing: counts ? 'on' : 'gap' })
  })
})

describe('how it stands', () => {
  const people = ['ann', 'ben', 'cleo'].map((id) => person(id))
  const desk = [duty('ann'), duty('ben')]
  const onCall = duty('cleo', { kind: 'onCall' })
  it.each<[string, Duty[], Presence[], Partial<OnShiftQuery>, OnShiftAnswer['standing'], string[]]>([
    // what                             duties             presences                                                      asked               standing  rung
    ['nobody', [], [], {}, 'gap', []],
    ['the desk', [...desk, onCall], [], {}, 'on', ['ann', 'ben']],
    ['urgent', [...desk, onCall], [], { isUrgent: true }, 'on', ['ann', 'ben', 'cleo']],
    ['one is busy', [...desk, onCall], [presence('ann', 'onACall', NOON)], {}, 'on', ['ben']],
    ['all are busy', [...desk, onCall], [presence('ann', 'onACall', NOON), presence('ben', 'wrapUp', NOON)], {}, 'busy', []],
    ['all are busy, urgent', [...desk, onCall], [presence('ann', 'onACall', NOON), presence('ben', 'wrapUp', NOON)], { isUrgent: true }, 'on', ['cleo']],
    ['one busy, one away', [...desk, onCall], [presence('ann', 'onACall', NOON), presence('ben', 'away', NOON)], {}, 'busy', []],
    ['all away', [...desk, onCall], [presence('ann', 'break', NOON), presence('ben', 'away', NOON)], {}, 'on', ['cleo']],
    ['all away, nobody on call', desk, [presence('ann', 'break', NOON), presence('ben', 'away', NOON)], {}, 'gap', []],
    ['on call only', [onCall], [], {}, 'on', ['cleo']],
    ['on call only, on a call', [onCall], [presence('cleo', 'onACall', NOON)], { isUrgent: true }, 'gap', []],
    ['at the desk and on call', [duty('cleo'), onCall], [presence('cleo', 'onACall', NOON)], {}, 'busy', []],
  ])('%s', (_what, duties, presences, asked, standing, rung) => {
    const answer = ask(asked, { duties, presences, people })
    expect([answer.standing, rungIn(answer)]).toEqual([standing, rung])
  })

  it('says who stands in for whom, and why', () => {
    const cover = { source: 'override', plannedId: 'ben', reason: 'Ben is ill', overrideId: 'o1' } as const
    const answer = ask({}, { duties: [duty('ann', cover)], people: [person('ann', { idleSince: 7 }), person('ben', { name: 'Ben' })] })
    expect(answer.rung).toEqual([
      {
        personId: 'ann',
        name: 'ann',
        phone: '+4930123456',
        kind: 'desk',
        source: 'override',
        plannedId: 'ben',
        reason: 'Ben is ill',
        until: NOON + 4 * HOUR,
        idleSince: 7,
        since: NOON - 4 * HOUR,
      },
    ])
    expect(answer.notRung).toEqual([{ personId: 'ben', name: 'Ben', why: 'replaced' }])
  })
})

it('rings the desk before on call, who began first, then by name; or the longest idle; or all', () => {
  const people = [
    person('ann', { idleSince: 5 }),
    person('ben', { idleSince: 3 }),
    person('cleo', { idleSince: 1 }),
    person('zoe', { name: 'Ada', idleSince: 4 }),
  ]
  const duties = [duty('cleo', { kind: 'onCall', from: 0 }), duty('ann', { from: NOON - HOUR }), duty('ben'), duty('zoe')]
  const { rung } = ask({ isUrgent: true }, { people, duties })
  const ids = (order: Parameters<typeof ringOrder>[1]): string[][] => ringOrder(rung, order).map((round) => round.map(({ personId }) => personId))
  expect(ids('inOrder')).toEqual([['zoe'], ['ben'], ['ann'], ['cleo']])
  expect(ids('longestIdle')).toEqual([['ben'], ['zoe'], ['ann'], ['cleo']])
  expect(ids('allAtOnce')).toEqual([['zoe', 'ben', 'ann', 'cleo']])
  expect(ringOrder([], 'allAtOnce')).toEqual([])
})

describe('the nights in which the clocks change', () => {
  const nights = (date: string): Duty[] => [
    duty('early', wallWindow(date, '03:00', '08:00', zone)),
    duty('late', wallWindow(date, '00:00', '02:30', zone)),
    duty('half', wallWindow(date, '02:30', '03:00', zone)),
  ]
  it.each([
    // instant (UTC)          Berlin shows       who is on
    ['2026-03-29T00:59:59Z', '01:59:59 +02:00', 'late'],
    ['2026-03-29T01:00:00Z', '03:00:00 +02:00', 'early'], // 02:30 never comes: "late" ends and "half" is empty
    ['2026-10-25T00:29:59Z', '02:29:59 +02:00', 'late'],
    ['2026-10-25T00:30:00Z', '02:30:00 +02:00', 'half late'], // the first 02:30 begins one, the last ends the other
    ['2026-10-25T01:29:59Z', '02:29:59 +01:00', 'half late'],
    ['2026-10-25T01:30:00Z', '02:30:00 +01:00', 'half'],
    ['2026-10-25T02:00:00Z', '03:00:00 +01:00', 'early'],
  ])('%s (%s): %s', (instant, _shown, expected) => {
    const at = clock(instant)
    const answer = ask({ at }, { duties: nights(dateAt(at, zone)), people: ['early', 'late', 'half'].map((id) => person(id)) })
    expect(rungIn(answer).sort().join(' ')).toBe(expected)
  })

  it('signing in an hour before counts hours that passed', () => {
    const shift = duty('ann', wallWindow('2026-03-29', '03:30', '08:00', zone))
    const standing = (since: string): string =>
      ask({ at: shift.from }, { duties: [shift], people: [person('ann')], presences: [presence('ann', 'ready', clock(since))], mustSignIn: true }).standing
    expect([standing('2026-03-29T00:29:59Z'), standing('2026-03-29T00:30:00Z')]).toEqual(['gap', 'on'])
  })
})

describe('what changes next', () => {
  const asked = { siteId: null, levelId: 'front', skill: null }
  const ann = duty('ann', { from: NOON - HOUR, to: NOON + HOUR })
  const [one, two, three] = [1, 2, 3].map((hours) => NOON + hours * HOUR)
  const shift = (id: string, from: number | undefined, to: number | undefined): Duty => duty(id, { from: from ?? 0, to: to ?? 0 })
  it.each<[string, Duty[], ReturnType<typeof nextOn>]>([
    ['nothing', [], { untilWhen: null, begins: [] }],
    ['an end, and nobody after', [ann], { untilWhen: NOON + HOUR, begins: [] }],
    [
      'the next shift',
      [ann, shift('ben', one, two)],
      { untilWhen: NOON + HOUR, begins: [{ personId: 'ben', kind: 'desk', from: NOON + HOUR, untilWhen: NOON + 2 * HOUR }] },
    ],
    [
      'her shift goes on in another one',
      [ann, shift('ann', one, two), shift('ben', three, undefined), shift('ben', three, (three ?? 0) + 1)].filter(({ from, to }) => from < to),
      { untilWhen: NOON + 2 * HOUR, begins: [{ personId: 'ben', kind: 'desk', from: NOON + 3 * HOUR, untilWhen: NOON + 3 * HOUR + 1 }] },
    ],
    [
      'somebody joins before she ends',
      [ann, duty('ben', { from: NOON + 1, to: NOON + HOUR, kind: 'onCall' })],
      { untilWhen: NOON + 1, begins: [{ personId: 'ben', kind: 'onCall', from: NOON + 1, untilWhen: NOON + HOUR }] },
    ],
    ['not of another level', [ann, duty('ben', { from: NOON + 1, levelId: 'second' })], { untilWhen: NOON + HOUR, begins: [] }],
    ['who begins now has begun', [shift('ben', NOON, one)], { untilWhen: NOON + HOUR, begins: [] }],
  ])('%s', (_what, duties, expected) => expect(nextOn(asked, duties, NOON)).toEqual(expected))
})

it('on random rosters everybody on duty is accounted for exactly once, and only who may is rung', () => {
  const roster = randomRoster(7)
  const chance = chanceOf(8)
  const ofDay = byDay(roster.duties)
  const standings = { on: 0, busy: 0, gap: 0 }
  for (let n = 0; n < 2000; n++) {
    const at = chance.pick(roster.duties).from + chance.int(2) * chance.int(8 * HOUR)
    const asked = query({
      at,
      siteId: chance.pick([null, 'site-0']),
      levelId: chance.pick([null, 'level-1']),
      skill: chance.pick([null, 'network']),
      isUrgent: chance.happens(0.3),
    })
    const duties = ofDay(at)
    const answer = whoIsOn({ ...asked, language: chance.pick([null, 'ru']) }, { ...roster, duties, mustSignIn: chance.happens(0.5) })
    const on = duties.filter(
      (one) =>
        one.from <= at &&
        at < one.to &&
        [null, one.siteId].includes(asked.siteId) &&
        [null, one.levelId].includes(asked.levelId) &&
        [asked.skill, null].some((skill) => one.skill === skill || asked.skill === null),
    )
    const named = [...answer.rung, ...answer.notRung].map(({ personId }) => personId)
    expect(named.sort()).toEqual([...new Set(on.flatMap((one) => [one.personId, one.plannedId]))].sort())
    for (const rung of answer.rung) {
      expect(roster.leaves.some((one) => one.personId === rung.personId && one.from <= at && at < one.to)).toBe(false)
      expect(roster.people.find(({ id }) => id === rung.personId)).toMatchObject({ isActive: true, phone: rung.phone })
      expect(rung.phone).not.toBeNull()
    }
    expect(answer.rung.length > 0).toBe(answer.standing === 'on')
    standings[answer.standing]++
  }
  expect(Math.min(...Object.values(standings))).toBeGreaterThan(10)
}, 60_000)
