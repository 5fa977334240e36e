/** A company with two levels and whoever a test needs on them; shifts are published at once. */
import { randomUUID } from 'node:crypto'
import type { Database } from '../../services/db.ts'
import type { Role } from '../../services/schemas/people.ts'

export const ZONE = 'Europe/Berlin'

export type ShiftOptions = { kind?: 'desk' | 'onCall'; levelId?: string; skill?: string | null; plan?: 'draft' | 'published'; id?: string }
export type SmallRoster = Awaited<ReturnType<typeof smallRoster>>

export async function smallRoster({ prisma }: Pick<Database, 'prisma'>, { mustSignIn = true, at = new Date('2026-03-01T00:00:00Z') } = {}) {
  const person = async (name: string, more: { phone?: string | null; role?: Role; isTrainee?: boolean; speaks?: string[] } = {}): Promise<string> => {
    const { phone = null, role = 'agent', ...rest } = more
    const id = randomUUID()
    await prisma.person.create({ data: { id, name, email: `${id}@example.org`, phone, role, createdAt: at, ...rest } })
    return id
  }
  await prisma.company.create({ data: { id: 1, name: 'Havel Heating', zone: ZONE, mustSignIn, createdAt: at } })
  const siteId = randomUUID()
  await prisma.site.create({ data: { id: siteId, name: 'Berlin', zone: ZONE } })
  const [head, boss] = [await person('Hanna Head'), await person('Bruno Boss')]
  const level = async (rank: number, name: string, headId: string): Promise<string> =>
    (await prisma.level.create({ data: { id: randomUUID(), rank, name, headId } })).id
  const [front, second] = [await level(1, 'Front line', head), await level(2, 'Specialists', boss)]
  return {
    siteId,
    head,
    boss,
    front,
    second,
    person,
    shift: async (
      personId: string,
      from: string,
      to: string,
      { kind = 'desk', levelId = front, skill = null, plan = 'published', id = randomUUID() }: ShiftOptions = {},
    ) => {
      await prisma.shift.create({ data: { plan, id, personId, siteId, startsAt: new Date(from), endsAt: new Date(to), kind, levelId, skill } })
      return id
    },
    standIn: (shiftId: string, personId: string, from: string, to: string, reason = 'ill') =>
      prisma.override.create({
        data: { id: randomUUID(), kind: 'override', shiftId, personId, fromAt: new Date(from), toAt: new Date(to), reason, createdBy: 'test', createdAt: at },
      }),
    need: (startsAt: string, endsAt: string, more: { people?: number; days?: number[]; skill?: string; levelId?: string } = {}) =>
      prisma.need.create({
        data: { id: randomUUID(), siteId, levelId: front, kind: 'desk', days: [1, 2, 3, 4, 5, 6, 7], people: 1, startsAt, endsAt, ...more },
      }),
  }
}
