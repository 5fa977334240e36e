import { expect, it } from 'vitest'
import { caseInWords } from '../../../services/cases/line/words.ts'

const at = Date.parse('2026-11-18T09:00:00Z')
const told = { at, zone: 'Europe/Berlin', languages: ['en', 'ru', 'tr'] }
const open = { number: '100018', status: 'open', level: 'Front line', isTaken: false, promisedAt: null, dueTopAt: at + 20 * 3_600_000 }

it.each([
  ['open, with the keeper', open, 'with Front line', 'в очереди, отвечает Front line', 'by tomorrow at 6 AM'],
  ['taken', { ...open, isTaken: true }, 'being worked on', 'в работе', 'by tomorrow at 6 AM'],
  ['promised', { ...open, promisedAt: at + 3_600_000 }, 'with Front line', 'в очереди, отвечает Front line', 'by today at 11 AM'],
  ['too late', { ...open, dueTopAt: at - 1 }, 'with Front line', 'в очереди, отвечает Front line', undefined],
  ['solved', { ...open, status: 'solved' }, 'solved', 'решено', undefined],
  ['closed', { ...open, status: 'closed', isTaken: true }, 'closed', 'закрыто', undefined],
])('%s', (_, one, en, ru, by) => {
  const said = caseInWords(one, told)
  expect(said).toMatchObject({ number: '100018', level: 'Front line', words: { en, ru, tr: en } })
  expect(said.by?.['en']).toBe(by)
})
