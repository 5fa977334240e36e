import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { datesBetween } from '../../local-time/wall-clock.ts'
import type { holiday, holidayImported } from '../../schemas/planning.ts'
import { announceRoster } from '../live/store.ts'
import { checkPeriod } from '../period.ts'
import { dateText, toDate, type Period } from '../store.ts'
import { holidaysIn } from './all-day.ts'
import { eventsIn } from './ical/service.ts'

type HolidayView = z.infer<typeof holiday>

export type HolidayService = ReturnType<typeof holidayService>

/** The days on which a site rests. */
export function holidayService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    listHolidays: async (siteId: string, period: Period): Promise<HolidayView[]> => {
      checkPeriod(period)
      await getSite(prisma, siteId)
      const rows = await prisma.holiday.findMany({ where: { siteId, date: { gte: toDate(period.from), lt: toDate(period.to) } }, orderBy: { date: 'asc' } })
      return rows.map(({ date, name }) => ({ date: dateText(date), name }))
    },
    putHoliday: (siteId: string, date: string, name: string): Promise<HolidayView> =>
      prisma.$transaction(async (tx) => {
        await getSite(tx, siteId)
        const key = { siteId, date: toDate(date) }
        await tx.holiday.upsert({ where: { siteId_date: key }, create: { ...key, name }, update: { name } })
        await announceRoster(tx, 'settings')
        return { date, name }
      }),
    deleteHoliday: (siteId: string, date: string): Promise<void> =>
      prisma.$transaction(async (tx) => {
        const { count } = await tx.holiday.deleteMany({ where: { siteId, date: toDate(date) } })
        if (count === 0) throw domainError('NOT_FOUND', { kind: 'holiday', id: date })
        await announceRoster(tx, 'settings')
      }),
    /** Days that are known keep their names. */
    importHolidays: async (siteId: string, text: string): Promise<z.infer<typeof holidayImported>> => {
      await getSite(prisma, siteId)
      const { holidays, skipped } = holidaysIn(eventsIn(text, clock.now()), datesBetween)
      return prisma.$transaction(async (tx) => {
        const data = holidays.map(({ date, name }) => ({ siteId, date: toDate(date), name }))
        const { count: added } = await tx.holiday.createMany({ data, skipDuplicates: true })
        if (added > 0) await announceRoster(tx, 'settings')
        return { added, known: holidays.length - added, skipped }
      })
    },
  }
}

async function getSite(tx: Transaction, id: string): Promise<void> {
  if (!(await tx.site.findUnique({ where: { id } }))) throw domainError('NOT_FOUND', { kind: 'site', id })
}
