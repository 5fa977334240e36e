import { expect, it } from 'vitest'
import { containing, searchedDigits } from '../../services/search.ts'

it.each([
  ['030 23125200', '3023125200'],
  ['+49 (30) 23125-200', '493023125200'],
  ['+49 (0)30 23125-200', '493023125200'],
  ['0049 30/23125.200', '493023125200'],
  ['+493023125200', '493023125200'],
  ['200', '200'],
  ['(030)', undefined],
  ['-', undefined],
  ['+', undefined],
  ['', undefined],
  ['0', undefined],
  ['000', undefined],
  ['12', undefined],
  ['Marta', undefined],
  ['Marta 123456', undefined],
  ['C-123456', undefined],
])('%j is looked for as %j', (typed, digits) => {
  expect(searchedDigits(typed)).toBe(digits)
})

it('takes signs of LIKE for themselves', () => expect(containing('5%_\\ off').contains).toBe('5\\%\\_\\\\ off'))
