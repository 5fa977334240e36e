import { randomUUID } from 'node:crypto'
import { IANAZone } from 'luxon'
import type { z } from 'zod'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { site } from '../../schemas/numbers.ts'
import type { level } from '../../schemas/people.ts'
import type { levelChange, newSite, rosterSettings, rosterSettingsChange, siteChange } from '../../schemas/planning.ts'
import { announceRoster } from '../live/store.ts'
import { given } from '../settings/views.ts'
import { getRosterSettings } from '../store.ts'
import { brokenNight } from './night-refusal.ts'

type SiteView = z.infer<typeof site>
type LevelView = z.infer<typeof level>
type Settings = z.infer<typeof rosterSettings>

export type HouseService = ReturnType<typeof houseService>

/** What holds for the whole company: sites, levels, the house's night rule. */
export function houseService({ database: { prisma } }: { database: Pick<Database, 'prisma'> }) {
  return {
    createSite: ({ name, zone }: z.infer<typeof newSite>): Promise<SiteView> =>
      prisma.$transaction(async (tx) => {
        await checkZone(tx, zone)
        await checkSiteNameIsFree(tx, name)
        const row = await tx.site.create({ data: { id: randomUUID(), name, zone } })
        await announceRoster(tx, 'settings')
        return siteView(row)
      }),
    /** The zone of a site with shifts stays: their days and nights are counted by it. */
    changeSite: (id: string, change: z.infer<typeof siteChange>): Promise<SiteView> =>
      prisma.$transaction(async (tx) => {
        // A shift that is being made for this site is seen, or waits.
        const [before] = await tx.$queryRaw<SiteView[]>`SELECT id, name, zone FROM site WHERE id = ${id}::uuid FOR UPDATE`
        if (!before) throw domainError('NOT_FOUND', { kind: 'site', id })
        if (change.zone !== undefined && change.zone !== before.zone) {
          await checkZone(tx, change.zone)
          const shifts = await tx.shift.count({ where: { siteId: id } })
          if (shifts > 0) throw domainError('STILL_IN_USE', { place: `the zone ${before.zone} of ${shifts} shifts` })
        }
        if (change.name !== undefined && change.name !== before.name) await checkSiteNameIsFree(tx, change.name)
        const row = await tx.site.update({ where: { id }, data: given(change) })
        await announceRoster(tx, 'settings')
        return siteView(row)
      }),

    changeLevel: (id: string, { name, headId }: z.infer<typeof levelChange>): Promise<LevelView> =>
      prisma.$transaction(async (tx) => {
        const before = await tx.level.findUnique({ where: { id } })
        if (!before) throw domainError('NOT_FOUND', { kind: 'level', id })
        if (headId !== undefined) await checkHead(tx, headId, before)
        const row = await tx.level.update({ where: { id }, data: given({ name, headId }), include: { head: true } })
        await announceRoster(tx, 'settings')
        return { id, rank: row.rank, name: row.name, isExecutive: row.isExecutive, head: { id: row.headId, name: row.head.name } }
      }),

    getSettings: (): Promise<Settings> => readSettings(prisma),
    /** Refuses a night rule that the rosters break already: the database looks at both of them. */
    changeSettings: async ({ night, mustSignIn, wrapUpSeconds }: z.infer<typeof rosterSettingsChange>): Promise<Settings> => {
      const data = given({ mustSignIn, wrapUpSeconds, nightFrom: night?.from, nightTo: night?.to, nightMinutes: night?.minutes })
      try {
        return await prisma.$transaction(async (tx) => {
          const { count } = await tx.company.updateMany({ data })
          if (count === 0) throw domainError('NOT_FOUND', { kind: 'company', id: '1' })
          await announceRoster(tx, 'settings')
          return readSettings(tx)
        })
      } catch (error) {
        const broken = brokenNight(error)
        if (!broken) throw error
        const person = await prisma.person.findUnique({ where: { id: broken.personId } })
        throw domainError('NIGHT_RULE_BROKEN', { plan: broken.plan, name: person?.name ?? broken.personId })
      }
    },
  }
}

async function readSettings(tx: Transaction): Promise<Settings> {
  const { night, mustSignIn, wrapUpSeconds } = await getRosterSettings(tx)
  return { night, mustSignIn, wrapUpSeconds }
}

/** Node and Postgres must both know it, under this name: an offset such as "+01:00" is one for both, but with opposite signs. */
async function checkZone(tx: Transaction, zone: string): Promise<void> {
  if (!IANAZone.isValidZone(zone)) throw domainError('ZONE_UNKNOWN', { zone })
  const known = await tx.$queryRaw<unknown[]>`SELECT 1 FROM pg_timezone_names WHERE name = ${zone}`
  if (known.length === 0) throw domainError('ZONE_UNKNOWN', { zone })
}

async function checkSiteNameIsFree(tx: Transaction, name: string): Promise<void> {
  if (await tx.site.findUnique({ where: { name } })) throw domainError('ALREADY_EXISTS', { kind: 'Site', value: name })
}

async function checkHead(tx: Transaction, headId: string, level: { rank: number; name: string }): Promise<void> {
  // As whoever deactivates a person (services/people/store.ts, lockAdmins): a head that goes at the same moment would leave a level without keeper.
  await tx.$queryRaw`SELECT id FROM person WHERE role = 'admin' AND is_active ORDER BY id FOR UPDATE`
  const head = await tx.person.findUnique({ where: { id: headId }, include: { level: true } })
  if (!head?.isActive) throw domainError('PERSON_UNKNOWN', { person: headId })
  if (!head.level || head.level.rank < level.rank) throw domainError('HEAD_TOO_LOW', { name: head.name, level: level.name })
}

function siteView({ id, name, zone }: SiteView): SiteView {
  return { id, name, zone }
}
