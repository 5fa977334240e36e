/**
 * Pay counted minute by minute: what hangs on the wall of the workplace in each of them, and what each law says of it, written down a second time. It shares no
 * code and no data with services/pay-rules; only the plain pack is read, since its night is chosen.
 */
import type { PayInput, PayPack } from '../../services/pay-rules/model.ts'

const MINUTE = 60_000
const PER_DAY = 1_440

export type Counts = { worked: number; night: number; sunday: number; holiday: number; overtime: number; base: number; premiums: number; total: number }

/** Offsets of a zone from UTC in minutes, by instant: from Intl, once for each span between two changes. */
const spans = new Map<string, Array<{ from: number; to: number; offset: number }>>()
const formats = new Map<string, Intl.DateTimeFormat>()

function offsetAsked(instant: number, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  formats.set(zone, format)
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const shown = Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute'], part['second'])
  return Math.round((shown - instant) / MINUTE)
}

/** No two changes lie within six hours of each other, so a span that has one offset at both ends of six hours has it in between. */
function offsetAt(instant: number, zone: string): number {
  const known = spans.get(zone) ?? []
  spans.set(zone, known)
  const found = known.find(({ from, to }) => from <= instant && instant < to)
  if (found) return found.offset
  const grid = 6 * 60 * MINUTE
  const from = Math.floor(instant / grid) * grid
  const [begin, end] = [offsetAsked(from, zone), offsetAsked(from + grid - MINUTE, zone)]
  if (begin === end) known.unshift({ from, to: from + grid, offset: begin })
  else {
    let [before, after] = [from, from + grid - MINUTE]
    while (after - before > MINUTE) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE
      if (offsetAsked(middle, zone) === begin) before = middle
      else after = middle
    }
    known.unshift({ from, to: after, offset: begin }, { from: after, to: from + grid, offset: end })
  }
  if (known.length > 40) known.length = 40
  return offsetAt(instant, zone)
}

type Minute = {
  /** Since midnight, by the clock; and that of the date's number. */
  clock: number
  day: number
  date: string
  weekday: number
  isHoliday: boolean
  /** It was a holiday the day before. */
  wasHoliday: boolean
  /** The work began on an earlier date. */
  isFromBefore: boolean
}

/** Premiums of one minute, by name: thousandths of the rate, or of an hour's amount; `most`: the rate that counts. */
type Due = { name: string; permille?: number; perHour?: number; most?: number; raised?: number }

const night = (clock: number, from: number, to: number): boolean => clock >= from || clock < to
const at = (hour: number): number => hour * 60

function isNight(pack: string, { clock }: Minute, plain: PayPack): boolean {
  if (pack === 'plain') {
    const window = plain.rules[0]?.window
    if (window?.kind !== 'daily') throw new Error('the plain pack has no night')
    return night(clock, minutesOf(window.from), minutesOf(window.to))
  }
  if (pack === 'ru') return night(clock, at(22), at(6))
  if (pack === 'de-3b') return night(clock, at(20), at(6))
  if (pack === 'fr') return night(clock, at(21), at(6))
  return pack === 'us' ? false : night(clock, at(23), at(6))
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

function tax(minute: Minute): Due[] {
  const { clock, date, weekday, isHoliday, wasHoliday, isFromBefore } = minute
  const due: Due[] = []
  const early = clock < at(4) && isFromBefore
  if (night(clock, at(20), at(6))) due.push(early ? { name: 'deepNight', permille: 400, most: 5_000 } : { name: 'night', permille: 250, most: 5_000 })
  const today = date.slice(5)
  const dayBefore = new Date(Date.parse(date) - PER_DAY * MINUTE).toISOString().slice(5, 10)
  const high = ['12-25', '12-26', '05-01']
  if ((isHoliday && high.includes(today)) || (early && wasHoliday && high.includes(dayBefore))) due.push({ name: 'highHoliday', permille: 1_500, most: 5_000 })
  else if (today === '12-24' && clock >= at(14)) due.push({ name: 'christmasEve', permille: 1_500, most: 5_000 })
  else if (isHoliday || (early && wasHoliday)) due.push({ name: 'holiday', permille: 1_250, most: 5_000 })
  else if (today === '12-31' && clock >= at(14)) due.push({ name: 'newYearsEve', permille: 1_250, most: 5_000 })
  else if (weekday === 7 || (early && weekday === 1)) due.push({ name: 'sunday', permille: 500, most: 5_000 })
  return due
}

/** `week`: minutes worked in it before this one; `norm`: of the month, and minutes of the month that count towards it. */
function dueIn(pack: string, minute: Minute, plain: PayPack, week: number, month: { norm: number; done: number }): Due[] {
  const isDark = isNight(pack, minute, plain)
  switch (pack) {
    case 'plain': {
      const { permille = 0, perHour = 0 } = plain.rules[0] ?? {}
      return isDark ? [{ name: 'night', permille, perHour }] : []
    }
    case 'de':
    case 'de-nights':
      return isDark ? [{ name: 'night', permille: pack === 'de' ? 250 : 300 }] : []
    case 'de-3b':
      return tax(minute)
    case 'us':
      return week >= 2_400 ? [{ name: 'overtime', permille: 500 }] : []
    case 'fr':
      if (minute.isHoliday && minute.date.endsWith('05-01')) return [{ name: 'firstOfMay', permille: 1_000 }]
      return week >= 43 * 60 ? [{ name: 'moreOvertime', permille: 500 }] : week >= 35 * 60 ? [{ name: 'overtime', permille: 250 }] : []
    case 'ru': {
      const dark = isDark ? [{ name: 'night', permille: 200 }] : []
      if (minute.isHoliday) return [...dark, { name: 'holiday', permille: 1_000 }]
      const over = month.done - month.norm
      if (over < 0) return dark
      const raised = isDark && minute.date >= '2024-09-01' ? 200 : 0
      return [...dark, over < 120 ? { name: 'overtime', permille: 500, raised } : { name: 'moreOvertime', permille: 1_000, raised }]
    }
    default:
      return []
  }
}

const isOvertime = (pack: string, minute: Minute, week: number, month: { norm: number; done: number }): boolean =>
  pack === 'us' ? week >= 2_400 : pack === 'fr' ? week >= 2_100 : pack === 'ru' ? !minute.isHoliday && month.done >= month.norm : false

export function countMinutes({ month, pieces, terms }: PayInput): Counts {
  const plain = terms.packs.findLast(({ id }) => id === 'plain')
  if (!plain) throw new Error('no plain pack')
  const holidays = new Set(terms.holidays.map(({ date }) => date))
  const norm = normOf(month, holidays, terms.rates)
  const weeks = new Map<number, number>()
  let monthDone = 0
  /** In sixtieths of thousandths of thousandths of a minor unit. */
  const sums = new Map<string, bigint>()
  const totals = { worked: 0, night: 0, sunday: 0, holiday: 0, overtime: 0 }
  let begun = 0
  let lastEnd = -1
  for (const piece of [...pieces].sort((a, b) => a.from - b.from)) {
    if (piece.from !== lastEnd) begun = piece.from
    lastEnd = piece.to
    const begunDay = dayOf(begun, piece.zone)
    let [day, about]: [number, Minute | undefined] = [NaN, undefined]
    let rate: PayInput['terms']['rates'][number] | undefined
    const small = new Map<string, number>()
    for (let instant = piece.from; instant < piece.to; instant += MINUTE) {
      if (piece.breaks.some(({ from, to }) => from <= instant && instant < to)) continue
      const local = Math.floor(instant / MINUTE) + offsetAt(instant, piece.zone)
      const today = Math.floor(local / PER_DAY)
      if (today !== day || !about) {
        const date = new Date(today * PER_DAY * MINUTE).toISOString().slice(0, 10)
        const yesterday = new Date((today - 1) * PER_DAY * MINUTE).toISOString().slice(0, 10)
        const weekday = ((((today + 3) % 7) + 7) % 7) + 1
        about = { clock: 0, day: today, date, weekday, isHoliday: holidays.has(date), wasHoliday: holidays.has(yesterday), isFromBefore: begunDay < today }
        day = today
        rate = terms.rates.filter(({ validFrom }) => validFrom <= date).at(-1)
      }
      about.clock = local - today * PER_DAY
      if (!rate || rate.hourlyRate === null) throw new Error('no rate')
      const monday = today - (about.weekday - 1)
      const week = weeks.get(monday) ?? 0
      const done = { norm, done: monthDone }
      totals.worked += 1
      if (isNight(rate.pack, about, plain)) totals.night += 1
      if (about.weekday === 7) totals.sunday += 1
      if (about.isHoliday) totals.holiday += 1
      if (isOvertime(rate.pack, about, week, done)) totals.overtime += 1
      small.set(`base ${rate.hourlyRate}`, (small.get(`base ${rate.hourlyRate}`) ?? 0) + 1)
      for (const { name, permille = 0, perHour = 0, most = Infinity, raised = 0 } of dueIn(rate.pack, about, plain, week, done)) {
        const key = `${name} ${permille * Math.min(rate.hourlyRate, most) * (1_000 + raised) + perHour * 1_000_000}`
        small.set(key, (small.get(key) ?? 0) + 1)
      }
      weeks.set(monday, week + 1)
      if (!about.isHoliday) monthDone += 1
    }
    for (const [key, minutes] of small) {
      const [name = '', value = '0'] = key.split(' ')
      const each = name === 'base' ? BigInt(value) * 1_000_000n : BigInt(value)
      sums.set(name, (sums.get(name) ?? 0n) + each * BigInt(minutes))
    }
  }
  const round = (sum: bigint): number => Number((sum + 30_000_000n) / 60_000_000n)
  const base = round(sums.get('base') ?? 0n)
  const premiums = [...sums].reduce((all, [name, sum]) => all + (name === 'base' ? 0 : round(sum)), 0)
  return { ...totals, base, premiums, total: base + premiums }
}

const dayOf = (instant: number, zone: string): number => Math.floor((instant / MINUTE + offsetAt(instant, zone)) / PER_DAY)

function normOf(month: string, holidays: ReadonlySet<string>, rates: PayInput['terms']['rates']): number {
  let minutes = 0
  for (let at = Date.parse(`${month}-01T00:00:00Z`); new Date(at).toISOString().startsWith(month); at += PER_DAY * MINUTE) {
    const date = new Date(at).toISOString().slice(0, 10)
    const weekday = new Date(at).getUTCDay()
    if (weekday === 0 || weekday === 6 || holidays.has(date)) continue
    minutes += rates.filter(({ validFrom }) => validFrom <= date).at(-1)?.weeklyMinutes ?? 0
  }
  return minutes / 5
}
