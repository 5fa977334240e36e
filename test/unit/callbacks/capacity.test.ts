import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capacityOf, type Demand } from '../../../services/callbacks/windows/capacity.ts'
import { ANYBODY, type DeskTime, type Wanted } from '../../../services/callbacks/windows/cover.ts'
import { asking, lateOf, startOf, type Waiting } from '../../../services/callbacks/windows/wait.ts'

const MINUTE = 60_000
const wanting = (language: string | null, skill: string | null = null): Wanted => ({ ...ANYBODY, language, skill })
/** At the desk from one minute to another. */
const desk = (personId: string, from: number, to: number, speaks: string[] = [], more: Partial<DeskTime> = {}): DeskTime => ({
  ...{ personId, from: from * MINUTE, to: to * MINUTE, isOn: from <= 0, isBusy: false, isResting: false },
  canServe: ({ language }) => language === null || speaks.length === 0 || speaks.includes(language),
  ...more,
})
const window = (from: number, to: number) => ({ from: from * MINUTE, to: to * MINUTE })
const demand = (from: number, to: number, count: number, language: string | null = null): Demand => ({ ...window(from, to), count, wanted: wanting(language) })

describe('room in a window', () => {
  const given = { meanSeconds: 600, share: 1 }

  it('is what people have time for, and not more', () => {
    const full = (count: number) => {
      const asked = [{ window: window(0, 60), wanted: wanting('en') }]
      return capacityOf({ ...given, times: [desk('ann', 0, 60)], demands: [demand(0, 60, count, 'en')], asked }).hasRoom(window(0, 60), wanting('en'))
    }
    expect([5, 6].map(full)).toEqual([true, false])
  })

  it('is made by leading others to people whom only they can use', () => {
    const times = [desk('ann', 0, 60, ['en']), desk('boris', 0, 60, ['en', 'ru'])]
    const asked = [
      { window: window(0, 60), wanted: wanting('ru') },
      { window: window(0, 60), wanted: wanting('en') },
    ]
    const { hasRoom, missing } = capacityOf({ ...given, times, demands: [demand(0, 60, 6, 'en'), demand(0, 60, 5, 'ru')], asked })
    expect(missing).toEqual([0, 0])
    expect(hasRoom(window(0, 60), wanting('ru'))).toBe(true)
    const full = capacityOf({ ...given, times, demands: [demand(0, 60, 6, 'en'), demand(0, 60, 6, 'ru')], asked })
    expect(full.hasRoom(window(0, 60), wanting('ru')) || full.hasRoom(window(0, 60), wanting('en'))).toBe(false)
  })

  it('counts windows of other zones that overlap', () => {
    const asked = [{ window: window(30, 90), wanted: wanting(null) }]
    const { hasRoom } = capacityOf({ ...given, times: [desk('ann', 0, 60)], demands: [demand(0, 60, 3)], asked })
    expect(hasRoom(window(30, 90), wanting(null))).toBe(true) // the three are led to the first half hour
    const later = capacityOf({ ...given, times: [desk('ann', 0, 60)], demands: [demand(0, 60, 6)], asked })
    expect(later.hasRoom(window(30, 90), wanting(null))).toBe(false)
  })

  it('fails for who was promised last when somebody is missing, and never asks for a part of a call', () => {
    const { missing } = capacityOf({ ...given, times: [desk('ann', 0, 25)], demands: [demand(0, 60, 1), demand(0, 60, 2), demand(60, 120, 1)], asked: [] })
    expect(missing).toEqual([0, 1, 1])
  })

  it('agrees with counting by hand: what was sold fits into people who can serve it, whatever was asked', () => {
    const languages = ['en', 'ru', 'de'] as const
    const person = fc.record({
      from: fc.integer({ min: 0, max: 60 }),
      to: fc.integer({ min: 60, max: 120 }),
      speaks: fc.subarray([...languages], { minLength: 1 }),
    })
    const wish = fc.record({ slot: fc.integer({ min: 0, max: 3 }), language: fc.constantFrom(...languages) })
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 4 }), fc.array(wish, { maxLength: 40 }), (people, wishes) => {
        const times = people.map(({ from, to, speaks }, n) => desk(String(n), from, to, speaks))
        const sold: Demand[] = []
        for (const { slot, language } of wishes) {
          const one = window(slot * 30, slot * 30 + 30)
          const asked = [{ window: one, wanted: wanting(language) }]
          if (capacityOf({ ...given, times, demands: sold, asked }).hasRoom(one, wanting(language))) sold.push({ ...one, wanted: wanting(language), count: 1 })
        }
        // Hall: of any languages in any slots no more were sold than those who speak one of them have time for.
        for (const some of [['en'], ['ru'], ['de'], ['en', 'ru'], ['en', 'de'], ['ru', 'de'], ['en', 'ru', 'de']]) {
          for (let slot = 0; slot < 4; slot += 1) {
            const [from, to] = [slot * 30 * MINUTE, (slot + 1) * 30 * MINUTE]
            const seconds = times
              .filter(({ canServe }) => some.some((language) => canServe(wanting(language))))
              .reduce((sum, time) => sum + Math.max(0, Math.min(time.to, to) - Math.max(time.from, from)) / 1_000, 0)
            const count = sold.filter((one) => one.from === from && some.includes(one.wanted.language ?? '')).length
            expect(count * given.meanSeconds).toBeLessThanOrEqual(seconds)
          }
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('the wait', () => {
  const mean = { at: 0, talkSeconds: 360, meanSeconds: 360 }
  const minutes = (times: DeskTime[], before: Partial<Waiting>[], wanted = wanting('en'), more = {}) => {
    const waiting = before.map((one, n) => ({ ...asking(ANYBODY, 0), takes: 'tries' as const, placeAt: n - 1_000, ...one }))
    const startsAt = startOf({ ...mean, times, waiting, ...more }, wanted)
    return startsAt === null ? null : startsAt / MINUTE
  }

  it.each([
    ['nobody before him', [desk('ann', -60, 60)], 0, 0],
    ['one free person, three before him', [desk('ann', -60, 60)], 3, 18],
    ['two people share three', [desk('ann', -60, 60), desk('bob', -60, 60)], 3, 6],
    ['who talks is free after half a call', [desk('ann', -60, 60, [], { isBusy: true })], 0, 3],
    ['who is on a break is not counted on', [desk('ann', -60, 60, [], { isResting: true })], 0, null],
    ['who comes in ten minutes is', [desk('ann', 10, 60)], 0, 10],
    ['no call begins that would last beyond the shift', [desk('ann', -60, 8)], 1, null],
  ] as const)('%s', (_, times, ahead, is) =>
    expect(
      minutes(
        [...times],
        Array.from({ length: ahead }, () => wanting('en')),
      ),
    ).toBe(is),
  )

  it('counts those who take the same people only', () => {
    const times = [desk('ann', -60, 60, ['en']), desk('boris', -60, 60, ['ru'])]
    expect(minutes(times, [wanting('ru'), wanting('ru')])).toBe(0)
    expect(minutes(times, [wanting('ru'), wanting('ru')], wanting('ru'))).toBe(12)
  })
  it('a callback before him takes all its tries, a caller on the line one talk', () => {
    const [times, means] = [[desk('ann', -60, 60)], { talkSeconds: 120 }]
    expect(minutes(times, [wanting('en'), wanting('en')], wanting('en'), means)).toBe(12)
    const callers = [wanting('en'), wanting('en')].map((one) => ({ ...one, takes: 'talk' as const }))
    expect(minutes(times, callers, wanting('en'), means)).toBe(4)
    expect(minutes([desk('ann', -60, 60, [], { isBusy: true })], [], wanting('en'), means)).toBe(1)
  })
  it('who comes back with an earlier place before it is his turn is before him, whose window begins later is not, and nobody waits idly for either', () => {
    const times = [desk('ann', -60, 60)]
    const [back, later] = [{ from: 5 * MINUTE }, { from: 5 * MINUTE, placeAt: 5 * MINUTE }]
    expect(minutes(times, [{}, back])).toBe(12)
    expect(minutes(times, [{}, later])).toBe(6)
    expect(minutes(times, [{}, { from: 7 * MINUTE }])).toBe(6)
    expect(minutes(times, [back])).toBe(0)
  })
  it('who has two shifts at once can do in that time what either needs', () => {
    const times = [desk('ann', -60, 60, ['en']), desk('ann', -60, 20, ['ru'])]
    expect(minutes(times, [wanting('ru'), wanting('en'), wanting('ru')])).toBe(18)
    expect(minutes(times, [wanting('ru'), wanting('en'), wanting('ru')], wanting('ru'))).toBe(null)
  })
  it('who was promised a time that is over when it is his turn is late, also who is never got to; with less of their time more of them', () => {
    const times = [desk('ann', -60, 60, ['en'])]
    const waiting = [10, 10, 10, null].map((until, n) => ({ ...asking(wanting('en'), n, until && until * MINUTE), takes: 'tries' as const, id: String(n) }))
    const never = { ...asking(wanting('ru'), 0, 60 * MINUTE), id: 'never' }
    const late = (share: number) => lateOf({ ...mean, times, waiting: [...waiting, never] }, share).map(({ id }) => id)
    expect(late(1)).toEqual(['2', 'never'])
    expect(late(0.5)).toEqual(['1', '2', 'never'])
  })
})
