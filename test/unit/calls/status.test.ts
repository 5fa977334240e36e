import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTerminal, mergeStatus, type LegState, type StatusReport } from '../../../services/calls/status.ts'
import type { CallStatus } from '../../../services/telephony/provider.ts'

const STATUSES: readonly CallStatus[] = ['queued', 'initiated', 'ringing', 'in-progress', 'completed', 'busy', 'failed', 'no-answer', 'canceled']
const unheard: LegState = { status: 'queued', answeredAt: null, endedAt: null, durationSeconds: null }
const merged = (reports: readonly StatusReport[], from = unheard): LegState => reports.reduce(mergeStatus, from)
const at = (second: number): string => new Date(Date.UTC(2026, 2, 4, 12, 0, second)).toISOString()

const report: fc.Arbitrary<StatusReport> = fc.record(
  {
    status: fc.constantFrom(...STATUSES),
    at: fc.integer({ min: 0, max: 59 }).map(at),
    durationSeconds: fc.integer({ min: 0, max: 99 }),
  },
  { requiredKeys: ['status', 'at'] },
)
const reports = fc.array(report, { maxLength: 8 })

describe('mergeStatus', () => {
  it('is commutative and associative: any order of any reports leads to the same state', () =>
    fc.assert(
      fc.property(
        reports.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([one, other]) => {
          expect(merged(other)).toEqual(merged(one))
        },
      ),
      { numRuns: 1_000 },
    ))

  it('is idempotent: a repeat, at once or late, changes nothing', () =>
    fc.assert(
      fc.property(reports, report, reports, (before, repeated, after) => {
        expect(merged([...before, repeated, ...after, repeated])).toEqual(merged([...before, repeated, ...after]))
      }),
      { numRuns: 1_000 },
    ))

  it("leads all 24 orders of a call's four reports to the same call", () => {
    const four: StatusReport[] = [
      { status: 'initiated', at: at(0) },
      { status: 'ringing', at: at(1) },
      { status: 'in-progress', at: at(5) },
      { status: 'completed', at: at(30), durationSeconds: 25 },
    ]
    const orders = permutations(four)
    expect(orders).toHaveLength(24)
    for (const order of orders) expect(merged(order)).toEqual({ status: 'completed', answeredAt: at(5), endedAt: at(30), durationSeconds: 25 })
  })

  it('keeps the earliest answer, the earliest end and the longest duration', () =>
    expect(
      merged([
        { status: 'in-progress', at: at(9) },
        { status: 'in-progress', at: at(4) },
        { status: 'completed', at: at(40), durationSeconds: 30 },
        { status: 'completed', at: at(38), durationSeconds: 34 },
        { status: 'in-progress', at: at(7) },
      ]),
    ).toEqual({ status: 'completed', answeredAt: at(4), endedAt: at(38), durationSeconds: 34 }))

  it('lets nothing out of an end', () =>
    fc.assert(
      fc.property(fc.constantFrom(...STATUSES.filter(isTerminal)), reports, (end, list) => {
        expect(isTerminal(merged([{ status: end, at: at(1) }, ...list]).status)).toBe(true)
      }),
    ))
})

describe('isTerminal', () => {
  it.each(STATUSES.map((status) => [status, !['queued', 'initiated', 'ringing', 'in-progress'].includes(status)] as const))('%s: %s', (status, expected) =>
    expect(isTerminal(status)).toBe(expected),
  )
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((first, index) => permutations(items.filter((_, n) => n !== index)).map((rest) => [first, ...rest]))
}
