import { expect, it } from 'vitest'
import { segmentsOf } from '../../../services/messages/segments.ts'

it.each([
  ['as long as one can be', 'a'.repeat(160), 1],
  ['one letter more', 'a'.repeat(161), 2],
  ['two full ones', 'ä'.repeat(306), 2],
  ['a letter that takes two places', `${'a'.repeat(159)}€`, 2],
  ['Cyrillic', 'я'.repeat(70), 1],
  ['Cyrillic, longer', 'я'.repeat(71), 2],
  ['one other letter among many', `${'a'.repeat(70)}я`, 2],
])('%s', (_, text, parts) => expect(segmentsOf(text)).toBe(parts))
