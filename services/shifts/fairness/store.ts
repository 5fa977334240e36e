import { plusDays } from '../../local-time/wall-clock.ts'
import type { Leave, NightRule, Worker } from '../../roster-rules/model.ts'
import type { WorkerView } from '../../schemas/planning.ts'
import { toWorker } from '../../roster-rules/from-wire.ts'
import { getRosterSettings, listDuties, listHolidays, listLeaves, listShifts, spanOf, type Period, type Reader } from '../store.ts'
import { listWorkers } from '../workers/store.ts'
import { beyondOf, creditsOf, ledgerOf, MONTHS_BACK, type Beyond, type Credit, type Entry, type LedgerInput } from './ledger.ts'

export type LedgerFacts = {
  workers: readonly Worker[]
  views: readonly WorkerView[]
  teamOf: LedgerInput['teamOf']
  credits: readonly Credit[]
  leaves: readonly Leave[]
  holidays: ReadonlySet<string>
  house: NightRule
}

/** Who works of whom what, from the published roster as it was worked. */
export async function readLedgerFacts(db: Reader, { from, to }: Period): Promise<LedgerFacts> {
  const settings = await getRosterSettings(db)
  const around = { from: plusDays(from, -1), to: plusDays(to, 1) }
  const span = spanOf(around, settings.zone)
  const [views, sites, duties, shifts, leaves, holidays] = await Promise.all([
    listWorkers(db, { seesPay: false }),
    db.site.findMany({ select: { id: true, zone: true }, orderBy: { name: 'asc' } }),
    listDuties(db, span),
    listShifts(db, 'published', around),
    listLeaves(db, span),
    listHolidays(db, { from, to }),
  ])
  const zones = new Map(sites.map(({ id, zone }) => [id, zone]))
  const homes = new Map(views.map(({ id, siteId, level }) => [id, { siteId: siteId ?? sites[0]?.id ?? '', team: `${level?.id} ${siteId}` }]))
  return {
    views,
    workers: views.map(toWorker),
    teamOf: (id) => {
      const { siteId = '', team = '' } = homes.get(id) ?? {}
      return { team, siteId, zone: zones.get(siteId) ?? settings.zone }
    },
    credits: creditsOf(duties, shifts, leaves),
    leaves,
    holidays: new Set(holidays.map(({ siteId, date }) => `${siteId} ${date}`)),
    house: settings.night,
  }
}

/** What each has had beyond his share in the year before a date. */
export async function readCarried(db: Reader, until: string): Promise<Map<string, Beyond>> {
  const period = { from: monthsBefore(until, MONTHS_BACK), to: until }
  const facts = await readLedgerFacts(db, period)
  return beyondOf(ledgerOf({ ...facts, period }), facts.teamOf)
}

export type Fairness = { entry: Entry; carried: Beyond; view: WorkerView }

/** Of a period, and carried over from the year before it. */
export async function readFairness(db: Reader, period: Period): Promise<Fairness[]> {
  const [facts, carried] = await Promise.all([readLedgerFacts(db, period), readCarried(db, period.from)])
  const views = new Map(facts.views.map((view) => [view.id, view]))
  return [...ledgerOf({ ...facts, period })].flatMap(([id, entry]) => {
    const view = views.get(id)
    return view ? [{ entry, view, carried: carried.get(id) ?? { nights: 0, weekends: 0, holidays: 0, minutes: 0 } }] : []
  })
}

function monthsBefore(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 - months, Math.min(day, 28))).toISOString().slice(0, 10)
}
