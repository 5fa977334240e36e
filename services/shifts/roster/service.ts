import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { findingView, gapView } from '../../roster-rules/from-wire.ts'
import type { LeaveView } from '../../schemas/planning.ts'
import type { Role } from '../../schemas/people.ts'
import type { RosterView } from '../../schemas/rosters.ts'
import { checkPeriod } from '../period.ts'
import { isPlanner, reasonsFor } from '../planners.ts'
import { listShifts, spanOf, type Period, type Plan } from '../store.ts'
import { rosterEditing, type RosterEditing } from './editing/service.ts'
import { readFacts } from './facts/store.ts'
import { judge, marginOf, millisOf, MOST_DAYS } from './judge.ts'
import { rosterOverrides, type RosterOverrides } from './overrides/service.ts'
import { rosterPublishing, type RosterPublishing } from './publishing/service.ts'
import { countUnpublished, listOverrides } from './store.ts'
import { shiftView, toCover } from './views.ts'

export type RosterParts = { database: Pick<Database, 'prisma'>; clock: Clock }
export type RosterService = { getRoster: (query: Period & { plan: Plan }, role: Role) => Promise<RosterView> } & RosterEditing &
  RosterPublishing &
  RosterOverrides

/** Days around a period that the screen gets with it: a month of averages, and the week in which it ends with the rest after it. */
const SHOWN_AROUND = { before: 35, after: 9 }

/** The roster as supervisors plan it (the draft), make it known (published), and change it for the day (overrides and swaps). */
export function rosterService(parts: RosterParts): RosterService {
  const { prisma } = parts.database
  return {
    getRoster: async ({ from, to, plan }, role) => {
      const plans = isPlanner(role)
      const period = { from, to }
      checkPeriod(period, MOST_DAYS)
      const around = marginOf(period, SHOWN_AROUND)
      const [shifts, facts, overrides, unpublished] = await Promise.all([
        listShifts(prisma, plan, around),
        readFacts(parts.database, around),
        plan === 'published' ? listOverrides(prisma, { revokedAt: null, ...duringDates(marginOf(around, { before: 3, after: 3 })) }) : [],
        plans ? countUnpublished(prisma, period) : 0,
      ])
      const { zone, night } = facts.settings
      const { findings, gaps } = judge(shifts, overrides.map(toCover), facts.rules, period, millisOf(spanOf(period, zone)))
      return {
        ...period,
        plan,
        zone,
        shifts: shifts.map(shiftView),
        workers: plans ? facts.workers : facts.workers.map((worker) => ({ ...worker, contracts: [] })),
        leaves: plans ? facts.leaves : facts.leaves.map(asColleaguesSee),
        overrides: reasonsFor(role, overrides),
        shiftTypes: facts.shiftTypes,
        needs: facts.needs,
        holidays: facts.holidays,
        house: night,
        findings: plans ? findings.map(findingView) : [],
        gaps: gaps.map(gapView),
        unpublished,
      }
    },
    ...rosterEditing(parts),
    ...rosterPublishing(parts),
    ...rosterOverrides(parts),
  }
}

/** Overrides that may touch shifts of these days, whatever the zone. */
function duringDates({ from, to }: Period) {
  return { fromAt: { lt: new Date(to) }, toAt: { gt: new Date(from) } }
}

/** That somebody is away; not that he is ill, nor what was noted about it. */
function asColleaguesSee(leave: LeaveView): LeaveView {
  return { ...leave, kind: 'leave', note: '' }
}
