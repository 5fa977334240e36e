import { toLeave, toWorker } from '../../../roster-rules/from-wire.ts'
import type { LeaveView, NeedView, ShiftTypeView, WorkerView } from '../../../schemas/planning.ts'
import type { RosterView } from '../../../schemas/rosters.ts'
import { listLeaveViews } from '../../leaves/store.ts'
import { getRosterSettings, listHolidays, listLevels, listNeeds, listShiftTypes, spanOf, type Period, type Reader, type RosterSettings } from '../../store.ts'
import { listWorkers } from '../../workers/store.ts'
import type { RuleFacts } from '../judge.ts'

/** What the rules ask beside the shifts, and the same for the page. */
export type Facts = {
  rules: RuleFacts
  settings: RosterSettings
  workers: WorkerView[]
  leaves: LeaveView[]
  shiftTypes: ShiftTypeView[]
  needs: NeedView[]
  holidays: RosterView['holidays']
}

/** `workers`: only these people, else everybody. */
export async function readFacts({ prisma }: { prisma: Reader }, around: Period, people?: readonly string[]): Promise<Facts> {
  const settings = await getRosterSettings(prisma)
  const [workers, leaves, shiftTypes, levels, needs, holidays] = await Promise.all([
    listWorkers(prisma, { seesPay: false, ids: people }),
    listLeaveViews(prisma, spanOf(around, settings.zone)),
    listShiftTypes(prisma),
    listLevels(prisma),
    listNeeds(prisma),
    listHolidays(prisma, around),
  ])
  return {
    settings,
    workers,
    leaves,
    shiftTypes: shiftTypes.map(({ breaks, forbiddenNext, ...rest }) => ({ ...rest, breaks: [...breaks], forbiddenNext: [...forbiddenNext] })),
    needs: needs.map(({ from, to, days, ...rest }) => ({ ...rest, days: [...days], startsAt: from, endsAt: to })),
    holidays,
    rules: { workers: workers.map(toWorker), leaves: leaves.map(toLeave), shiftTypes, levels, needs, holidays, house: settings.night },
  }
}
