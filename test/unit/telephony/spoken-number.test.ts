import { expect, it } from 'vitest'
import { spokenNumber } from '../../../services/telephony/spoken-number.ts'

it.each([
  ['+493023125200', '+493023125100', '0 3 0 2 3 1 2 5 2 0 0'],
  ['+493023125200', '+14155550100', '+ 4 9 3 0 2 3 1 2 5 2 0 0'],
  ['+493023125200', null, '+ 4 9 3 0 2 3 1 2 5 2 0 0'],
])('%s for a caller of %s', (number, ours, spoken) => expect(spokenNumber(number, ours)).toBe(spoken))
