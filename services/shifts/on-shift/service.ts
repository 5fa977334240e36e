import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import type { OnShiftAnswer, OnShiftQuery } from '../../roster-rules/model.ts'
import type { Role } from '../../schemas/people.ts'
import type { BoardView, DutyView, GapView, onShiftAnswer, onShiftQuery } from '../../schemas/rosters.ts'
import { whoIsOn } from '../on-shift.ts'
import { reasonsFor } from '../planners.ts'
import { checkPeriod } from '../period.ts'
import { getRosterSettings, listDuties, spanOf, type Period, type Span } from '../store.ts'
import { gapsAhead, listGaps, rosterAround } from './store.ts'
import { answerView, asGuestsSee, boardLevel, dutyView, gapView, type Names } from './views.ts'

const MOST_DAYS = 62
const DAYS_OF_GAPS = 14

export type OnShiftService = ReturnType<typeof onShift>

/** Whose phone rings, who answers for a level, who is on and who comes: all from the published roster. */
export function onShift({ database, clock }: { database: Pick<Database, 'prisma' | 'linePool'>; clock: Clock }) {
  const { prisma, linePool } = database
  const nextGaps = gapsAhead(prisma, DAYS_OF_GAPS)
  const namesOf = async (): Promise<Names> => new Map((await prisma.person.findMany({ select: { id: true, name: true } })).map(({ id, name }) => [id, name]))
  const spanIn = async ({ from, to }: Period): Promise<Span> => {
    checkPeriod({ from, to }, MOST_DAYS)
    return spanOf({ from, to }, (await getRosterSettings(prisma)).zone)
  }

  return {
    /** On the way of a webhook: one statement on the line's pool. */
    whoIsOn: async (query: OnShiftQuery): Promise<OnShiftAnswer> => whoIsOn(query, await rosterAround(linePool, new Date(query.at))),
    /** The same for pages and programs, and as much of it as `role` may read. */
    getOnShift: async (given: z.infer<typeof onShiftQuery>, role: Role): Promise<z.infer<typeof onShiftAnswer>> => {
      const at = given.at === undefined ? clock.now().toMillis() : Date.parse(given.at)
      const { siteId = null, levelId = null, skill = null, language = null, isUrgent } = given
      const roster = await rosterAround(linePool, new Date(at))
      const names = new Map(roster.people.map(({ id, name }) => [id, name]))
      const answer = whoIsOn({ at, siteId, levelId, skill, language, isUrgent }, { ...roster, duties: reasonsFor(role, roster.duties) })
      return answerView(answer, at, names)
    },
    getBoard: async (role: Role): Promise<BoardView> => {
      const now = clock.now()
      const [whole, levels, gaps] = await Promise.all([
        rosterAround(prisma, now.toJSDate()),
        prisma.level.findMany({ include: { head: true }, orderBy: { rank: 'desc' } }),
        nextGaps(now.toMillis()),
      ])
      const roster = { ...whole, duties: reasonsFor(role, whole.duties) }
      const names = new Map(roster.people.map(({ id, name }) => [id, name]))
      const shown = levels.map((level) => boardLevel(level, now.toMillis(), roster, names))
      return {
        at: now.toJSDate().toISOString(),
        levels: role === 'guest' ? shown.map(asGuestsSee) : shown,
        gaps: gaps.map(gapView),
      }
    },
    listGaps: async (period: Period): Promise<GapView[]> => (await listGaps(prisma, await spanIn(period))).map(gapView),
    /** Who was and will be on. */
    listDuties: async (period: Period, role: Role): Promise<DutyView[]> => {
      const span = await spanIn(period)
      const [duties, names] = await Promise.all([listDuties(prisma, span), namesOf()])
      return reasonsFor(role, duties).map((duty) => dutyView(duty, names))
    },
  }
}
