import { describe, expect, it } from 'vitest'
import { checkSolution } from '../../../services/planner/benchmark/check.ts'
import { parseInstance, parseSolution, printSolution } from '../../../services/planner/benchmark/format.ts'
import { evaluate } from '../../../services/planner/evaluate.ts'
import { OFF } from '../../../services/planner/problem.ts'
import { chanceOf } from '../../support/random-rosters.ts'
import { randomInstance } from '../../support/shift-instances.ts'

/** Two weeks, two shifts, two people; made by hand, and so is what is expected of it. */
const INSTANCE = `
SECTION_HORIZON
14
SECTION_SHIFTS
# ShiftID, Length in mins, Shifts which cannot follow this shift
E,480,
L,600,E
SECTION_STAFF
A,E=14|L=2,4800,1440,3,2,2,1
B,E=0|L=14,9600,0,5,1,1,2
SECTION_DAYS_OFF
A,8
SECTION_SHIFT_ON_REQUESTS
A,0,E,3
SECTION_SHIFT_OFF_REQUESTS
B,0,L,2
SECTION_COVER
0,E,2,100,1
0,L,0,100,7
`
const row = (id: string, days: string): string => [id, ...days.replaceAll('.', '-')].join(',')
/** Two early, two late, and off: nothing is broken. */
const lawful = row('A', 'EELL..........')

describe('the checker', () => {
  it.each([
    ['nothing', lawful.replace('E,E,L,L', 'E,E,L,-'), row('B', '..............'), []],
    ['most consecutive shifts', row('A', 'EELL..........'), row('B', '..............'), [/4 shifts running from day 0, at most 3/]],
    ['least consecutive shifts, inside', row('A', 'EEE..E........'), row('B', '..............'), [/only 1 shifts running from day 5/]],
    ['a short run at the start is no fault', row('A', 'E...EE........'), row('B', '..............'), []],
    ['a short run at the end is no fault', row('A', 'EEE..........E'), row('B', '..............'), []],
    ['least days off', row('A', 'EEE.EE........'), row('B', '..............'), [/only 1 days off running from day 3/]],
    ['successor', row('A', 'ELE...........'), row('B', '..............'), [/E on day 2 after L/]],
    ['most of a shift', row('A', 'LLL...........'), row('B', '..............'), [/3 times L, at most 2/]],
    ['a shift he never works', lawful.replace('L,L', 'L,-'), row('B', '.E............'), [/1 times E, at most 0/]],
    ['minutes', row('A', 'EE............'), row('B', '..............'), [/960 minutes, at least 1440/]],
    ['weekends', row('A', '....EE....EEE.'), row('B', '..............'), [/2 weekends, at most 1/]],
    ['Saturday and Sunday are one weekend', row('A', '....EEE.......'), row('B', '..............'), []],
    ['a day off', row('A', '......EEE.....'), row('B', '..............'), [/works on day 8/]],
    ['an unknown shift', row('A', 'EEEX..........'), row('B', '..............'), [/unknown shift "X"/, /4 shifts running/]],
    ['a day too few', lawful.replace('L,L', 'L'), row('B', '..............'), [/13 days instead of 14/]],
    ['nobody', lawful.replace('L,L', 'L,-'), '', [/B: no line/]],
  ])('finds %s', (_, a, b, expected) => {
    const { violations } = checkSolution(INSTANCE, `${a}\n${b}\n`)
    expect(violations).toHaveLength(expected.length)
    expected.forEach((pattern, index) => expect(violations[index]).toMatch(pattern))
  })

  it('counts cover, wishes to work and wishes not to', () => {
    // E: 1 of 2 (100); L: 1 too many (7); B works late against his wish (2); A works early as he wished.
    expect(checkSolution(INSTANCE, `${row('A', 'EEE...........')}\n${row('B', 'L.............')}`)).toMatchObject({ penalty: 109, cover: 107, requests: 2 })
    // Nobody: E 2 missing (200); A's wish unmet (3).
    expect(checkSolution(INSTANCE, `${row('A', '.EEE..........')}\n${row('B', '..............')}`)).toMatchObject({ penalty: 203, cover: 200, requests: 3 })
  })
})

it('judges random plans as the planner itself does', () => {
  const broken = { may: 0, other: 0 }
  for (let seed = 1; seed <= 12; seed += 1) {
    const text = randomInstance({ agents: 4 + (seed % 5), days: 14 + 7 * (seed % 4), shifts: 1 + (seed % 6), seed })
    const instance = parseInstance(text)
    const { real, int } = chanceOf(seed)
    const { days, shifts, agents } = instance.problem
    const dayOff = seed / 15
    const plan = agents.map(() => Int16Array.from({ length: days }, () => (real() < dayOff ? OFF : int(shifts.length))))
    const printed = printSolution(instance, plan)
    expect(parseSolution(instance, printed)).toEqual(plan)
    const verdict = checkSolution(text, printed)
    const own = evaluate(instance.problem, plan)
    expect(own.penalty).toBe(verdict.penalty)
    const isOfDay = (one: string): boolean => one.endsWith('a day off')
    const isNever = (one: string): boolean => one.endsWith('at most 0')
    const capsOf = (agent: number): Array<number | null> => [...(agents[agent]?.maxOfShift ?? [])]
    const others = own.violations.filter(({ rule, limit }) => rule !== 'may' && !(rule === 'maxOfShift' && limit === 0))
    expect(others).toHaveLength(verdict.violations.filter((one) => !isOfDay(one) && !isNever(one)).length)
    const never = plan.flatMap((roster, agent) => [...new Set(roster)].filter((shift) => capsOf(agent)[shift] === 0))
    expect(never).toHaveLength(verdict.violations.filter(isNever).length)
    expect(own.violations.some(({ rule }) => rule === 'may')).toBe(verdict.violations.some((one) => isOfDay(one) || isNever(one)))
    broken.may += own.violations.length - others.length
    broken.other += others.length
  }
  expect(Math.min(broken.may, broken.other)).toBeGreaterThan(50)
})

describe('a spoilt instance', () => {
  const lineOf = (text: string): number => INSTANCE.split('\n').findIndex((line) => line === text) + 1
  it.each([
    ['a shift that is not there', 'A,0,E,3', 'A,0,X,3', 'there is no shift "X"'],
    ['a day beyond the end', 'A,8', 'A,14', 'value 2 (day): "14"; allowed: whole numbers from 0 to 13'],
    ['a person who is not there', 'B,0,L,2', 'C,0,L,2', 'there is no agent "C"'],
    ['words for minutes', 'L,600,E', 'L,ten,E', 'value 2 (minutes): "ten"; allowed: whole numbers from 1 to 1440'],
    ['a missing value', '0,E,2,100,1', '0,E,2,100', 'value 5 (weight): ""'],
    ['two people of one name', 'B,E=0|L=14,9600,0,5,1,1,2', 'A,E=0|L=14,9600,0,5,1,1,2', 'the agent "A" stands here for the second time'],
    ['an unknown section', 'SECTION_COVER', 'SECTION_COVERS', '"SECTION_COVERS" is no section'],
  ])('%s is said with its line', (_, was, is, words) => {
    expect(() => parseInstance(INSTANCE.replace(`\n${was}\n`, `\n${is}\n`))).toThrow(new RegExp(`Line ${lineOf(was)}\\b.*${words.replace(/[()|"]/g, '\\$&')}`))
  })

  it('says which section is missing', () => {
    expect(() => parseInstance('SECTION_SHIFTS\nE,480,\n')).toThrow(/SECTION_HORIZON is missing/)
  })
})
