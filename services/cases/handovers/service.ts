import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Handover } from '../../../prisma/generated/client.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { tell } from '../../notifications/store.ts'
import type { Duty } from '../../roster-rules/model.ts'
import type { handover, newHandover } from '../../schemas/rosters.ts'
import { checkLevel } from '../../shifts/settings/store.ts'
import { listDuties } from '../../shifts/store.ts'

type HandoverView = z.infer<typeof handover>

const MOST = 20
/** A shift that ended so long ago is still the one that is handed over; so near must a shift begin to be the next one. */
const NEAR_HOURS = 2
const NOTICE_LETTERS = 200

export type HandoverService = ReturnType<typeof handoverService>

/**
 * What those who leave tell those who come, with the open cases of the level as they stand. Callbacks will be handed over beside the cases
 * when they exist: a column of their own, as `open_cases`.
 */
export function handoverService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    createHandover: (personId: string, { note, levelId: asked }: z.infer<typeof newHandover>): Promise<HandoverView> =>
      prisma.$transaction(async (tx) => {
        const now = clock.now()
        const at = now.toJSDate()
        if (asked !== undefined) await checkLevel(tx, asked)
        const person = await tx.person.findUniqueOrThrow({ where: { id: personId } })
        const duties = await listDuties(tx, { from: now.minus({ hours: NEAR_HOURS }).toJSDate(), to: now.plus({ hours: NEAR_HOURS, seconds: 1 }).toJSDate() })
        const ended = lastDuty(duties, personId, at.getTime())
        const levelId = asked ?? ended?.levelId ?? person.levelId
        if (levelId === null) throw await noLevel(tx)
        const row = await tx.handover.create({
          data: {
            id: randomUUID(),
            levelId,
            shiftId: ended?.shiftId ?? null,
            fromPersonId: personId,
            note,
            openCases: await openCasesOf(tx, levelId),
            createdAt: at,
          },
        })
        const body = { from: person.name, note: [...note].slice(0, NOTICE_LETTERS).join('') }
        await tell(tx, nextOn(duties, levelId, at.getTime(), personId), { kind: 'handover', key: `handover:${row.id}`, body }, at)
        return handoverView(row, await namesOf(tx, [row]))
      }),
    /** The last ones, of one level or of all. */
    listHandovers: async (levelId: string | undefined): Promise<HandoverView[]> => {
      const where = levelId === undefined ? {} : { levelId }
      const rows = await prisma.handover.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take: MOST })
      const names = await namesOf(prisma, rows)
      return rows.map((row) => handoverView(row, names))
    },
    /** The first who reads it counts. */
    markRead: (personId: string, id: string): Promise<HandoverView> =>
      prisma.$transaction(async (tx) => {
        await tx.handover.updateMany({ where: { id, readAt: null }, data: { readBy: personId, readAt: clock.now().toJSDate() } })
        const row = await tx.handover.findUnique({ where: { id } })
        if (!row) throw domainError('NOT_FOUND', { kind: 'handover', id })
        return handoverView(row, await namesOf(tx, [row]))
      }),
  }
}

/** The duty that he has now, else the one that ended last; `duties` are near. */
function lastDuty(duties: readonly Duty[], personId: string, at: number): Duty | undefined {
  const begun = duties.filter((duty) => duty.personId === personId && duty.from <= at)
  return begun.sort((a, b) => b.to - a.to)[0]
}

/** Whose duty at the level begins about now. */
function nextOn(duties: readonly Duty[], levelId: string, at: number, except: string): string[] {
  const near = NEAR_HOURS * 3_600_000
  return duties.filter((duty) => duty.levelId === levelId && Math.abs(duty.from - at) <= near && duty.personId !== except).map(({ personId }) => personId)
}

async function openCasesOf(tx: Transaction, levelId: string): Promise<HandoverView['openCases']> {
  const rows = await tx.case.findMany({
    where: { levelId, status: 'open' },
    include: { custodies: { where: { toAt: null }, include: { person: true } } },
    orderBy: [{ openedAt: 'asc' }, { number: 'asc' }],
  })
  return rows.map(({ number, title, severity, custodies }) => ({ number, title, severity, owner: custodies[0]?.person.name ?? '' }))
}

async function noLevel(tx: Transaction): Promise<Error> {
  const levels = await tx.level.findMany({ orderBy: { rank: 'asc' } })
  return domainError('LEVEL_UNKNOWN', { level: '', allowed: levels.map(({ id, name }) => `${id} (${name})`).join(', ') })
}

async function namesOf(tx: Transaction, rows: readonly Handover[]): Promise<Map<string, string>> {
  const ids = new Set(rows.flatMap(({ fromPersonId, readBy }) => (readBy === null ? [fromPersonId] : [fromPersonId, readBy])))
  const people = await tx.person.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } })
  return new Map(people.map(({ id, name }) => [id, name]))
}

function handoverView({ id, levelId, fromPersonId, note, openCases, createdAt, readBy, readAt }: Handover, names: ReadonlyMap<string, string>): HandoverView {
  const ref = (person: string) => ({ id: person, name: names.get(person) ?? '?' })
  return {
    id,
    levelId,
    from: ref(fromPersonId),
    note,
    openCases: openCases as HandoverView['openCases'],
    createdAt: createdAt.toISOString(),
    readBy: readBy === null ? null : ref(readBy),
    readAt: readAt?.toISOString() ?? null,
  }
}
