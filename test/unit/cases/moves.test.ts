import { describe, expect, it } from 'vitest'
import { movesOf, refusalOf, unreachableTooSoon, type MovedCase, type Mover } from '../../../services/cases/moves.ts'
import { checklistOf, completenessOf, missingNames } from '../../../services/cases/views.ts'
import { moveName, type MoveName } from '../../../services/schemas/cases.ts'
import { reasonRule } from '../../../services/schemas/rules.ts'
import type { Role } from '../../../services/schemas/people.ts'

const FRONT = { id: 'front', name: 'Front line', rank: 1, isExecutive: false }
const SECOND = { id: 'second', name: 'Specialists', rank: 2, isExecutive: false }
const TOP = { id: 'top', name: 'Executive', rank: 3, isExecutive: true }
const ada = { id: 'ada', name: 'Ada', isKeeper: false, isOn: true }
const aCase: MovedCase = {
  ...{ number: '100014', status: 'open', level: FRONT, isFrontLine: true, owner: ada, words: 'Cold', acknowledgement: 'We see to it' },
  ...{ missingFacts: [], skill: null },
}
const a = (id: string, more: Partial<Mover> = {}): Mover => ({
  id,
  role: 'agent',
  levelId: 'front',
  levelRank: 1,
  isOn: true,
  skills: [],
  inHand: 0,
  most: null,
  ...more,
})
const codeOf = (move: MoveName, moved: Partial<MovedCase>, mover: Mover): string => refusalOf(move, { ...aCase, ...moved }, mover)?.code ?? 'yes'
const kept = { ...ada, isKeeper: true }
const solved = { status: 'solved', owner: null }

describe('who may make which move', () => {
  it.each<[MoveName, string, Partial<MovedCase>, Mover, string]>([
    ['take', 'what another has taken', {}, a('bob'), 'TAKEN_MEANWHILE'],
    ['take', 'what he has himself', {}, a('ada'), 'TAKEN_MEANWHILE'],
    ['take', 'by its keeper', { owner: kept }, a('ada', { levelId: 'second' }), 'yes'],
    ['take', 'by one of the level', { owner: kept }, a('bob'), 'yes'],
    ['take', 'by one of the level who is off', { owner: kept }, a('bob', { isOn: false }), 'yes'],
    ['take', 'by one of another level', { owner: kept }, a('bob', { levelId: 'second' }), 'MAY_NOT_TAKE'],
    ['take', 'by a guest', { owner: kept }, a('bob', { role: 'guest' }), 'MAY_NOT_TAKE'],
    ['take', 'with the skill of the policy', { owner: kept, skill: 'heating' }, a('bob', { levelId: 'second', skills: ['heating'] }), 'yes'],
    ['take', 'with the skill, but off', { owner: kept, skill: 'heating' }, a('bob', { levelId: 'second', skills: ['heating'], isOn: false }), 'MAY_NOT_TAKE'],
    ['take', 'with another skill', { owner: kept, skill: 'heating' }, a('bob', { levelId: 'second', skills: ['billing'] }), 'MAY_NOT_TAKE'],
    ['take', 'at the limit', { owner: kept }, a('bob', { inHand: 5, most: 5 }), 'ENOUGH_IN_HAND'],
    ['take', 'below the limit', { owner: kept }, a('bob', { inHand: 4, most: 5 }), 'yes'],
    ['take', 'at the top by a supervisor from below', { owner: kept, level: TOP, isFrontLine: false }, a('bob', { role: 'supervisor' }), 'MAY_NOT_TAKE'],
    ['take', 'at the top by the executive', { owner: kept, level: TOP, isFrontLine: false }, a('clara', { role: 'executive', levelId: 'top' }), 'yes'],
    ['takeOver', 'by a colleague while the owner is on', {}, a('bob'), 'MAY_NOT_TAKE_OVER'],
    ['takeOver', 'by a colleague while the owner is off', { owner: { ...ada, isOn: false } }, a('bob'), 'yes'],
    ['takeOver', 'by another level while the owner is off', { owner: { ...ada, isOn: false } }, a('bob', { levelId: 'second' }), 'MAY_NOT_TAKE_OVER'],
    ['takeOver', 'from himself', {}, a('ada', { role: 'supervisor' }), 'TAKEN_MEANWHILE'],
    ['takeOver', 'from the executive by a manager', { level: TOP, isFrontLine: false }, a('bob', { role: 'manager' }), 'TOP_CANNOT_PASS'],
    ['solve', 'by another', {}, a('bob', { role: 'admin' }), 'NOT_THE_OWNER'],
    ['solve', 'by who only keeps it', { owner: kept }, a('ada'), 'yes'],
    ['solve', 'when it is over', solved, a('ada'), 'CASE_IS_OVER'],
    ['askFacts', 'by another', {}, a('bob'), 'NOT_THE_OWNER'],
    ['close', 'by another', {}, a('bob'), 'NOT_THE_OWNER'],
    ['passUp', 'by another', {}, a('bob'), 'NOT_THE_OWNER'],
    ['passUp', 'from the top', { level: TOP, isFrontLine: false }, a('ada'), 'TOP_CANNOT_PASS'],
    ['passUp', 'without his words', { words: ' ' }, a('ada'), 'NOT_ACKNOWLEDGED'],
    ['passUp', 'without an acknowledgement', { acknowledgement: null }, a('ada'), 'NOT_ACKNOWLEDGED'],
    ['passUp', 'with a fact missing', { missingFacts: ['room'] }, a('ada'), 'FACTS_MISSING'],
    ['passUp', 'with a fact missing, from above the front line', { missingFacts: ['room'], words: '', level: SECOND, isFrontLine: false }, a('ada'), 'yes'],
    ['reopen', 'an open one', {}, a('ada'), 'CASE_IS_OPEN'],
    ['reopen', 'by whoever hears of it', solved, a('bob', { levelId: null }), 'yes'],
  ])('%s %s', (move, _, moved, mover, expected) => {
    expect(codeOf(move, moved, mover)).toBe(expected)
  })

  it.each<Role>(['supervisor', 'manager', 'executive', 'admin'])('a %s takes over and takes at any level below the top', (role) => {
    const mover = a('bob', { role, levelId: 'second' })
    expect(codeOf('takeOver', {}, mover)).toBe('yes')
    expect(codeOf('take', { owner: kept }, mover)).toBe('yes')
  })

  it('the page shows what is possible, and passing up while something is missing', () => {
    expect(movesOf(aCase, a('ada'))).toEqual(['solve', 'passUp', 'askFacts', 'close'])
    expect(movesOf({ ...aCase, missingFacts: ['room'] }, a('ada'))).toContain('passUp')
    expect(movesOf({ ...aCase, owner: kept }, a('bob', { role: 'supervisor' }))).toEqual(['take'])
    expect(movesOf({ ...aCase, ...solved }, a('ada'))).toEqual(['reopen'])
    expect(movesOf({ ...aCase, level: TOP, isFrontLine: false }, a('ada', { role: 'executive', levelId: 'top' }))).toEqual(['solve', 'askFacts', 'close'])
  })

  it('an ended case takes no move but to be reopened, an open one never that', () => {
    for (const move of moveName.options) {
      if (move !== 'reopen') expect(codeOf(move, { status: 'closed', owner: null }, a('ada', { role: 'admin' }))).toBe('CASE_IS_OVER')
    }
  })
})

describe('closing as unreachable', () => {
  const hourOf = (at: Date) => at.getUTCHours()
  const at = (...times: string[]) => times.map((time) => ({ at: new Date(`2026-11-18T${time}:00Z`) }))

  it('takes three different hours and a notice', () => {
    expect(unreachableTooSoon(at('09:00', '09:59', '15:00'), true, hourOf)?.values).toEqual({ tries: 2, notice: 'yes' })
    expect(unreachableTooSoon(at('09:00', '12:00', '15:00'), false, hourOf)?.values).toEqual({ tries: 3, notice: 'no' })
    expect(unreachableTooSoon(at('09:00', '12:00', '15:00'), true, hourOf)).toBeUndefined()
  })
})

describe('the checklist', () => {
  const reason = reasonRule.parse({
    title: { en: 'Leak' },
    script: [],
    asks: [
      { name: 'room', question: { en: 'Which room?', ru: 'Какая комната?' } },
      { name: 'since', question: { en: 'Since when?' }, isRequired: false },
    ],
  })
  it.each<[Record<string, string>, string[], number]>([
    [{}, ['room'], 0],
    [{ room: '  ' }, ['room'], 0],
    [{ room: 'kitchen' }, [], 50],
    [{ since: 'May' }, ['room'], 50],
    [{ room: 'kitchen', since: 'May', other: 'x' }, [], 100],
  ])('%j: missing %j, complete to %d', (facts, missing, completeness) => {
    expect(missingNames(reason, facts)).toEqual(missing)
    expect(completenessOf(reason, facts)).toBe(completeness)
  })
  it('is in the reader’s language, else in English; of a reason without a rule it is empty and complete', () => {
    expect(checklistOf(reason, { room: 'bath' }, 'ru').map(({ question, value }) => [question, value])).toEqual([
      ['Какая комната?', 'bath'],
      ['Since when?', null],
    ])
    expect(checklistOf(undefined, {}, 'en')).toEqual([])
    expect(completenessOf(undefined, {})).toBe(100)
  })
})
