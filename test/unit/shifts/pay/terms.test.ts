import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { PAY_PACKS } from '../../../../services/pay-rules/packs.ts'
import { payOf } from '../../../../services/pay-rules/pay.ts'
import { datesOf } from '../../../../services/shifts/pay/month.ts'
import { termsOf, type Agreed } from '../../../../services/shifts/pay/terms.ts'

const zone = 'Europe/Berlin'
const at = (wall: string): number => DateTime.fromISO(wall, { zone }).toMillis()
const agreed = (validFrom: string, more: Partial<Agreed>): Agreed => ({
  ...{ validFrom, pack: 'plain', weeklyMinutes: 2_400, hourlyRate: 3_000, currency: 'EUR', payPack: 'eu', onCallRate: null },
  ...more,
})
/** The night of the 31st of May, 22:00 to 06:00. */
function night(next: Partial<Agreed>) {
  const contracts = [agreed('2026-01-01', {}), agreed('2026-06-01', next)]
  const { terms, problem } = termsOf({ contracts, packs: PAY_PACKS, holidays: [], dates: datesOf('2026-05'), currency: 'XXX' })
  const piece = { kind: 'desk', from: at('2026-05-31T22:00'), to: at('2026-06-01T06:00'), zone, siteId: null, shiftId: null, breaks: [], source: '' } as const
  const { base, premiums, currency } = payOf({ personId: '', month: '2026-05', pieces: [piece], terms })
  return { base, premiums, currency, problem }
}

describe('what holds for a month', () => {
  it('is what is agreed from the 1st of the next one on, for the night that ends on it', () => {
    expect(night({ hourlyRate: 6_000 })).toEqual({ base: 2 * 3_000 + 6 * 6_000, premiums: 0, currency: 'EUR', problem: null })
    expect(night({ payPack: 'plain' })).toEqual({ base: 24_000, premiums: 6 * 750, currency: 'EUR', problem: null })
  })

  it('stays the old one where the new one is in another currency or names no rate: the month is paid in one', () => {
    expect(night({ hourlyRate: 6_000, currency: 'CHF' })).toEqual({ base: 24_000, premiums: 0, currency: 'EUR', problem: null })
    expect(night({ hourlyRate: null })).toEqual({ base: 24_000, premiums: 0, currency: 'EUR', problem: null })
  })
})
