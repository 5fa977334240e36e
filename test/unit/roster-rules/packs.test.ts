import { describe, expect, it } from 'vitest'
import { checkNotice } from '../../../services/roster-rules/check.ts'
import { RULE_OF_PARAMETER, RULE_PACKS } from '../../../services/roster-rules/packs.ts'
import { contractOn, packOn } from '../../../services/roster-rules/person-roster.ts'
import { at, contract, worker } from './plan.ts'

const packs = Object.values(RULE_PACKS)
const said = (value: unknown): boolean => value !== null && !(Array.isArray(value) && value.length === 0)

describe('rule packs', () => {
  it.each(packs)('$id names the law of each of its rules, and no other', (pack) => {
    const rules = Object.entries(RULE_OF_PARAMETER).flatMap(([parameter, rule]) => (said(pack[parameter as keyof typeof pack]) ? [rule] : []))
    expect(Object.keys(pack.sources).sort()).toEqual([...new Set(rules)].sort())
    expect(pack.asOf).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  it('are found by their id, and plain says nothing', () => {
    expect(Object.entries(RULE_PACKS).every(([id, pack]) => id === pack.id)).toBe(true)
    expect(Object.keys(RULE_OF_PARAMETER).filter((parameter) => said(RULE_PACKS.plain[parameter as keyof typeof RULE_OF_PARAMETER]))).toEqual([])
  })

  it('have breaks from the shortest work to the longest', () => {
    for (const { breaks } of packs) expect(breaks).toEqual([...breaks].sort((a, b) => a.over - b.over))
  })
})

describe('the contract in force', () => {
  const anna = worker('anna', { contracts: [contract('de', { validFrom: '2026-11-10' }), contract('eu', { validFrom: '2026-11-01' })] })

  it.each([
    ['2026-10-31', undefined, 'plain'],
    ['2026-11-01', 'eu', 'eu'],
    ['2026-11-09', 'eu', 'eu'],
    ['2026-11-10', 'de', 'de'],
  ] as const)('on %s is %s', (date, inForce, pack) => {
    expect(contractOn(anna, date)?.pack).toBe(inForce)
    expect(packOn(anna, date).id).toBe(pack)
  })
})

describe('notice', () => {
  const notice = (firstDate: string, published: string) =>
    checkNotice({ firstDate, publishedAt: at(published, 'Europe/Moscow'), zone: 'Europe/Moscow', pack: RULE_PACKS.ru }).map(({ by }) => by)

  it('is a month by the calendar, to the same date or the last one of a shorter month', () => {
    expect(notice('2026-12-01', '2026-11-01 23:59')).toEqual([])
    expect(notice('2026-12-01', '2026-11-02 00:00')).toEqual([{ is: 29, limit: 30, unit: 'days' }])
    expect(notice('2026-03-31', '2026-02-28 12:00')).toEqual([])
    expect(notice('2026-03-31', '2026-03-01 12:00')).toEqual([{ is: 30, limit: 31, unit: 'days' }])
  })

  it('is broken by a publication after the day, and asked for by nobody but Russia', () => {
    expect(notice('2026-12-01', '2026-12-03 12:00')).toEqual([{ is: -2, limit: 30, unit: 'days' }])
    const others = packs.filter(({ id }) => id !== 'ru')
    expect(others.flatMap((pack) => checkNotice({ firstDate: '2026-12-01', publishedAt: at('2026-12-01 12:00'), zone: 'Europe/Berlin', pack }))).toEqual([])
  })
})
