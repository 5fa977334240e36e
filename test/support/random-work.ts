import type { PayInput, PayTerms, WorkPiece } from '../../services/pay-rules/model.ts'
import { PAY_PACKS, plainPack } from '../../services/pay-rules/packs.ts'
import { type Chance, chanceOf } from './random-rosters.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** All kinds of clock changes: at midnight both ways, of half an hour, of two hours, on Fridays, never, and offsets of quarters of an hour. */
export const WORK_ZONES = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Moscow',
  'Europe/Lisbon',
  'Atlantic/Azores',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'America/Asuncion',
  'America/Sao_Paulo',
  'America/Nuuk',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Asia/Beirut',
  'Asia/Jerusalem',
  'Asia/Gaza',
  'Asia/Novosibirsk',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Antarctica/Troll',
] as const

/** Days around which clocks change somewhere, or a law speaks of the date. */
const SPECIAL = [
  '2024-03-10',
  '2024-03-31',
  '2024-04-07',
  '2024-09-01',
  '2024-10-27',
  '2025-09-07',
  '2026-03-28',
  '2026-10-25',
  '2026-11-01',
  '2026-04-05',
  '2026-10-04',
]
const OF_YEAR = ['01-01', '05-01', '12-24', '12-25', '12-31']
export const PACK_IDS = [...new Set(PAY_PACKS.map(({ id }) => id))]

/** A month of one person: one to twelve shifts, some of which follow each other without a pause, with breaks, holidays, and terms that may change. The same seed gives the same one. */
export function randomWork(seed: number): PayInput {
  const chance = chanceOf(seed)
  const zones = [chance.pick(WORK_ZONES), chance.pick(WORK_ZONES)] as const
  const first = firstDay(chance)
  const pieces: WorkPiece[] = []
  let from = first + chance.int(1440) * MINUTE
  for (let left = 1 + chance.int(12); left > 0; left--) {
    const to = from + (1 + chance.int(chance.happens(0.1) ? 36 * 60 : 14 * 60)) * MINUTE
    const breaks = Array.from({ length: chance.pick([0, 0, 1, 2, 3]) }, () => pauseIn(from, to, chance))
    pieces.push({ from, to, kind: 'desk', zone: zones[chance.happens(0.1) ? 1 : 0], siteId: null, shiftId: null, breaks, source: 'roster' })
    from = to + (chance.happens(0.15) ? 0 : chance.int(20 * 60) * MINUTE)
  }
  const dateOf = (day: number): string => new Date(first + day * DAY).toISOString().slice(0, 10)
  const holidays = Array.from({ length: chance.pick([0, 0, 1, 3]) }, () => dateOf(chance.int(8) - 1))
  const year = dateOf(0).slice(0, 4)
  const ofLaw = chance.happens(0.5) ? OF_YEAR.filter((date) => date !== '12-24' && date !== '12-31').map((date) => `${year}-${date}`) : []
  const terms: PayTerms = {
    currency: 'EUR',
    rates: ratesOf(dateOf(1 + chance.int(5)), chance),
    packs: [...PAY_PACKS.filter(({ id }) => id !== 'plain'), randomPlain(chance)],
    holidays: [...new Set([...holidays, ...ofLaw])].map((date) => ({ siteId: null, date, name: date })),
  }
  return { personId: 'anybody', month: dateOf(1).slice(0, 7), pieces: shuffled(pieces, chance), terms }
}

function firstDay(chance: Chance): number {
  if (chance.happens(0.4)) return Date.parse(chance.pick(SPECIAL)) - chance.int(3) * DAY
  const year = 2022 + chance.int(6)
  if (chance.happens(0.4)) return Date.parse(`${year}-${chance.pick(OF_YEAR)}`) - chance.int(3) * DAY
  return Date.UTC(year, 0, 1) + chance.int(365) * DAY
}

/** Some lie across an end of the work, or across another break. */
function pauseIn(from: number, to: number, chance: Chance): { from: number; to: number } {
  const begin = from - 20 * MINUTE + chance.int((to - from) / MINUTE + 20) * MINUTE
  return { from: begin, to: begin + (1 + chance.int(60)) * MINUTE }
}

function ratesOf(changeOn: string, chance: Chance): PayTerms['rates'] {
  const one = (validFrom: string): PayTerms['rates'][number] => ({
    validFrom,
    hourlyRate: 1 + chance.int(chance.pick([3_000, 9_000, 60_000])),
    onCallRate: 0,
    weeklyMinutes: chance.int(2_401),
    pack: chance.pick(PACK_IDS),
  })
  return chance.happens(0.3) ? [one('2000-01-01'), one(changeOn)] : [one('2000-01-01')]
}

function randomPlain(chance: Chance): ReturnType<typeof plainPack> {
  const quarter = (hour: number): string => `${String(hour).padStart(2, '0')}:${chance.pick(['00', '15', '30', '45'])}`
  const from = chance.happens(0.2) ? '23:00' : quarter(18 + chance.int(5))
  const premium = chance.happens(0.5) ? { permille: 1 + chance.int(1_000) } : { perHour: 1 + chance.int(2_000) }
  return plainPack({ from, to: quarter(4 + chance.int(6)), ...premium })
}

function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  return items
    .map((item) => ({ item, place: chance.real() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
