import { randomUUID } from 'node:crypto'
import { IANAZone } from 'luxon'
import type { z } from 'zod'
import type { DirectoryEntry } from '../../prisma/generated/client.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../db.ts'
import { domainError } from '../errors.ts'
import { toE164 } from '../numbers/e164.ts'
import type { directoryEntryInput, DirectoryEntryView, directoryFilter, newUnmet, unmetRow } from '../schemas/directory.ts'
import { containing, searchedDigits } from '../search.ts'
import { addUnmet } from './store.ts'

type Input = z.infer<typeof directoryEntryInput>
type UnmetRow = z.infer<typeof unmetRow>

const STALE_DAYS = 90
const UNMET_DAYS = 90
const MOST = 500
const MOST_UNMET = 50

export type DirectoryService = ReturnType<typeof directoryService>

/** Whom callers ask for, and what they ask for in vain. */
export function directoryService({ database: { prisma, pool }, clock }: { database: Pick<Database, 'prisma' | 'pool'>; clock: Clock }) {
  const view = (row: DirectoryEntry): DirectoryEntryView => entryView(row, clock.now().minus({ days: STALE_DAYS }).toJSDate())

  /** What is written now was looked at now. */
  const dataOf = ({ number, hours, ...input }: Input) => {
    if (!IANAZone.isValidZone(input.zone)) throw domainError('ZONE_UNKNOWN', { zone: input.zone })
    return { ...input, number: number ? toE164(number) : null, ...(hours && { hours }), checkedAt: clock.now().toJSDate() }
  }
  const checkNameIsFree = async ({ section, name }: Input, id?: string): Promise<void> => {
    const found = await prisma.directoryEntry.findUnique({ where: { section_name: { section, name } } })
    if (found && found.id !== id) throw domainError('ALREADY_EXISTS', { kind: 'Entry', value: name })
  }
  const checkExists = async (id: string): Promise<void> => {
    if (!(await prisma.directoryEntry.findUnique({ where: { id } }))) throw domainError('NOT_FOUND', { kind: 'directory entry', id })
  }

  return {
    listEntries: async ({ q, section }: z.infer<typeof directoryFilter>): Promise<DirectoryEntryView[]> => {
      const where = { isActive: true, ...(section !== undefined && { section }), ...(q && { OR: matches(q) }) }
      return (await prisma.directoryEntry.findMany({ where, orderBy: [{ section: 'asc' }, { name: 'asc' }], take: MOST })).map(view)
    },
    createEntry: async (input: Input): Promise<DirectoryEntryView> => {
      const data = dataOf(input)
      await checkNameIsFree(input)
      return view(await prisma.directoryEntry.create({ data: { id: randomUUID(), ...data } }))
    },
    replaceEntry: async (id: string, input: Input): Promise<DirectoryEntryView> => {
      const data = dataOf(input)
      await checkExists(id)
      await checkNameIsFree(input, id)
      // Written anew: an entry that loses its hours must lose them here too.
      const [, row] = await prisma.$transaction([prisma.directoryEntry.delete({ where: { id } }), prisma.directoryEntry.create({ data: { id, ...data } })])
      return view(row)
    },
    deleteEntry: async (id: string): Promise<void> => {
      await checkExists(id)
      await prisma.directoryEntry.delete({ where: { id } })
    },
    /** Of late; spelling counts, but not capitals. */
    listUnmet: async (): Promise<UnmetRow[]> => {
      const { rows } = await pool.query<Omit<UnmetRow, 'lastAt'> & { lastAt: Date }>(
        `select lower(trim(asked)) as asked, section, by, count(*)::int as count, max(at) as "lastAt" from unmet_request where at > $1
          group by 1, 2, 3 order by count desc, max(at) desc, 1 limit ${MOST_UNMET}`,
        [clock.now().minus({ days: UNMET_DAYS }).toJSDate()],
      )
      return rows.map((row) => ({ ...row, lastAt: row.lastAt.toISOString() }))
    },
    /** One of us looked in vain. */
    addUnmet: ({ asked, section }: z.infer<typeof newUnmet>): Promise<void> =>
      addUnmet(prisma, { id: randomUUID(), callSid: null, section: section ?? null, asked, by: 'agent', at: clock.now().toJSDate() }),
  }
}

function matches(q: string) {
  const digits = searchedDigits(q)
  return [
    { name: containing(q) },
    { section: containing(q) },
    { aliases: { has: q } },
    { note: containing(q) },
    ...(digits ? [{ number: { contains: digits } }] : []),
  ]
}

function entryView(
  { id, section, name, aliases, number, hours, zone, note, source, checkedAt, isSponsored }: DirectoryEntry,
  staleBefore: Date,
): DirectoryEntryView {
  return {
    ...{ id, section, name, aliases, number, zone, note, source, isSponsored },
    hours: hours as DirectoryEntryView['hours'],
    checkedAt: checkedAt.toISOString(),
    isStale: checkedAt < staleBefore,
  }
}
