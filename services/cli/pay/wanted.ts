import { DateTime, IANAZone } from 'luxon'
import type { PayInput, PayPack } from '../../pay-rules/model.ts'
import { type NightChoice, PAY_PACKS, USUAL_NIGHT, plainPack, withNight } from '../../pay-rules/packs.ts'
import { statutoryHolidays } from '../../pay-rules/statutory-holidays.ts'
import { CannotStart } from '../../reasons.ts'
import { type Fold, instantOf } from './local-time.ts'

export type PayOptions = {
  from?: string
  to?: string
  zone?: string
  pack?: string
  rate?: string
  night?: string
  break?: string[]
  holiday?: string[]
  /** False with --no-holidays. */
  holidays: boolean
  share?: string
  supplement?: string
  currency?: string
  weekly: string
  fold?: string
  language: string
  json?: boolean
}

const CURRENCIES: Readonly<Record<string, string>> = { ru: 'RUB', uk: 'GBP', us: 'USD' }
const LONGEST_DAYS = 31

/** One stretch of work as it was asked for on the command line. */
export function wantedPay(options: PayOptions): PayInput {
  const zone = needed('--zone', options.zone, 'an IANA zone such as Europe/Berlin')
  if (!IANAZone.isValidZone(zone)) throw new CannotStart(`--zone: there is no zone "${zone}"; write an IANA zone such as Europe/Berlin`)
  const pack = needed('--pack', options.pack, PACKS)
  const fold = options.fold === undefined ? undefined : oneOf('--fold', options.fold, ['first', 'last'] as const)
  const piece = pieceOf(options, zone, fold)
  const month = DateTime.fromMillis(piece.from, { zone }).toFormat('yyyy-MM')
  const terms = {
    currency: currencyOf(options.currency ?? CURRENCIES[pack] ?? 'EUR'),
    rates: [
      { validFrom: '0001-01-01', hourlyRate: wholeNumber('--rate', options.rate), onCallRate: 0, weeklyMinutes: wholeNumber('--weekly', options.weekly), pack },
    ],
    packs: packsOf(pack, options),
    holidays: holidaysOf(options, pack, piece, zone).map((date) => ({ siteId: null, date, name: date })),
  }
  return { personId: '', month, pieces: [{ ...piece, kind: 'desk', zone, siteId: null, shiftId: null, source: 'command' }], terms }
}

const PACKS = [...new Set(PAY_PACKS.map(({ id }) => id))].join(', ')

function pieceOf(options: PayOptions, zone: string, fold: Fold | undefined): Pick<PayInput['pieces'][number], 'from' | 'to' | 'breaks'> {
  const at = (option: string, text: string): number => instantOf(option, text, zone, fold)
  const from = at('--from', needed('--from', options.from, LOCAL_TIME))
  const to = at('--to', needed('--to', options.to, LOCAL_TIME))
  if (to <= from)
    throw new CannotStart(`--to: ${options.to ?? ''} is not after ${options.from ?? ''}; the date belongs to the time, so a night ends on the next one`)
  if (to - from > LONGEST_DAYS * 86_400_000) throw new CannotStart(`--to: more than ${LONGEST_DAYS} days after --from is no one stretch of work`)
  const breaks = (options.break ?? []).map((text) => {
    const [begin, end, ...more] = text.split('/')
    if (begin === undefined || end === undefined || more.length > 0)
      throw new CannotStart(`--break: "${text}" is no break; write 2026-10-25T01:00/2026-10-25T01:30`)
    const rest = { from: at('--break', begin), to: at('--break', end) }
    if (rest.to <= rest.from) throw new CannotStart(`--break: "${text}" does not end after it begins`)
    if (rest.from < from || rest.to > to) throw new CannotStart(`--break: "${text}" does not lie within the work`)
    return rest
  })
  return { from, to, breaks }
}

const LOCAL_TIME = 'a local time such as 2026-10-24T22:00'

function packsOf(id: string, { night, share, supplement }: PayOptions): PayPack[] {
  const own = PAY_PACKS.filter((pack) => pack.id === id)
  if (own.length === 0) throw new CannotStart(`--pack: there is no pack "${id}"; there are ${PACKS}`)
  const window = night === undefined ? undefined : windowOf(night)
  if (share === undefined && supplement === undefined) return own.map((pack) => (window ? withNight(pack, window) : pack))
  if (id !== 'plain') throw new CannotStart('--share and --supplement are for the pack "plain"; the others say it themselves')
  const choice: NightChoice = { from: window?.from ?? USUAL_NIGHT.from, to: window?.to ?? USUAL_NIGHT.to }
  if (share !== undefined) choice.permille = permilleOf(share)
  if (supplement !== undefined) choice.perHour = wholeNumber('--supplement', supplement)
  return [plainPack(choice)]
}

function windowOf(text: string): { from: string; to: string } {
  const [, from, to] = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.exec(text) ?? []
  if (from === undefined || to === undefined || from === to) throw new CannotStart(`--night: "${text}" is not a night; write one such as 22:00-06:00`)
  return { from, to }
}

function permilleOf(text: string): number {
  if (!/^\d{1,3}(\.\d)?$/.test(text)) throw new CannotStart(`--share: "${text}" is no share in per cent; write 25 or 12.5`)
  return Math.round(Number(text) * 10)
}

/** Those that the law of the pack dates, and those that are named. */
function holidaysOf({ holiday = [], holidays }: PayOptions, pack: string, { from, to }: { from: number; to: number }, zone: string): string[] {
  const wrong = holiday.find((text) => !/^\d{4}-\d{2}-\d{2}$/.test(text) || !DateTime.fromISO(text).isValid)
  if (wrong !== undefined) throw new CannotStart(`--holiday: "${wrong}" is not a date; write one such as 2026-12-25`)
  const years = [from, to].map((instant) => DateTime.fromMillis(instant, { zone }).year)
  return [...new Set([...(holidays ? years.flatMap((year) => statutoryHolidays(pack, year)) : []), ...holiday])]
}

function currencyOf(text: string): string {
  if (!/^[A-Z]{3}$/.test(text)) throw new CannotStart(`--currency: "${text}" is no currency; write one such as EUR`)
  return text
}

export function oneOf<T extends string>(option: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === text)
  if (found === undefined) throw new CannotStart(`${option}: "${text}" is not one of ${allowed.join(', ')}`)
  return found
}

function needed(option: string, text: string | undefined, what: string): string {
  if (text === undefined) throw new CannotStart(`${option} is missing: ${what}`)
  return text
}

function wholeNumber(option: string, text: string | undefined): number {
  const given = needed(option, text, 'a whole number of minor units for an hour, e.g. 3100 for 31.00')
  if (!/^\d{1,9}$/.test(given))
    throw new CannotStart(`${option}: "${given}" is no whole number; write e.g. ${option === '--weekly' ? '2400' : '3100 for 31.00'}`)
  return Number(given)
}
