import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, it } from 'vitest'
import { dueTopAfterReopening, dueTopAt, HOURS_TO_THE_TOP } from '../../../services/escalation/deadline.ts'

const berlin = (text: string): Date => DateTime.fromISO(text, { zone: 'Europe/Berlin' }).toJSDate()
const local = (date: Date): string => DateTime.fromJSDate(date, { zone: 'Europe/Berlin' }).toFormat("yyyy-MM-dd'T'HH:mm")

it.each([
  // opened (Berlin)    the executive's at (Berlin)
  ['2026-03-04T12:00', '2026-03-05T08:00'],
  ['2026-03-28T12:00', '2026-03-29T09:00'], // the night the clocks go forward
  ['2026-10-24T12:00', '2026-10-25T07:00'], // the night they go back
  ['2026-03-29T01:59', '2026-03-29T22:59'],
  ['2028-02-28T20:00', '2028-02-29T16:00'], // leap day
  ['2028-02-29T10:00', '2028-03-01T06:00'],
  ['2027-02-28T20:00', '2027-03-01T16:00'],
  ['2026-12-31T20:00', '2027-01-01T16:00'],
])("a case of %s is the executive's at %s", (opened, due) => expect(local(dueTopAt(berlin(opened)))).toBe(due))

it('is twenty hours, whenever', () =>
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true, min: new Date('2000-01-01'), max: new Date('2100-01-01') }), (opened) => {
      expect(dueTopAt(opened).getTime() - opened.getTime()).toBe(HOURS_TO_THE_TOP * 3_600_000)
    }),
  ))

it.each([
  // due              solved              reopened            due again
  ['2026-11-19T08:00', '2026-11-18T20:00', '2026-11-21T09:00', '2026-11-21T21:00'],
  ['2026-11-19T08:00', '2026-11-19T07:59', '2026-11-19T10:00', '2026-11-19T12:00'], // at 19 h 59 m: two hours are left
  ['2026-11-19T08:00', '2026-11-19T15:00', '2026-11-20T10:00', '2026-11-20T12:00'], // the executive had solved it
])('due at %s, solved at %s and reopened at %s: due at %s', (due, solved, reopened, again) =>
  expect(local(dueTopAfterReopening({ dueTopAt: berlin(due), endedAt: berlin(solved) }, berlin(reopened)))).toBe(again),
)
