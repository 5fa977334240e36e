import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import type { Question } from '../../../services/ivr/questions.ts'
import type { Duty } from '../../../services/roster-rules/model.ts'
import { answerOwner } from '../../../services/shifts/line/answers.ts'
import { answerQueue, type CallerBefore, type Line } from '../../../services/shifts/line/queue.ts'
import type { LineRoster } from '../../../services/shifts/line/store.ts'

const zone = 'Europe/Berlin'
const at = (wall: string): number => DateTime.fromISO(wall, { zone }).toMillis()
const now = at('2026-11-18T10:00')
const PHONES = { dana: '+493023125902', irina: '+493023125903', omar: '+493023125910' } as const
type Name = keyof typeof PHONES

const person = (name: Name, idleMinutes: number, speaks: string[]): LineRoster['people'][number] => ({
  id: name,
  name,
  phone: PHONES[name],
  isActive: true,
  isTrainee: false,
  isGuest: false,
  levelRank: 1,
  speaks,
  attestations: [],
  contracts: [],
  idleSince: now - idleMinutes * 60_000,
})
const duty = (personId: string, more: Partial<Duty> = {}): Duty => ({
  shiftId: personId,
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
  from: at('2026-11-18T08:00'),
  to: at('2026-11-18T16:00'),
  ...more,
})
const roster = (more: Partial<LineRoster> = {}): LineRoster => ({
  mustSignIn: false,
  levels: [{ id: 'front', rank: 1, name: 'Front line', head: { name: 'Amira', phone: '+493023125901', isActive: true } }],
  duties: [duty('dana'), duty('irina'), duty('omar')],
  leaves: [],
  presences: [],
  people: [person('dana', 30, []), person('irina', 20, ['ru', 'en']), person('omar', 10, ['en'])],
  ...more,
})
type Asking = Extract<Question, { kind: 'queue' }>
const asking = (more: Partial<Asking> = {}): Asking => ({
  kind: 'queue',
  queue: 'support/queue',
  since: now,
  wanted: { skill: null, level: 1, siteId: null },
  language: null,
  order: 'longestIdle',
  zone,
  asked: [],
  ...more,
})
let calls = 0
const caller = (more: Partial<CallerBefore> = {}): CallerBefore => ({
  sid: `CA${(calls += 1)}`,
  since: now - 60_000 + calls,
  language: 'en',
  wants: null,
  isSameLine: true,
  asked: [],
  isRinging: false,
  ...more,
})
const line = (more: Partial<Line> = {}): Line => ({ before: [], busyPhones: [], meanTalkSeconds: null, ...more })
const rung = (answer: ReturnType<typeof answerQueue>) => answer.round.map(({ name }) => name)

describe('whose turn it is', () => {
  it.each([
    ['the first has who was idle longest', asking(), line(), 'turn', ['dana']],
    ['those before him have theirs', asking(), line({ before: [caller(), caller()] }), 'turn', ['omar']],
    ['nobody is left', asking(), line({ before: [caller(), caller(), caller()] }), 'wait', []],
    ['all of them at once, but for those of the ones before', asking({ order: 'allAtOnce' }), line({ before: [caller()] }), 'turn', ['irina', 'omar']],
    ['a phone in use is not rung', asking(), line({ busyPhones: [PHONES.dana] }), 'turn', ['irina']],
    [
      'who is being rung for needs nobody else',
      asking(),
      line({ before: [caller({ isRinging: true })], busyPhones: [PHONES.dana, PHONES.irina] }),
      'turn',
      ['omar'],
    ],
    ['all phones are in use', asking(), line({ busyPhones: Object.values(PHONES) }), 'wait', []],
    ['who did not take his call is not rung for him again', asking({ asked: [PHONES.dana, PHONES.irina] }), line(), 'turn', ['omar']],
    ['nor left over for one before who asked him in vain', asking(), line({ before: [caller({ asked: Object.values(PHONES) })] }), 'turn', ['dana']],
    ['he waits for those whom he has asked', asking({ asked: Object.values(PHONES) }), line(), 'wait', []],
    ['a caller before has who speaks his language', asking({ language: 'en' }), line({ before: [caller({ language: 'ru' })] }), 'turn', ['irina']],
    [
      'and takes nobody who does not',
      asking({ language: 'en' }),
      line({ before: [caller({ language: 'ru' }), caller({ language: 'ru' }), caller({ language: 'ru' })] }),
      'turn',
      ['omar'],
    ],
    ['nobody is on shift at that level', asking({ wanted: { skill: null, level: 7, siteId: null } }), line(), 'gap', []],
    ['nor for that skill', asking({ wanted: { skill: 'gas', level: null, siteId: null } }), line(), 'gap', []],
  ] as const)('%s', (_, question, waiting, standing, names) => {
    const answer = answerQueue(question, roster(), waiting, now)
    expect([answer.standing, rung(answer)]).toEqual([standing, names])
  })

  it('rings who is on call at an empty desk only', () => {
    const onCall = duty('omar', { kind: 'onCall' })
    expect(rung(answerQueue(asking(), roster({ duties: [onCall] }), line(), now))).toEqual(['omar'])
    const staffed = answerQueue(asking(), roster({ duties: [onCall, duty('dana')] }), line({ busyPhones: [PHONES.dana] }), now)
    expect([staffed.standing, staffed.notAsked]).toEqual([
      'wait',
      [
        { name: 'omar', why: 'on call, only for urgent calls or an empty desk' },
        { name: 'dana', why: 'is being rung or on the phone' },
      ],
    ])
  })
})

describe('how long he waits', () => {
  it.each([
    [[], 200, 2], // 200 s / 3 people, rounded up
    [[caller(), caller()], 200, 4],
    [[caller(), caller()], 60, 1],
    [Array.from({ length: 50 }, () => caller()), 300, 60],
    [[caller()], null, null],
  ])('%#', (before, meanTalkSeconds, minutes) =>
    expect(answerQueue(asking(), roster(), line({ before, meanTalkSeconds, busyPhones: Object.values(PHONES) }), now).waitMinutes).toBe(minutes),
  )

  it('counts who is on a call, not who is on a break', () => {
    const doing = (personId: string, state: 'onACall' | 'break') => ({ personId, state, from: now - 60_000, until: null, via: 'page' })
    const answer = answerQueue(asking(), roster({ presences: [doing('dana', 'onACall'), doing('irina', 'break')] }), line({ meanTalkSeconds: 240 }), now)
    expect(answer.waitMinutes).toBe(2)
  })
})

describe('a busy day', () => {
  it('30 callers, 3 people, talks of any length: nobody is passed by who came after him, and nobody is free while somebody waits', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 9 }), { minLength: 30, maxLength: 30 }),
        fc.array(fc.nat({ max: 20 }), { minLength: 30, maxLength: 30 }),
        (gaps, talks) => {
          let came = now
          const callers = talks.map((talk, n) => ({ n, since: (came += (gaps[n] ?? 0) * 1_000 + 1), talk, isServed: false }))
          const busyUntil = new Map<string, number>()
          const served: number[] = []
          for (let instant = now; served.length < callers.length; instant += 20_000) {
            const waiting = callers.filter(({ since, isServed }) => since <= instant && !isServed)
            const inUse = (): string[] => [...busyUntil].filter(([, until]) => until > instant).map(([phone]) => phone)
            // They come back to ask in an order that has nothing to do with their places.
            for (const one of [...waiting].sort((a, b) => ((a.n * 7 + instant) % 11) - ((b.n * 7 + instant) % 11))) {
              const before = callers.filter(({ since, isServed }) => since < one.since && !isServed).map(() => caller())
              const { standing, round } = answerQueue(asking({ since: one.since }), roster(), line({ before, busyPhones: inUse() }), now)
              const [person] = round
              if (standing !== 'turn' || !person) continue
              expect(inUse()).not.toContain(person.phone)
              busyUntil.set(person.phone, instant + 15_000 + one.talk * 10_000)
              one.isServed = true
              served.push(one.n)
            }
            expect(waiting.every(({ isServed }) => isServed) || inUse().length === 3).toBe(true)
          }
          // Three who are served in the same moment may come back in any order.
          served.forEach((n, place) => expect(Math.abs(n - place)).toBeLessThan(3))
        },
      ),
      { numRuns: 3 },
    ))
})

describe('the owner of a case', () => {
  const owner = { id: 'dana', name: 'dana' }
  const question = { kind: 'owner', caseNumber: '100018', order: 'allAtOnce', zone, asked: [] as string[] } as const
  it.each([
    ['at his desk', owner, roster(), 'on', ['owns the case, published shift until 16:00'], []],
    ['on call', owner, roster({ duties: [duty('dana', { kind: 'onCall' })] }), 'on', ['owns the case, on call until 16:00, urgent'], []],
    ['not on duty', owner, roster({ duties: [duty('omar')] }), 'gap', [], ['owns the case, not on duty']],
    ['talking', owner, roster({ presences: [{ personId: 'dana', state: 'onACall', from: now - 1_000, until: null, via: 'call' }] }), 'busy', [], ['on a call']],
    [
      'on a break',
      owner,
      roster({ presences: [{ personId: 'dana', state: 'break', from: now - 1_000, until: null, via: 'page' }] }),
      'gap',
      [],
      ['on a break'],
    ],
    ['of no case', null, roster(), 'gap', [], []],
  ] as const)('%s', (_, who, on, standing, why, notAsked) => {
    const answer = answerOwner(question, who, on, now)
    expect([answer.standing, answer.round.map((one) => one.why), answer.notAsked.map((one) => one.why)]).toEqual([standing, why, notAsked])
  })
  it('is not rung twice', () => expect(answerOwner({ ...question, asked: [PHONES.dana] }, owner, roster(), now)).toMatchObject({ standing: 'on', round: [] }))
})
