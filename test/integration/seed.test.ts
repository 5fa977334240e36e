import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { seedDemo } from '../../prisma/seed.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { cloneDatabase } from '../support/database.ts'

const now = new Date('2026-11-18T09:00:00Z')

async function seedsAfter(work: (database: Database['prisma']) => Promise<unknown>): Promise<[isSeeded: boolean, companies: number]> {
  const cloned = await cloneDatabase()
  const database = openDatabase({ url: cloned.url, onError: () => undefined })
  try {
    await work(database.prisma)
    return [await seedDemo({ database, now }), await database.prisma.company.count()]
  } finally {
    await database.close()
    await cloned.drop()
  }
}

it('the demo company comes into an empty database', async () => {
  expect(await seedsAfter(async () => undefined)).toEqual([true, 1])
})

it.each<[string, (prisma: Database['prisma']) => Promise<unknown>]>([
  ['a person', (prisma) => prisma.person.create({ data: { id: randomUUID(), name: 'Ada', email: 'ada@example.org', role: 'admin', createdAt: now } })],
  [
    'a number',
    (prisma) =>
      prisma.site.create({
        data: {
          id: randomUUID(),
          name: 'Here',
          zone: 'Europe/Berlin',
          numbers: { create: { number: '+493023125999', label: 'Line', flow: 'support', createdAt: now } },
        },
      }),
  ],
  [
    'a call',
    (prisma) =>
      prisma.call.create({
        data: {
          sid: 'CA1',
          direction: 'inbound',
          fromRaw: '',
          fromKind: 'withheld',
          toRaw: '',
          flow: 'support',
          flowVersion: '1',
          language: 'en',
          session: {},
          startedAt: now,
          lastEventAt: now,
        },
      }),
  ],
])('it does not where there is %s already', async (_, work) => {
  expect(await seedsAfter(work)).toEqual([false, 0])
})

it('with work under way there are cases at every level, each with its owner', async () => {
  const cloned = await cloneDatabase()
  const database = openDatabase({ url: cloned.url, onError: () => undefined })
  try {
    expect(await seedDemo({ database, now, hasWork: true })).toBe(true)
    const open = await database.prisma.case.findMany({
      where: { status: 'open' },
      include: { level: true, custodies: { where: { toAt: null } }, promises: true },
    })
    expect([...new Set(open.map(({ level }) => level.rank))].sort()).toEqual([1, 2, 3, 4])
    expect(open.every(({ custodies }) => custodies.length === 1)).toBe(true)
    expect(open.some(({ promises }) => promises.some(({ dueAt, keptAt }) => keptAt === null && dueAt < now))).toBe(true)
    expect(open.some(({ custodies }) => custodies[0]?.isKeeper)).toBe(true)
    expect(await database.prisma.caseRating.count()).toBe(1)
    const callbacks = await database.prisma.callback.findMany({ orderBy: { requestedAt: 'asc' } })
    expect(callbacks.map(({ state }) => state)).toEqual(['done', 'cancelled', 'scheduled', 'scheduled', 'scheduled'])
    expect(callbacks.every(({ state, windowFrom }) => state !== 'scheduled' || windowFrom > now)).toBe(true)
  } finally {
    await database.close()
    await cloned.drop()
  }
})

it('it comes once', async () => {
  expect(await seedsAfter((prisma) => seedDemo({ database: { prisma }, now }))).toEqual([false, 1])
})
