import { describe, expect, it } from 'vitest'
import { scoreOf, type ScoreFacts } from '../../../services/cases/score.ts'
import { SHIPPED } from '../../../services/rules/shipped.ts'
import { scoreRule } from '../../../services/schemas/rules.ts'
import { seeded } from '../../support/seeded.ts'

const shipped = { body: scoreRule.parse(SHIPPED.score['']), version: 0 }
const NOW = new Date('2026-11-18T12:00:00Z')
const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000)
const plain: ScoreFacts = { severity: 'normal', openedAt: NOW, promisedAt: null, contacts: 1, isDistressed: false, isVip: false }
const pointsOf = (facts: Partial<ScoreFacts>, rule = shipped): Record<string, number> =>
  Object.fromEntries(scoreOf({ ...plain, ...facts }, rule, NOW).terms.map(({ name, points }) => [name, points]))

describe('the score', () => {
  it.each<[string, Partial<ScoreFacts>, string, number]>([
    ['severity', { severity: 'urgent' }, 'severity', 100],
    ['a severity that nobody knows', { severity: 'odd' }, 'severity', 0],
    ['two hours of age', { openedAt: ago(2) }, 'age', 6],
    ['opened by a clock ahead of ours', { openedAt: ago(-1) }, 'age', 0],
    ['a promise far off', { promisedAt: ago(-10) }, 'promise', 0],
    ['half of the last hours before a promise', { promisedAt: ago(-2) }, 'promise', 20],
    ['a broken promise', { promisedAt: ago(5) }, 'promise', 40],
    ['the first contact', { contacts: 1 }, 'contacts', 0],
    ['the third contact', { contacts: 3 }, 'contacts', 20],
    ['very many contacts', { contacts: 99 }, 'contacts', 50],
    ['distress', { isDistressed: true }, 'distress', 30],
    ['somebody special, by the shipped rule', { isVip: true }, 'vip', 0],
  ])('%s', (_, facts, term, points) => {
    expect(pointsOf(facts)[term]).toBeCloseTo(points, 3)
  })

  it('a weight that is changed re-orders, and the version stands beside it', () => {
    const [old, angry] = [
      { ...plain, openedAt: ago(12) },
      { ...plain, isDistressed: true },
    ]
    const order = (rule: typeof shipped) => [old, angry].map((facts) => scoreOf(facts, rule, NOW).total)
    const [first = 0, second = 0] = order(shipped)
    expect(first).toBeGreaterThan(second)
    const [third = 0, fourth = 0] = order({ body: { ...shipped.body, distress: 60 }, version: 4 })
    expect(third).toBeLessThan(fourth)
    expect(scoreOf(old, { ...shipped, version: 4 }, NOW).version).toBe(4)
  })

  it('grows with age whatever the rule and the case, its terms add up, and nobody starves', () => {
    const chance = seeded(7)
    for (let n = 0; n < 2_000; n += 1) {
      const weight = () => chance.below(200)
      const body = scoreRule.parse({
        severity: { low: weight(), normal: weight(), high: weight(), urgent: weight() },
        perHour: 0.1 + chance.below(100) / 10,
        ...{ promise: weight(), promiseHours: 1 + chance.below(20), perContact: weight(), mostContacts: chance.below(9), distress: weight(), vip: weight() },
      })
      const facts = {
        severity: chance.pick(['low', 'normal', 'high', 'urgent']),
        openedAt: ago(chance.below(2_000) / 100),
        promisedAt: chance.isTrue(0.5) ? ago(chance.below(4_000) / 100 - 20) : null,
        contacts: chance.below(12),
        isDistressed: chance.isTrue(0.5),
        isVip: chance.isTrue(0.1),
      }
      const rule = { body, version: 1 }
      const at = (minutes: number) => scoreOf(facts, rule, new Date(NOW.getTime() + minutes * 60_000))
      const { total, terms } = at(0)
      expect(terms.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(total, 2)
      expect(at(1).total).toBeGreaterThan(total)
      expect(at(1 + chance.below(600)).total).toBeGreaterThan(total)
      // The most that can stand against age: after so many hours the oldest goes before whatever comes new.
      const most = Math.max(...Object.values(body.severity)) + body.promise + body.perContact * body.mostContacts + body.distress + body.vip
      const newest = { ...facts, openedAt: new Date(NOW.getTime() + (most / body.perHour) * 3_600_000 + 3_600_000) }
      expect(scoreOf(facts, rule, newest.openedAt).total).toBeGreaterThan(
        scoreOf({ ...newest, severity: 'urgent', contacts: 12, isDistressed: true, isVip: true }, rule, newest.openedAt).total - 0.01,
      )
    }
  })
})
