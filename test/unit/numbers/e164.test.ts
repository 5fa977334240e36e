import { describe, expect, it } from 'vitest'
import { toE164 } from '../../../services/numbers/e164.ts'

describe('toE164', () => {
  it.each([
    ['+493023125100', '+493023125100'],
    ['+49 30 23125-100', '+493023125100'],
    [' +49 (30) 23125/100 ', '+493023125100'],
    ['+1 212 555 0100', '+12125550100'],
  ])('%s', (given, number) => expect(toE164(given)).toBe(number))

  it.each(['030 23125100', 'call +493023125100 now', '+49', '+999123456789', '', '+493023125100 ext. 5', '110', '+4930231251001234567'])(
    'refuses %j',
    (given) => {
      expect(() => toE164(given)).toThrow(expect.objectContaining({ code: 'NUMBER_INVALID' }))
    },
  )
})
