import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { PAY_PACKS } from '../../../../services/pay-rules/packs.ts'
import { explain, faultsOf } from '../../../../services/pay-rules/explain.ts'
import { payOf, sumsOf, unagreedOf } from '../../../../services/pay-rules/pay.ts'
import { datesOf } from '../../../../services/shifts/pay/month.ts'
import { termsOf, type Agreed } from '../../../../services/shifts/pay/terms.ts'

const zone = 'Europe/Berlin'
const at = (wall: string): number => DateTime.fromISO(wall, { zone }).toMillis()
const agreed = (validFrom: string, more: Partial<Agreed>): Agreed => ({
  ...{ validFrom, pack: 'plain', weeklyMinutes: 2_400, hourlyRate: 3_000, currency: 'EUR', payPack: 'eu', onCallRate: null },
  ...more,
})
/** The night of the 31st of May, 22:00 to 06:00. */
function nightOf(next: Partial<Agreed>, from = '2026-06-01') {
  const contracts = [agreed('2026-01-01', {}), agreed(from, next)]
  const { terms, problem } = termsOf({ contracts, packs: PAY_PACKS, holidays: [], dates: datesOf('2026-05'), currency: 'XXX' })
  const piece = { kind: 'desk', from: at('2026-05-31T22:00'), to: at('2026-06-01T06:00'), zone, siteId: null, shiftId: null, breaks: [], source: '' } as const
  const input = { personId: '', month: '2026-05', pieces: [piece], terms }
  return { input, problem, result: payOf(input) }
}
function night(next: Partial<Agreed>, from?: string) {
  const { input, problem, result } = nightOf(next, from)
  const { base, premiums, currency, withoutTerms } = result
  return { base, premiums, currency, problem: problem ?? unagreedOf(input), withoutTerms }
}

describe('what holds for a month', () => {
  const all = { currency: 'EUR', problem: null, withoutTerms: 0 }

  it('is what is agreed from the 1st of the next one on, for the night that ends on it', () => {
    expect(night({ hourlyRate: 6_000 })).toEqual({ ...all, base: 2 * 3_000 + 6 * 6_000, premiums: 0 })
    expect(night({ payPack: 'plain' })).toEqual({ ...all, base: 24_000, premiums: 6 * 750 })
  })

  it('is each minute in the currency of its contract, never added together', () => {
    const { result, input } = nightOf({ hourlyRate: 5_000, currency: 'CHF', payPack: 'plain' })
    const [own, ...others] = sumsOf(result)
    expect(own).toEqual({ currency: 'EUR', base: 6_000, standingBy: 0, premiums: 0, total: 6_000 })
    expect(others).toEqual([{ currency: 'CHF', base: 30_000, standingBy: 0, premiums: 7_500, total: 37_500 }])
    expect([result.base, result.total, result.worked]).toEqual([6_000, 6_000, 480])
    const words = explain(input, result, 'en')
    expect(words).toContain('Pay: 60.00 EUR (Base) = 60.00 EUR.')
    expect(words).toContain('Pay: 300.00 CHF (Base) + 75.00 CHF (Night work) = 375.00 CHF.')
    expect(faultsOf(input, result)).toEqual([])
    expect(faultsOf(input, { ...result, lines: result.lines.map(({ currency: _, ...line }) => line) })).toEqual(['total'])
  })

  it('is no silent old rate where the new contract names none: what is missing is said, and from which day', () => {
    const problem = { what: 'noRate', from: '2026-06-01' }
    expect(night({ hourlyRate: null, currency: null })).toEqual({ ...all, base: 6_000, premiums: 0, problem, withoutTerms: 360 })
    expect(night({ hourlyRate: null, currency: null }, '2026-05-20')).toMatchObject({ problem: { what: 'noRate', from: '2026-05-20' }, withoutTerms: 480 })
    // Nobody works by it yet.
    expect(night({ hourlyRate: null, currency: null }, '2026-06-02')).toEqual({ ...all, base: 24_000, premiums: 0 })
  })
})
