import { DateTime } from 'luxon'
import { expect, it } from 'vitest'
import { hoursInWords, isOpenAt } from '../../../services/directory/hours.ts'

const at = (wall: string, zone = 'Europe/Berlin'): number => DateTime.fromISO(wall, { zone }).toMillis()
const office = { days: { 'mon-fri': ['08:00-12:00', '13:00-18:00'], sat: '09:00-12:00' }, zone: 'Europe/Berlin' }
const told = { zone: 'Europe/Berlin', languages: ['en', 'ru'] }

it.each([
  // Wednesday
  ['2026-11-18T10:00', true, 'open until noon', 'открыто, закрывается сегодня в 12 часов дня'],
  ['2026-11-18T12:30', false, 'closed now, open at 1 PM', 'сейчас закрыто, откроется сегодня в 13 часов'],
  ['2026-11-18T18:00', false, 'closed now, open tomorrow at 8 AM', 'сейчас закрыто, откроется завтра в 8 часов утра'],
  ['2026-11-21T12:00', false, 'closed now, open on Monday at 8 AM', 'сейчас закрыто, откроется в понедельник в 8 часов утра'],
])('at %s', (now, isOpen, en, ru) => {
  expect(isOpenAt(office, at(now))).toBe(isOpen)
  expect(hoursInWords(office, { ...told, at: at(now) })).toEqual({ en, ru })
})

it('keeps its own clock and is told by the clock of the caller', () => {
  const now = at('2026-11-18T10:00')
  const there = { ...office, zone: 'America/New_York' } // it is 04:00 there
  expect(isOpenAt(there, now)).toBe(false)
  expect(hoursInWords(there, { ...told, at: now })?.['en']).toBe('closed now, open at 2 PM')
})

it('without hours it is open, and nothing is said of them', () => {
  expect(isOpenAt(null, at('2026-11-18T03:00'))).toBe(true)
  expect(hoursInWords(null, { ...told, at: at('2026-11-18T03:00') })).toBeNull()
})

it('never again open, or never closed', () => {
  expect(hoursInWords({ days: {}, zone: 'UTC' }, { ...told, at: at('2026-11-18T03:00') })?.['en']).toBe('closed now')
  expect(hoursInWords({ days: { 'mon-sun': '00:00-24:00' }, zone: 'UTC' }, { ...told, at: at('2026-11-18T03:00') })).toBeNull()
})
