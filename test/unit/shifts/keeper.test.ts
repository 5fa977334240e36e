import { expect, it } from 'vitest'
import type { Duty, Leave } from '../../../services/roster-rules/model.ts'
import { keeperOf } from '../../../services/shifts/keeper.ts'
import { randomRoster } from '../../support/random-rosters.ts'

const level = { id: 'second', headId: 'head' }
const [begin, at, end] = [1000, 2000, 3000]
const duty = (personId: string, more: Partial<Duty> = {}): Duty => ({
  shiftId: `shift of ${personId}`,
  personId,
  overrideId: null,
  source: 'shift',
  plannedId: personId,
  reason: '',
  siteId: 'berlin',
  zone: 'Europe/Berlin',
  kind: 'desk',
  levelId: 'second',
  skill: null,
  buddyId: null,
  from: begin,
  to: end,
  ...more,
})
const leave = (personId: string, from: number, to: number): Leave => ({ id: 'leave', personId, kind: 'leave', from, to })
const people = ['ann', 'ben', 'cleo', 'trainee', 'guest', 'gone'].map((id) => ({
  id,
  name: id === 'ann' ? 'Zoe' : id === 'ben' ? 'Ada' : id,
  isActive: id !== 'gone',
  isTrainee: id === 'trainee',
  isGuest: id === 'guest',
}))

it.each<[string, Duty[], Leave[], string]>([
  ['nobody', [], [], 'head head'],
  ['at the desk', [duty('ann')], [], 'desk ann'],
  ['on call', [duty('ann', { kind: 'onCall' })], [], 'onCall ann'],
  ['the desk before on call, though that began first', [duty('ann', { kind: 'onCall', from: 0 }), duty('ben')], [], 'desk ben'],
  ['of another level', [duty('ann', { levelId: 'front' })], [], 'head head'],
  ['of another site', [duty('ann', { siteId: 'tokyo' })], [], 'desk ann'],
  ['whose duty began first', [duty('ben'), duty('ann', { from: begin - 1 })], [], 'desk ann'],
  ['then by name', [duty('ann'), duty('ben')], [], 'desk ben'],
  ['from its first instant', [duty('ann', { from: at })], [], 'desk ann'],
  ['not before', [duty('ann', { from: at + 1 })], [], 'head head'],
  ['not at its end', [duty('ann', { to: at })], [], 'head head'],
  ['not on leave', [duty('ann'), duty('ben', { from: begin + 1 })], [leave('ann', at, at + 1)], 'desk ben'],
  ['back from leave', [duty('ann')], [leave('ann', 0, at), leave('ann', at + 1, end)], 'desk ann'],
  ['no trainee', [duty('trainee')], [], 'head head'],
  ['no guest', [duty('guest'), duty('ann', { kind: 'onCall' })], [], 'onCall ann'],
  ['nobody inactive', [duty('gone')], [], 'head head'],
  ['nobody who is not known', [duty('stranger')], [], 'head head'],
])('%s', (_what, duties, leaves, expected) => {
  for (const list of [duties, [...duties].reverse()]) {
    const keeper = keeperOf(level, at, list, leaves, people)
    expect(`${keeper.why} ${keeper.personId}`).toBe(expected)
  }
})

it('says which duty makes him keeper', () => {
  expect(keeperOf(level, at, [duty('ann')], [], people)).toEqual({ personId: 'ann', why: 'desk', from: begin, until: end })
  expect(keeperOf(level, at, [], [], people)).toEqual({ personId: 'head', why: 'head' })
})

it('the same seed gives the same roster', () => {
  expect(randomRoster(3, { days: 20 })).toEqual(randomRoster(3, { days: 20 }))
})
