import type { Worker } from '../../roster-rules/model.ts'
import type { Cell, Cells } from './cells.ts'
import { BURDENS, burdensOf } from '../fairness/burdens.ts'
import { openNeeds } from './cover-rows.ts'
import { demandOf, type Demand } from './demand.ts'
import type { Carried, Question } from './question.ts'
import type { Slices } from './slices.ts'
import { timeOf } from '../fairness/shares.ts'

export type Aims = {
  /** What would be fair for somebody in the period: his share of what is needed, less what he has had too much of. May be below 0. */
  fairOf: (personId: string) => Carried
  /** His share, and the minutes of his contract. */
  timeOf: (personId: string) => { share: number; minutes: number }
  demand: readonly Demand[]
  /** Sites and dates. */
  holidays: ReadonlySet<string>
}

const NOTHING: Carried = { nights: 0, weekends: 0, holidays: 0, minutes: 0 }
/** Hours carried over are made up for by so much of a month at most. */
const MOST_MADE_UP = 0.15

type Input = { question: Question; cells: Cells; agents: readonly Worker[]; may: ReadonlyMap<string, readonly Cell[]> }

export function* aimsOf({ question, cells, agents, may }: Input): Slices<Aims> {
  const { facts, zones, homes, period, carried } = question
  const holidays = new Set(facts.holidays.map(({ siteId, date }) => `${siteId} ${date}`))
  const demand = demandOf(yield* openNeeds(question, cells, []))
  const times = new Map(
    agents.map((worker) => {
      const siteId = homes.get(worker.id) ?? may.get(worker.id)?.[0]?.shift.siteId ?? ''
      const leaves = facts.leaves.filter(({ personId }) => personId === worker.id)
      return [worker.id, timeOf({ worker, leaves, ...period, zone: zones.get(siteId) ?? 'UTC', isHoliday: (date) => holidays.has(`${siteId} ${date}`) })]
    }),
  )
  const fair = new Map(agents.map(({ id }) => [id, { ...NOTHING }]))
  for (const place of demand) dealOut(place, { question, agents, may, times, fair, holidays })
  return {
    fairOf: (id) => lessCarried(fair.get(id) ?? NOTHING, carried.get(id) ?? NOTHING),
    timeOf: (id) => times.get(id) ?? { share: 0, minutes: 0 },
    demand,
    holidays,
  }
}

type Dealing = Pick<Input, 'question' | 'agents' | 'may'> & {
  times: ReadonlyMap<string, { share: number; minutes: number }>
  fair: ReadonlyMap<string, Carried>
  holidays: ReadonlySet<string>
}

/** What a place needs is for those of its own level; those above it only where it has none. Each by his share. */
function dealOut(place: Demand, { question, agents, may, times, fair, holidays }: Dealing): void {
  const rank = question.facts.levels.find(({ id }) => id === place.levelId)?.rank
  const counts = burdensOf({ house: question.facts.house, holidays })
  const isHere = ({ shift }: Cell): boolean => shift.levelId === place.levelId && shift.siteId === place.siteId && shift.kind === place.kind
  const own = agents.filter(({ id }) => (may.get(id) ?? []).some(isHere))
  const ofLevel = own.filter(({ levelRank }) => levelRank === rank)
  const team = ofLevel.length > 0 ? ofLevel : own
  for (const burden of BURDENS) {
    const able = team.filter(({ id }) => (may.get(id) ?? []).some((cell) => isHere(cell) && counts(cell.shift)[burden]))
    const shares = able.reduce((sum, { id }) => sum + (times.get(id)?.share ?? 0), 0)
    const all = place.cells.filter(({ shift }) => counts(shift)[burden]).length
    for (const { id } of able) {
      const his = fair.get(id)
      if (his && shares > 0) his[burden] += (all * (times.get(id)?.share ?? 0)) / shares
    }
  }
  if (place.kind === 'onCall') return
  const asked = team.reduce((sum, { id }) => sum + (times.get(id)?.minutes ?? 0), 0)
  const needed = place.cells.reduce((sum, { work }) => sum + work, 0)
  for (const { id } of team) {
    const his = fair.get(id)
    // Who is needed less than his contract says has less to do, as all others have; nobody has to work more than it says.
    if (his && asked > 0) his.minutes += (times.get(id)?.minutes ?? 0) * Math.min(1, needed / asked)
  }
}

function lessCarried(fair: Carried, carried: Carried): Carried {
  const most = MOST_MADE_UP * fair.minutes
  return {
    nights: fair.nights - carried.nights,
    weekends: fair.weekends - carried.weekends,
    holidays: fair.holidays - carried.holidays,
    minutes: fair.minutes - Math.max(-most, Math.min(most, carried.minutes)),
  }
}
