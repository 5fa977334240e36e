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

it('it comes once', async () => {
  expect(await seedsAfter((prisma) => seedDemo({ database: { prisma }, now }))).toEqual([false, 1])
})
