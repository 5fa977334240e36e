import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Feed, Person } from '../../../prisma/generated/client.ts'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { PersonPrincipal } from '../../http/access.ts'
import type { Duty } from '../../roster-rules/model.ts'
import { STAFF } from '../../schemas/people.ts'
import type { createdFeed, feed } from '../../schemas/rosters.ts'
import { hashOf, newSecret } from '../../secrets/service.ts'
import { isToken } from '../../secrets/token.ts'
import { listDuties } from '../store.ts'
import { calendarOf, type FeedNames } from './calendar.ts'

type FeedView = z.infer<typeof feed>
type Scope = FeedView['scope']

const DAYS_BACK = 30
const DAYS_AHEAD = 90

export type FeedService = ReturnType<typeof feedService>
export type FeedOptions = { database: Pick<Database, 'prisma'>; clock: Clock; baseUrl: () => string }

/** Calendars that other programs read by a secret link. */
export function feedService({ database: { prisma }, clock, baseUrl }: FeedOptions) {
  return {
    listFeeds: async (personId: string): Promise<FeedView[]> =>
      (await prisma.feed.findMany({ where: { personId, revokedAt: null }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })).map(feedView),
    /** `url` is in this answer only; the table has the token's hash. */
    createFeed: async (by: PersonPrincipal, scope: Scope): Promise<z.infer<typeof createdFeed>> => {
      // The role of his own, not the one that a guest has while he is on duty: the link outlives the duty.
      const { role } = await prisma.person.findUniqueOrThrow({ where: { id: by.id } })
      if (scope === 'team' && !STAFF.includes(role)) throw domainError('ROLE_NOT_ALLOWED', { role, allowed: STAFF.join(', ') })
      const token = newSecret()
      const row = await prisma.feed.create({
        data: { id: randomUUID(), tokenHash: hashOf(token), personId: by.id, scope, createdAt: clock.now().toJSDate() },
      })
      return { ...feedView(row), url: `${baseUrl()}/feeds/${token}.ics` }
    },
    revokeFeed: async (personId: string, id: string): Promise<void> => {
      const { count } = await prisma.feed.updateMany({ where: { id, personId, revokedAt: null }, data: { revokedAt: clock.now().toJSDate() } })
      if (count === 0) throw domainError('NOT_FOUND', { kind: 'feed', id })
    },
    /** What the link shows. Unknown, revoked, of somebody who has left or may no longer see it: all the same from outside. */
    readFeed: async (token: string): Promise<string> => {
      const found = isToken(token) ? await prisma.feed.findUnique({ where: { tokenHash: hashOf(token) }, include: { person: true } }) : null
      if (!found || !isOpen(found)) throw domainError('NOT_FOUND', { kind: 'calendar', id: '***' })
      const now = clock.now()
      const duties = await listDuties(prisma, { from: now.minus({ days: DAYS_BACK }).toJSDate(), to: now.plus({ days: DAYS_AHEAD }).toJSDate() })
      const isTeam = found.scope === 'team'
      const shown = isTeam ? duties : duties.filter(({ personId }) => personId === found.personId)
      const look = { title: isTeam ? 'Nightline' : `Nightline: ${found.person.name}`, language: found.person.language, withNames: isTeam }
      return calendarOf(look, shown, await namesOf(prisma, shown), now.toJSDate())
    },
  }
}

function isOpen({ revokedAt, scope, person }: Feed & { person: Person }): boolean {
  return revokedAt === null && person.isActive && (scope === 'mine' || STAFF.includes(person.role))
}

async function namesOf(prisma: Database['prisma'], duties: readonly Duty[]): Promise<FeedNames> {
  const select = { id: true, name: true } as const
  const people = [...new Set(duties.flatMap(({ personId, plannedId }) => [personId, plannedId]))]
  const [persons, levels, sites, types, shifts] = await Promise.all([
    prisma.person.findMany({ where: { id: { in: people } }, select }),
    prisma.level.findMany({ select }),
    prisma.site.findMany({ select }),
    prisma.shiftType.findMany({ select }),
    prisma.shift.findMany({
      where: { plan: 'published', id: { in: [...new Set(duties.map(({ shiftId }) => shiftId))] } },
      select: { id: true, shiftTypeId: true },
    }),
  ])
  const byId = (rows: readonly { id: string; name: string }[]) => new Map(rows.map(({ id, name }) => [id, name]))
  const typeNames = byId(types)
  const typed = shifts.flatMap(({ id, shiftTypeId }) => {
    const name = typeNames.get(shiftTypeId ?? '')
    return name === undefined ? [] : [[id, name] as const]
  })
  return { people: byId(persons), levels: byId(levels), sites: byId(sites), types: new Map(typed) }
}

function feedView({ id, scope, createdAt }: Feed): FeedView {
  return { id, scope: scope as Scope, createdAt: createdAt.toISOString() }
}
