/** A roster that is worked: so many people for so many days, lawful by the German rules, with some who have hours left. */
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import type { Database } from '../../services/db.ts'

export const WORKED_FROM = '2026-03-02'
const ZONE = 'Europe/Berlin'
const TIMES = { E: ['06:00', '14:00'], L: ['14:00', '22:00'], N: ['22:00', '06:00'] } as const
const FULL = 'EELLN--'
const FEW = 'E--L---'

export type WorkedRoster = Awaited<ReturnType<typeof workedRoster>>

export async function workedRoster({ prisma }: Pick<Database, 'prisma'>, { people, days }: { people: number; days: number }) {
  const at = new Date('2026-01-01T00:00:00Z')
  const ids = Array.from({ length: people }, () => randomUUID()).sort()
  const [siteId, levelId, plannerId] = [randomUUID(), randomUUID(), randomUUID()]
  await prisma.company.create({ data: { id: 1, name: 'Test', zone: ZONE, createdAt: at } })
  await prisma.site.create({ data: { id: siteId, name: 'Berlin', zone: ZONE } })
  const named = [
    ...ids.map((id, n) => ({ id, name: `Agent ${String(n).padStart(2, '0')}`, role: 'agent' as const })),
    { id: plannerId, name: 'Vera', role: 'supervisor' as const },
  ]
  await prisma.person.createMany({ data: named.map((one) => ({ ...one, email: `${one.id}@example.org`, createdAt: at })) })
  await prisma.level.create({ data: { id: levelId, rank: 1, name: 'Front line', headId: plannerId } })
  await prisma.person.updateMany({ where: { id: { in: ids } }, data: { levelId, siteId } })
  await prisma.contract.createMany({
    data: ids.map((personId) => ({ personId, validFrom: at, pack: 'de', weeklyMinutes: 2_400, hourlyRate: 2_000, currency: 'EUR' })),
  })
  const types = Object.entries(TIMES).map(([name, [startsAt, endsAt]]) => ({ id: randomUUID(), name, startsAt, endsAt }))
  const pauses = { E: '10:00', L: '18:00', N: '02:00' } as Record<string, string>
  await prisma.shiftType.createMany({
    data: types.map((type) => ({ ...type, siteId, levelId, kind: 'desk', breaks: [{ from: pauses[type.name] ?? '', minutes: 30, isPaid: false }] })),
  })
  const shifts = ids.flatMap((personId, n) =>
    Array.from({ length: days }, (_, day) => {
      const kind = (n % 5 === 4 ? FEW : FULL)[(day + n * 3) % 7] as keyof typeof TIMES | '-'
      return kind === '-' ? [] : [shiftOn(personId, day, kind)]
    }).flat(),
  )

  function shiftOn(personId: string, day: number, kind: keyof typeof TIMES) {
    const start = DateTime.fromISO(`${WORKED_FROM}T${TIMES[kind][0]}`, { zone: ZONE }).plus({ days: day })
    const end = DateTime.fromISO(`${WORKED_FROM}T${TIMES[kind][1]}`, { zone: ZONE }).plus({ days: kind === 'N' ? day + 1 : day })
    const rest = start.plus({ hours: 4 })
    const had = [{ from: rest.toJSDate().toISOString(), to: rest.plus({ minutes: 30 }).toJSDate().toISOString(), isPaid: false }]
    return {
      ...{ id: randomUUID(), personId, siteId, levelId, kind: 'desk', breaks: had, shiftTypeId: types.find(({ name }) => name === kind)?.id ?? null },
      ...{ startsAt: start.toJSDate(), endsAt: end.toJSDate() },
    }
  }

  for (const plan of ['published', 'draft']) await prisma.shift.createMany({ data: shifts.map((shift) => ({ plan, ...shift })) })
  return { ids, siteId, levelId, planner: { id: plannerId, name: 'Vera', role: 'supervisor' as const }, shifts, types }
}

export const berlinAt = (day: number, time: string): string =>
  DateTime.fromISO(`${WORKED_FROM}T${time}`, { zone: ZONE }).plus({ days: day }).toUTC().toISO() ?? ''
