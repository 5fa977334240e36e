import { DateTime } from 'luxon'
import type { PayInput, PayPack, PayResult, PayTerms, WorkPiece } from '../../../services/pay-rules/model.ts'
import { PAY_PACKS } from '../../../services/pay-rules/packs.ts'
import { payOf } from '../../../services/pay-rules/pay.ts'

export const BERLIN = 'Europe/Berlin'
export const MOSCOW = 'Europe/Moscow'

export const at = (local: string, zone: string): number => DateTime.fromISO(local, { zone }).toMillis()

export type More = Partial<Omit<WorkPiece, 'breaks'>> & { breaks?: ReadonlyArray<readonly [from: string, to: string]> }

/** A stretch of work by local times, in Berlin unless said otherwise. */
export function work(from: string, to: string, { zone = BERLIN, breaks = [], ...more }: More = {}): WorkPiece {
  const pauses = breaks.map(([begin, end]) => ({ from: at(begin, zone), to: at(end, zone) }))
  return { from: at(from, zone), to: at(to, zone), kind: 'desk', zone, siteId: null, shiftId: null, breaks: pauses, source: 'roster', ...more }
}

export type Given = {
  pack?: string
  packs?: readonly PayPack[]
  rate?: number
  currency?: string
  holidays?: readonly string[]
  rates?: PayTerms['rates']
} & Partial<Pick<PayInput, 'month' | 'before' | 'away'>>

export function inputOf(
  pieces: readonly WorkPiece[],
  { pack = 'plain', packs = PAY_PACKS, rate = 3_100, currency = 'EUR', holidays = [], rates, ...more }: Given = {},
): PayInput {
  const terms = {
    currency,
    rates: rates ?? [{ validFrom: '2020-01-01', hourlyRate: rate, onCallRate: 500, weeklyMinutes: 2_400, pack }],
    packs,
    holidays: holidays.map((date) => ({ siteId: null, date, name: date })),
  }
  const month = DateTime.fromMillis(pieces[0]?.from ?? 0, { zone: pieces[0]?.zone ?? 'UTC' }).toFormat('yyyy-MM')
  return { personId: 'amira', month, pieces, terms, ...more }
}

export const pay = (pieces: readonly WorkPiece[], given: Given = {}): PayResult => payOf(inputOf(pieces, given))
