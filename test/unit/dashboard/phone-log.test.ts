import { describe, expect, it } from 'vitest'
import type { WebhookLogRow } from '../../../dashboard/src/api/line-types.ts'
import { hoursToText, isOpenAt, textToHours } from '../../../dashboard/src/directory/hours.ts'
import { lineLog } from '../../../dashboard/src/phone/line-log.ts'
import { timePresets } from '../../../dashboard/src/phone/time-presets.ts'
import { toWav } from '../../../dashboard/src/phone/wav.ts'

const SID = 'CA1'
const at = (second: number) => new Date(Date.parse('2026-11-18T09:00:00Z') + second * 1000).toISOString()
const row = (n: number, fields: Partial<WebhookLogRow>): WebhookLogRow => ({
  n,
  at: at(n),
  purpose: 'voice',
  leg: SID,
  method: 'POST',
  path: '/webhooks/twilio/voice',
  event: null,
  turn: null,
  attempt: 1,
  status: 200,
  error: null,
  milliseconds: 9,
  faults: [],
  ...fields,
})
const step = (turn: number, name: string, second: number) => ({ turn, n: 0, at: at(second), step: name, kind: 'said', detail: {} })
const shape = (lines: ReturnType<typeof lineLog>) => lines.map(({ exchange, steps }) => [exchange?.n ?? null, steps.map((one) => one.step)])

describe('the step log', () => {
  it('puts what was decided in a turn beneath the webhook that asked for it', () => {
    const rows = [row(1, {}), row(2, { purpose: 'status' }), row(3, { turn: 1 }), row(4, { turn: 1, leg: 'CA2' })]
    expect(shape(lineLog(SID, rows, [step(0, 'welcome', 1), step(1, 'menu', 3)]))).toEqual([
      [1, ['welcome']],
      [2, []],
      [3, ['menu']],
      [4, []],
    ])
  })

  it('shows the steps once when a webhook arrives twice, beneath the first that was answered', () => {
    const rows = [row(1, { turn: 1, status: null, error: 'no connection' }), row(2, { turn: 1, attempt: 2 }), row(3, { turn: 1, faults: ['duplicate'] })]
    expect(shape(lineLog(SID, rows, [step(1, 'menu', 2)]))).toEqual([
      [1, []],
      [2, ['menu']],
      [3, []],
    ])
  })

  it('leaves nothing out: what no webhook brought stands by its time', () => {
    expect(shape(lineLog(SID, [row(1, {}), row(9, { purpose: 'status' })], [step(0, '', 5)]))).toEqual([
      [1, []],
      [null, ['']],
      [9, []],
    ])
  })
})

describe('the times to try', () => {
  it.each([
    [
      '2026-11-22T07:00:00Z',
      ['2026-11-23T02:10:00.000Z', '2026-11-22T15:58:00.000Z', '2026-12-25T10:00:00.000Z', '2027-03-28T00:55:00.000Z', '2027-10-31T00:55:00.000Z'],
    ],
    [
      '2026-07-01T20:00:00Z',
      ['2026-07-02T01:10:00.000Z', '2026-07-02T14:58:00.000Z', '2026-12-25T10:00:00.000Z', '2026-10-25T00:55:00.000Z', '2027-03-28T00:55:00.000Z'],
    ],
  ])('after %s are ahead, by the clock on the wall', (now, expected) => {
    expect(timePresets(Date.parse(now), 'Europe/Berlin', ['2026-01-01', '2026-12-25']).map((one) => one.at)).toEqual(expected)
  })

  it('have no clock changes where the clocks stay', () => {
    expect(timePresets(Date.parse('2026-11-22T07:00:00Z'), 'Asia/Tokyo', []).map(({ name }) => name)).toEqual(['night', 'closing'])
  })
})

describe('hours of the directory', () => {
  const text = 'mon-fri 08:00-12:00, 13:00-18:00; sat 22:00-02:00'
  it('are read as they are written', () => {
    expect(textToHours(text)).toEqual({ 'mon-fri': ['08:00-12:00', '13:00-18:00'], sat: ['22:00-02:00'] })
    expect(hoursToText(textToHours(text) ?? null)).toBe(text)
    expect(textToHours(' ')).toBeNull()
    expect(textToHours('by day')).toBeUndefined()
  })
  it.each([
    ['2026-11-20T11:59:00+01:00', true],
    ['2026-11-20T12:00:00+01:00', false],
    ['2026-11-20T17:59:00+01:00', true],
    ['2026-11-21T10:00:00+01:00', false],
    ['2026-11-21T22:00:00+01:00', true],
    ['2026-11-22T01:59:00+01:00', true],
    ['2026-11-22T02:00:00+01:00', false],
  ])('at %s it is open: %s', (now, expected) => {
    expect(isOpenAt({ hours: textToHours(text) ?? null, zone: 'Europe/Berlin' }, Date.parse(now))).toBe(expected)
  })
})

it('a microphone becomes a WAV file of 8 kHz and 16 bits, and what is too loud is cut', () => {
  const wav = Buffer.from(toWav(Float32Array.of(0, 1, -2)))
  expect(wav.toString('latin1', 0, 4)).toBe('RIFF')
  expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34), wav.readUInt32LE(40)]).toEqual([1, 8000, 16, 6])
  expect([44, 46, 48].map((place) => wav.readInt16LE(place))).toEqual([0, 32_767, -32_767])
})
