import { describe, expect, it } from 'vitest'
import { checkNotice } from '../../../services/roster-rules/check.ts'
import type { RosterToCheck } from '../../../services/roster-rules/check.ts'
import { RULES } from '../../../services/roster-rules/model.ts'
import type { Finding, Leave, PackId, RuleId, Severity, Shift, ShiftType, Worker } from '../../../services/roster-rules/model.ts'
import { RULE_OF_PARAMETER, RULE_PACKS } from '../../../services/roster-rules/packs.ts'
import { at, check, contract, daily, shift, worker } from './plan.ts'

/** Two rosters that differ by one minute, day or person: the first is lawful, the second breaks one rule, once. */
type Row = {
  what: string
  rule: RuleId
  /** Which parameter of which pack this row would notice a change of. The house has its rules without. */
  pack: PackId | 'house'
  parameter: string
  severity: Severity
  lawful: readonly Finding[]
  unlawful: readonly Finding[]
  by: Finding['by']
}

type Unit = Finding['by']['unit']
const by = (is: number, limit: number, unit: Unit = 'minutes'): Finding['by'] => ({ is, limit, unit })

/** `parameter` as in the pack; `breaks.0` is the first of its list. */
function law(pack: PackId, parameter: string, what: string, lawful: Shift[], unlawful: Shift[], off: Finding['by'], severity: Severity = 'unlawful'): Row {
  const rule = RULE_OF_PARAMETER[parameter.split('.')[0] as keyof typeof RULE_OF_PARAMETER]
  const workers = [worker('anna', { contracts: [contract(pack)] })]
  return { what, rule, pack, parameter, severity, lawful: check(lawful, { workers }), unlawful: check(unlawful, { workers }), by: off }
}

type Case = Shift[] | (Partial<RosterToCheck> & { shifts: Shift[] })
function house(rule: RuleId, what: string, severity: Severity, lawful: Case, unlawful: Case, off: Finding['by']): Row {
  const find = (given: Case): Finding[] => (Array.isArray(given) ? check(given) : check(given.shifts, given))
  return { what, rule, pack: 'house', parameter: rule, severity, lawful: find(lawful), unlawful: find(unlawful), by: off }
}

/** Monday to Saturday from 9 to 17, and a Monday shift at the time given: how long is the Sunday? */
const freeSunday = (monday: string, next: string): Shift[] => [...daily(`${monday} 09:00`, 480, 6), shift(next, 480)]

/** So many weeks from a Monday, with shifts on four days. The first week has an hour less, the last an hour and `more` minutes more. */
function weeksOf(count: number, minutes: number, more: number): Shift[] {
  const mondays = daily('2026-01-05 08:00', 0, count * 7).filter((_, i) => i % 7 === 0)
  return mondays.flatMap(({ date }, i) => {
    const [first, ...others] = daily(`${date} 08:00`, minutes / 4, 4)
    const extra = i === 0 ? -60 : i === count - 1 ? 60 + more : 0
    return first ? [shift(`${date} 08:00`, minutes / 4 + extra), ...others] : []
  })
}

const rest = (from: string, next: string): Shift[] => [shift(from, 480), shift(next, 480)]
const day = '2026-11-23' // a Monday
const work = (minutes: number, breaks: ReadonlyArray<[number, number]> = [], isPaid = false): Shift[] => [shift(`${day} 08:00`, minutes, { breaks, isPaid })]
const night = (minutes: number): Shift[] => [shift(`${day} 20:00`, minutes + 45, { breaks: [[240, 45]] })]

const elevenHours = (['eu', 'de'] as const).flatMap((pack) => [
  law(pack, 'minRestMinutes', '11 h between shifts', rest('2026-11-23 09:00', '2026-11-24 04:00'), rest('2026-11-23 09:00', '2026-11-24 03:59'), by(659, 660)),
  law(
    pack,
    'minRestMinutes',
    'spring: an hour later',
    rest('2026-03-28 14:00', '2026-03-29 10:00'),
    rest('2026-03-28 14:00', '2026-03-29 09:59'),
    by(659, 660),
  ),
  law(
    pack,
    'minRestMinutes',
    'autumn: an hour earlier',
    rest('2026-10-24 14:00', '2026-10-25 08:00'),
    rest('2026-10-24 14:00', '2026-10-25 07:59'),
    by(659, 660),
  ),
  law(pack, 'weeklyRestMinutes', '35 h free', freeSunday(day, '2026-11-30 04:00'), freeSunday(day, '2026-11-30 03:59'), by(2099, 2100)),
  law(pack, 'weeklyRestMinutes', 'over spring', freeSunday('2026-03-23', '2026-03-30 05:00'), freeSunday('2026-03-23', '2026-03-30 04:59'), by(2099, 2100)),
  law(pack, 'weeklyRestMinutes', 'over autumn', freeSunday('2026-10-19', '2026-10-26 03:00'), freeSunday('2026-10-19', '2026-10-26 02:59'), by(2099, 2100)),
  law(
    pack,
    'weeklyRestMinutes',
    'begun the week before: what lies in this one',
    [shift('2026-11-22 09:00', 480), shift('2026-11-24 11:00', 480), ...daily('2026-11-25 09:00', 480, 6)],
    [shift('2026-11-22 09:00', 480), shift('2026-11-24 10:59', 480), ...daily('2026-11-25 09:00', 480, 6)],
    by(2099, 2100),
  ),
])

const german = [
  law('de', 'maxConsecutiveDays', 'six days', daily(`${day} 09:00`, 480, 6), daily(`${day} 09:00`, 480, 7), by(7, 6, 'days')),
  law('de', 'maxShiftMinutes', '10 h without unpaid breaks', work(630, [[300, 30]]), work(631, [[300, 30]]), by(601, 600)),
  law('de', 'maxShiftMinutes', '10 h with paid breaks', work(600, [[300, 30]], true), work(601, [[300, 30]], true), by(601, 600)),
  law('de', 'nightShift', '10 h of a night shift', night(600), night(601), by(601, 600)),
  law('de', 'nightShift', '8 h of a night shift', night(480), night(481), by(481, 480), 'warning'),
  law('de', 'nightShift', '2 h of the night', [shift(`${day} 16:40`, 500)], [shift(`${day} 16:41`, 500)], by(500, 480), 'warning'),
  law('de', 'nightShift', 'to 06:00', [shift(`${day} 04:00`, 500)], [shift(`${day} 03:59`, 500)], by(500, 480), 'warning'),
  law('de', 'maxWeekMinutes', '60 h', daily(`${day} 08:00`, 600, 6), [...daily(`${day} 08:00`, 600, 5), shift('2026-11-28 08:00', 601)], by(3601, 3600)),
  law('de', 'average', '48 h over 24 weeks', weeksOf(24, 2880, 0), weeksOf(24, 2880, 1), by(2881, 2880)),
  law('de', 'breaks.0', 'over 6 h', work(360), work(361), by(0, 30)),
  law('de', 'breaks.0', '30 minutes', work(480, [[240, 30]]), work(480, [[240, 29]]), by(29, 30)),
  law('de', 'breaks.1', 'over 9 h', work(570, [[240, 30]]), work(571, [[240, 30]]), by(30, 45)),
  law('de', 'breaks.1', '45 minutes', work(600, [[240, 45]]), work(600, [[240, 44]]), by(44, 45)),
  law(
    'de',
    'minBreakMinutes',
    'a quarter of an hour',
    work(
      480,
      [
        [120, 15],
        [240, 15],
      ],
      true,
    ),
    work(
      480,
      [
        [120, 16],
        [240, 14],
      ],
      true,
    ),
    by(16, 30),
  ),
]

const european = [
  law('eu', 'maxShiftMinutes', '13 h', work(840, [[300, 60]]), work(841, [[300, 60]]), by(781, 780)),
  law('eu', 'average', '48 h over 17 weeks', weeksOf(17, 2880, 0), weeksOf(17, 2880, 1), by(2881, 2880)),
  law('eu', 'breaks.0', 'over 6 h', work(360), work(361), by(0, 20)),
  law('eu', 'breaks.0', '20 minutes', work(480, [[240, 20]]), work(480, [[240, 19]]), by(19, 20)),
]

const russianNotice = (published: string): Finding[] =>
  checkNotice({ firstDate: '2026-12-31', publishedAt: at(published, 'Europe/Moscow'), zone: 'Europe/Moscow', pack: RULE_PACKS.ru })
const russian: Row[] = [
  law('ru', 'minRestMinutes', 'two shifts running', rest('2026-11-23 09:00', '2026-11-24 01:00'), rest('2026-11-23 09:00', '2026-11-24 00:59'), by(479, 480)),
  law('ru', 'weeklyRestMinutes', '42 h', freeSunday(day, '2026-11-30 11:00'), freeSunday(day, '2026-11-30 10:59'), by(2519, 2520)),
  law('ru', 'maxShiftMinutes', '12 h', work(780, [[300, 60]]), work(781, [[300, 60]]), by(721, 720)),
  law('ru', 'average', '40 h over 13 weeks', weeksOf(13, 2400, 0), weeksOf(13, 2400, 1), by(2401, 2400)),
  law('ru', 'breaks.0', 'over 4 h', work(240), work(241), by(0, 30)),
  law('ru', 'minBreakMinutes', 'half an hour', work(480, [[240, 30]]), work(480, [[240, 29]]), by(0, 30)),
  {
    what: 'a month ahead',
    rule: 'notice',
    pack: 'ru',
    parameter: 'noticeMonths',
    severity: 'unlawful',
    lawful: russianNotice('2026-11-30 23:59'),
    unlawful: russianNotice('2026-12-01 00:00'),
    by: by(30, 31, 'days'),
  },
]

const anna = (more: Partial<Worker>): Pick<RosterToCheck, 'workers'> => ({ workers: [worker('anna', more), worker('boris')] })
const one = (more: Parameters<typeof shift>[2] = {}): Shift => shift(`${day} 09:00`, 480, more)
const away = (from: string): Leave[] => [{ id: 'leave', personId: 'anna', kind: 'sick', from: at(from), to: at(`${day} 23:00`) }]
const type = (id: string, forbiddenNext: string[]): ShiftType => ({
  id,
  siteId: 'site',
  name: id,
  startsAt: '09:00',
  endsAt: '17:00',
  kind: 'desk',
  levelId: 'first',
  skill: null,
  breaks: [],
  forbiddenNext,
})
const lateThenEarly = (next: string): Case => ({
  shifts: [one({ shiftTypeId: 'late' }), shift(next, 60, { shiftTypeId: 'early' })],
  shiftTypes: [type('late', ['early']), type('early', [])],
})
const guest = anna({ isGuest: true, levelRank: null })
const besideBoris = (minutes: number): Case => ({
  shifts: [one({ buddyId: 'boris' }), shift(`${day} 09:00`, minutes, { id: 'his', personId: 'boris' })],
  ...guest,
})
const aWeek = (last: number): Shift[] => [...daily(`${day} 09:00`, 480, 4), shift('2026-11-27 09:00', last)]

const ofTheHouse = [
  house('overlap', 'touching is allowed', 'refused', rest('2026-11-23 09:00', '2026-11-23 17:00'), rest('2026-11-23 09:00', '2026-11-23 16:59'), by(1, 0)),
  house(
    'twoNights',
    '120 minutes are no night',
    'refused',
    [shift('2026-11-23 22:00', 480), shift('2026-11-24 20:00', 240)],
    [shift('2026-11-23 22:00', 480), shift('2026-11-24 20:00', 241)],
    by(121, 120),
  ),
  house(
    'twoNights',
    'the night of the spring change is an hour shorter',
    'refused',
    [shift('2026-03-27 22:00', 480), { ...shift('2026-03-29 01:00', 120), to: at('2026-03-29 04:00') }],
    [shift('2026-03-27 22:00', 480), { ...shift('2026-03-29 01:00', 120), to: at('2026-03-29 04:01') }],
    by(121, 120),
  ),
  house(
    'twoNights',
    'the night of the autumn change is an hour longer',
    'refused',
    [shift('2026-10-23 22:00', 480), { ...shift('2026-10-25 02:00', 0), from: at('2026-10-25 03:00') - 120 * 60_000, to: at('2026-10-25 03:00') }],
    [shift('2026-10-23 22:00', 480), { ...shift('2026-10-25 02:00', 0), from: at('2026-10-25 03:00') - 121 * 60_000, to: at('2026-10-25 03:00') }],
    by(121, 120),
  ),
  house(
    'weekHours',
    'as agreed',
    'unlawful',
    { shifts: aWeek(480), ...anna({ contracts: [contract('de', { maxWeeklyMinutes: 2400 })] }) },
    { shifts: aWeek(481), ...anna({ contracts: [contract('de', { maxWeeklyMinutes: 2400 })] }) },
    by(2401, 2400),
  ),
  house(
    'contractHours',
    '40 h',
    'warning',
    { shifts: aWeek(480), ...anna({ contracts: [contract('plain', { weeklyMinutes: 2400 })] }) },
    { shifts: aWeek(481), ...anna({ contracts: [contract('plain', { weeklyMinutes: 2400 })] }) },
    by(2401, 2400),
  ),
  house('forbiddenSuccession', 'not on the next day', 'unlawful', lateThenEarly('2026-11-25 09:00'), lateThenEarly('2026-11-24 09:00'), by(1, 2, 'days')),
  house(
    'skill',
    'attested to the end',
    'unlawful',
    { shifts: [one({ skill: 'network' })], ...anna({ attestations: [{ skill: 'network', expiresAt: at(`${day} 17:00`) }] }) },
    { shifts: [one({ skill: 'network' })], ...anna({ attestations: [{ skill: 'network', expiresAt: at(`${day} 16:59`) }] }) },
    by(1, 0),
  ),
  house(
    'level',
    'of a higher level is enough',
    'unlawful',
    { shifts: [one({ levelId: 'second' })], ...anna({ levelRank: 2 }) },
    { shifts: [one({ levelId: 'second' })], ...anna({ levelRank: 1 }) },
    by(0, 1, 'people'),
  ),
  house(
    'leave',
    'begins when the shift ends',
    'unlawful',
    { shifts: [one()], leaves: away(`${day} 17:00`) },
    { shifts: [one()], leaves: away(`${day} 16:59`) },
    by(1, 0),
  ),
  house(
    'contract',
    'in force on the day',
    'warning',
    { shifts: [one()], ...anna({ contracts: [contract('plain', { validFrom: '2026-11-23' })] }) },
    { shifts: [one()], ...anna({ contracts: [contract('plain', { validFrom: '2026-11-24' })] }) },
    by(1, 0, 'days'),
  ),
  house('buddy', 'to the last minute', 'unlawful', besideBoris(480), besideBoris(479), by(1, 0)),
  house(
    'inactive',
    'a worker who left',
    'unlawful',
    { shifts: [one()], ...anna({ isActive: true }) },
    { shifts: [one()], ...anna({ isActive: false }) },
    by(0, 1, 'people'),
  ),
]

const rows: Row[] = [...elevenHours, ...european, ...german, ...russian, ...ofTheHouse]

describe.each(rows)('$pack $parameter: $what', ({ rule, pack, severity, lawful, unlawful, by: off }) => {
  const ofThisRule = (findings: readonly Finding[]): Finding[] => findings.filter((each) => each.rule === rule && each.severity === severity)

  it('finds nothing on the lawful side', () => {
    expect(ofThisRule(lawful)).toEqual([])
  })

  it('finds the rule once on the other, and by how much', () => {
    expect(ofThisRule(unlawful).map((each) => ({ pack: each.pack, by: each.by }))).toEqual([{ pack, by: off }])
  })
})

describe('the table is whole', () => {
  it('has a row for every rule', () => {
    expect(RULES.filter((rule) => !rows.some((row) => row.rule === rule))).toEqual([])
  })

  it('has a row for every parameter of every pack', () => {
    const parameters = Object.values(RULE_PACKS).flatMap((pack) =>
      Object.entries(pack)
        .filter(([parameter, value]) => !['id', 'name', 'asOf', 'sources', 'night'].includes(parameter) && value !== null)
        .flatMap(([parameter, value]) => (Array.isArray(value) ? value.map((_, i) => `${parameter}.${i}`) : [parameter]).map((each) => `${pack.id} ${each}`)),
    )
    const inTable = new Set(rows.map((row) => `${row.pack} ${row.parameter}`))
    expect(parameters.filter((parameter) => !inTable.has(parameter))).toEqual([])
  })
})
