import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { handoverRoutes } from '../../services/cases/handovers/routes.ts'
import { handoverService } from '../../services/cases/handovers/service.ts'
import { SESSION_COOKIE } from '../../services/http/access.ts'
import { LIVE_CHANNEL } from '../../services/http/live/messages.ts'
import { notificationRoutes } from '../../services/notifications/routes.ts'
import { notificationService } from '../../services/notifications/service.ts'
import { openSession } from '../../services/people/sign-in/service.ts'
import type { Role } from '../../services/schemas/people.ts'
import { feedRoutes } from '../../services/shifts/feeds/routes.ts'
import { feedService } from '../../services/shifts/feeds/service.ts'
import { holidayRoutes } from '../../services/shifts/holidays/routes.ts'
import { holidayService } from '../../services/shifts/holidays/service.ts'
import { houseRoutes } from '../../services/shifts/house/routes.ts'
import { houseService } from '../../services/shifts/house/service.ts'
import { leaveRoutes } from '../../services/shifts/leaves/routes.ts'
import { leaveService } from '../../services/shifts/leaves/service.ts'
import { myShiftsRoutes } from '../../services/shifts/mine/routes.ts'
import { myShiftsReader } from '../../services/shifts/mine/service.ts'
import { payClosing } from '../../services/shifts/pay/closing/service.ts'
import { payPackService } from '../../services/shifts/pay/packs/service.ts'
import { payPreviewer } from '../../services/shifts/pay/preview/service.ts'
import { payRoutes } from '../../services/shifts/pay/routes.ts'
import { payService } from '../../services/shifts/pay/service.ts'
import { workedTimeService } from '../../services/shifts/pay/worked-times/service.ts'
import { rosterPartsRoutes } from '../../services/shifts/settings/routes.ts'
import { rosterPartsService } from '../../services/shifts/settings/service.ts'
import { workerRoutes } from '../../services/shifts/workers/routes.ts'
import { workerService } from '../../services/shifts/workers/service.ts'
import { accessServer, aPerson, browser, PUBLIC_URL, type AccessServer, type AccessServerOptions, type Browser } from './access.ts'

export type RosterServer = Awaited<ReturnType<typeof rosterServer>>
export type GivenShift = {
  personId: string
  from: string
  to: string
  plan?: 'draft' | 'published'
  kind?: 'desk' | 'onCall'
  levelId?: string
  typeId?: string
}

/** The server with everything around the roster; a company with a site in Berlin, two levels and their head. It is Monday, 2026-03-02, 10:00 in Berlin. */
export async function rosterServer({ routes }: Pick<AccessServerOptions, 'routes'> = {}) {
  const line = await accessServer({
    routes: ({ database, clock }) => [
      notificationRoutes({ notifications: notificationService({ database, clock }) }),
      rosterPartsRoutes({ parts: rosterPartsService({ database }) }),
      houseRoutes({ house: houseService({ database }) }),
      holidayRoutes({ holidays: holidayService({ database, clock }) }),
      workerRoutes({ workers: workerService({ database }) }),
      leaveRoutes({ leaves: leaveService({ database, clock }) }),
      feedRoutes({ feeds: feedService({ database, clock, baseUrl: () => PUBLIC_URL }) }),
      myShiftsRoutes({ getMyShifts: myShiftsReader({ database, clock }) }),
      payRoutes({
        pay: payService({ database }),
        closing: payClosing({ database, clock }),
        times: workedTimeService({ database, clock }),
        packs: payPackService({ database, clock }),
        preview: payPreviewer({ database }),
      }),
      handoverRoutes({ handovers: handoverService({ database, clock }) }),
      ...(typeof routes === 'function' ? routes({ database, clock }) : (routes ?? [])),
    ],
  })
  const { prisma } = line.database
  const ids = { site: randomUUID(), front: randomUUID(), specialists: randomUUID() }
  const boss = await hired(line, 'admin', 'Boss')
  await prisma.company.create({ data: { id: 1, name: 'Test', zone: 'Europe/Berlin', createdAt: line.clock.now().toJSDate() } })
  await prisma.site.create({ data: { id: ids.site, name: 'Berlin', zone: 'Europe/Berlin' } })
  await prisma.level.createMany({
    data: [
      { id: ids.front, rank: 1, name: 'Front line', headId: boss.id },
      { id: ids.specialists, rank: 2, name: 'Specialists', headId: boss.id, isExecutive: true },
    ],
  })
  await prisma.person.update({ where: { id: boss.id }, data: { levelId: ids.specialists } })
  const addShift = async ({ personId, from, to, plan = 'published', kind = 'desk', levelId = ids.front, typeId }: GivenShift): Promise<string> => {
    const id = randomUUID()
    await prisma.shift.create({
      data: { plan, id, personId, siteId: ids.site, startsAt: from, endsAt: to, kind, levelId, shiftTypeId: typeId ?? null },
    })
    return id
  }
  return { ...line, prisma, ids, boss, addShift, someone: (role: Role, name: string, levelId?: string) => hired(line, role, name, levelId) }
}

/** Signed in without an invitation: only so many of those are answered in an hour. */
async function hired(line: AccessServer, role: Role, name: string, levelId?: string): Promise<Browser & { id: string }> {
  const { id } = await aPerson(line, { role, name })
  if (levelId) await line.database.prisma.person.update({ where: { id }, data: { levelId } })
  const { token } = await openSession(line.database.prisma, id, { userAgent: undefined }, line.clock.now())
  const page = browser(line.app)
  const cookie = `${SESSION_COOKIE}=${token}`
  return { ...page, id, ask: (method, url, body, headers) => page.ask(method, url, body, { cookie, ...headers }) }
}

/** What pages are told, as it comes. */
export async function listenTo({ database }: Pick<AccessServer, 'database'>): Promise<{ notes: string[]; stop: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: database.url })
  const notes: string[] = []
  client.on('notification', ({ payload }) => {
    const { type, id } = JSON.parse(payload ?? '{}') as { type: string; id: string }
    notes.push(`${type} ${id}`)
  })
  await client.connect()
  await client.query(`listen ${LIVE_CHANNEL}`)
  return { notes, stop: () => client.end() }
}
