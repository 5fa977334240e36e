/** Small rosters for stories: who is on when, to the minute, instead of the demo company's. */
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import type { TestLine } from './line.ts'

const ZONE = 'Europe/Berlin'
const instant = (wall: string): Date => DateTime.fromISO(wall, { zone: ZONE }).toJSDate()

/** Nobody is on shift any more. */
export async function emptyTheRoster({ database: { prisma } }: TestLine): Promise<void> {
  await prisma.shift.deleteMany()
}

const idOf = async ({ database: { prisma } }: TestLine, name: string): Promise<string> => (await prisma.person.findFirstOrThrow({ where: { name } })).id

export type ShiftWish = { name: string; from: string; to: string; kind?: 'desk' | 'onCall'; level?: number; skill?: string }

/** Puts somebody on the published roster; times by the clock in Berlin, `2026-03-28T22:00`. Gives the shift's id. */
export async function putOnShift(line: TestLine, { name, from, to, kind = 'desk', level = 1, skill }: ShiftWish): Promise<string> {
  const { prisma } = line.database
  const [person, site, { id: levelId }] = [
    await idOf(line, name),
    await prisma.site.findFirstOrThrow({ where: { name: 'Berlin' } }),
    await prisma.level.findUniqueOrThrow({ where: { rank: level } }),
  ]
  const id = randomUUID()
  const shift = { id, personId: person, siteId: site.id, startsAt: instant(from), endsAt: instant(to), kind, levelId, ...(skill !== undefined && { skill }) }
  await prisma.shift.create({ data: { plan: 'published', ...shift } })
  return id
}

/** Somebody else works that shift, or a part of it. */
export async function standsIn(line: TestLine, shiftId: string, { name, from, to, reason }: { name: string; from: string; to: string; reason: string }) {
  await line.database.prisma.override.create({
    data: {
      id: randomUUID(),
      kind: 'override',
      shiftId,
      personId: await idOf(line, name),
      fromAt: instant(from),
      toAt: instant(to),
      reason,
      createdBy: 'story',
      createdAt: instant(from),
    },
  })
}
