import { describe, expect, it } from 'vitest'
import { HOUSE_NIGHT, type Leave, type Shift, type ShiftType, type Worker } from '../../../../services/roster-rules/model.ts'
import { holesOf, vacanciesOf } from '../../../../services/shifts/repair/holes.ts'
import { waysToMend, whatKeeps, type Way } from '../../../../services/shifts/repair/ways.ts'
import { whatIf } from '../../../../services/shifts/roster/what-if/what-if.ts'

const UTC = 'UTC'
const at = (text: string): number => Date.parse(`${text}:00Z`)
const shift = (id: string, personId: string, from: string, to: string, more: Partial<Shift> = {}): Shift => ({
  ...{ id, personId, siteId: 'b', zone: UTC, date: from.slice(0, 10), from: at(from), to: at(to), kind: 'desk', levelId: 'front', skill: null },
  ...{ shiftTypeId: null, breaks: [], buddyId: null },
  ...more,
})
const worker = (id: string, skills: string[] = []): Worker => ({
  ...{ id, name: id, isActive: true, isTrainee: false, isGuest: false, levelRank: 1, speaks: [] },
  attestations: skills.map((skill) => ({ skill, expiresAt: null })),
  contracts: [{ validFrom: '2026-01-01', pack: 'plain', weeklyMinutes: 2_400, maxWeeklyMinutes: null }],
})
const leave = (personId: string, from: string, to: string): Leave => ({ id: `leave ${personId}`, personId, kind: 'leave', from: at(from), to: at(to) })
const rules = (workers: Worker[], leaves: Leave[] = []) => ({
  ...{ workers, leaves, shiftTypes: [], levels: [{ id: 'front', rank: 1 }], needs: [], holidays: [], house: HOUSE_NIGHT },
})
const NOTHING = { moves: [], added: [] }
const said = ({ moves, added }: Way): string[] => [
  ...moves.map(
    ({ piece, taker, from, to }) => `${piece.id} ${new Date(from).toISOString().slice(11, 16)}-${new Date(to).toISOString().slice(11, 16)} ${taker}`,
  ),
  ...added.map(({ personId, from, to }) => `new ${new Date(from).toISOString().slice(11, 16)}-${new Date(to).toISOString().slice(11, 16)} ${personId}`),
]
const waysFor = (pieces: Shift[], workers: Worker[], leaves: Leave[] = []) => {
  const tried = whatIf(pieces, rules(workers, leaves))
  const [hole] = holesOf(pieces, 'Xaver', { from: at('2026-03-04T00:00'), to: at('2026-03-06T00:00') }, at('2026-03-01T00:00'))
  const takers = workers.map(({ id }) => id).filter((id) => id !== 'Xaver')
  return { ways: waysToMend(tried, hole!, takers, NOTHING).map(said), kept: whatKeeps(tried, hole!, takers, NOTHING) }
}
const ill = shift('ill', 'Xaver', '2026-03-04T08:00', '2026-03-04T16:00')

describe('a sick day', () => {
  it('one takes it: the fairest first', () => {
    expect(waysFor([ill], [worker('Xaver'), worker('Ada'), worker('Bob')]).ways).toEqual([['ill 08:00-16:00 Ada'], ['ill 08:00-16:00 Bob']])
  })

  it('two share it where each has only half of the time', () => {
    const away = [leave('Ada', '2026-03-04T12:00', '2026-03-04T20:00'), leave('Bob', '2026-03-04T04:00', '2026-03-04T12:00')]
    expect(waysFor([ill], [worker('Xaver'), worker('Ada'), worker('Bob')], away).ways).toEqual([['ill 08:00-12:00 Ada', 'ill 12:00-16:00 Bob']])
  })

  it('one takes it and a third one takes what he had, who could not have taken it himself', () => {
    const skilled = { ...ill, skill: 'network' }
    const pieces = [skilled, shift('own', 'Ada', '2026-03-04T07:00', '2026-03-04T15:00')]
    const { ways, kept } = waysFor(pieces, [worker('Xaver', ['network']), worker('Ada', ['network']), worker('Bob')])
    expect(ways).toEqual([['ill 08:00-16:00 Ada', 'own 07:00-15:00 Bob']])
    expect(kept).toEqual([
      { rule: 'overlap', people: 1 },
      { rule: 'skill', people: 1 },
    ])
  })

  it('of a night nobody takes it who works the next one', () => {
    const pieces = [
      shift('ill', 'Xaver', '2026-03-04T22:00', '2026-03-05T06:00'),
      shift('next', 'Ada', '2026-03-05T22:00', '2026-03-06T06:00'),
      shift('before', 'Bob', '2026-03-03T22:00', '2026-03-04T06:00'),
    ]
    expect(waysFor(pieces, [worker('Xaver'), worker('Ada'), worker('Bob'), worker('Cem')]).ways[0]).toEqual(['ill 22:00-06:00 Cem'])
  })

  it('what has passed of it needs nobody', () => {
    const [hole] = holesOf([ill], 'Xaver', { from: 0, to: at('2026-04-01T00:00') }, at('2026-03-04T10:00') + 30_500)
    expect(hole?.span).toEqual({ from: at('2026-03-04T10:01'), to: at('2026-03-04T16:00') })
  })
})

describe('a gap', () => {
  const gap = {
    siteId: 'b',
    zone: UTC,
    levelId: 'front',
    kind: 'desk' as const,
    skill: null,
    people: 1,
    from: at('2026-03-04T09:00'),
    to: at('2026-03-04T12:00'),
  }
  const type = (id: string, startsAt: string, endsAt: string): ShiftType & { isActive: boolean } => ({
    ...{ id, siteId: 'b', name: id, startsAt, endsAt, kind: 'desk', levelId: 'front', skill: null, breaks: [], forbiddenNext: [], isActive: true },
  })
  const spans = (holes: ReturnType<typeof vacanciesOf>) => holes.map(({ shift: one, span }) => [one.shiftTypeId, (span.to - span.from) / 3_600_000])

  it('is covered by the shortest type that fits, else exactly', () => {
    const types = [type('day', '08:00', '20:00'), type('early', '06:00', '14:00'), type('late', '14:00', '22:00')]
    expect(spans(vacanciesOf(gap, types, 0))).toEqual([['early', 8]])
    expect(spans(vacanciesOf(gap, [], 0))).toEqual([[null, 3]])
    expect(spans(vacanciesOf({ ...gap, people: 2 }, [], 0))).toHaveLength(2)
  })
  it('that is long is closed in parts', () => {
    expect(spans(vacanciesOf({ ...gap, to: at('2026-03-05T09:00') }, [], 0))).toEqual([
      [null, 12],
      [null, 12],
    ])
  })
})
