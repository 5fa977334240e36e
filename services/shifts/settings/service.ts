import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { needChange, newNeed, newShiftType, NeedView, shiftTypeChange, ShiftTypeView, skill as skillShape } from '../../schemas/planning.ts'
import { announceRoster } from '../live/store.ts'
import { checkLevel, checkShiftTypes, checkSite, checkSkills } from './store.ts'
import { given, needView, shiftTypeView, usesOf, validColumns } from './views.ts'

type Skill = z.infer<typeof skillShape>
type Asked = { levelId?: string | undefined; skill?: string | null | undefined; forbiddenNext?: string[] | undefined }

export type RosterPartsService = ReturnType<typeof rosterPartsService>

/** What a roster is made of: shift types, needs, skills. Pages hear of every change. */
export function rosterPartsService({ database: { prisma } }: { database: Pick<Database, 'prisma'> }) {
  const changing = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    prisma.$transaction(async (tx) => {
      const result = await work(tx)
      await announceRoster(tx, 'settings')
      return result
    })

  return {
    listShiftTypes: async (): Promise<ShiftTypeView[]> =>
      (await prisma.shiftType.findMany({ orderBy: [{ startsAt: 'asc' }, { name: 'asc' }] })).map(shiftTypeView),
    createShiftType: (created: z.infer<typeof newShiftType>): Promise<ShiftTypeView> =>
      changing(async (tx) => {
        await checkSite(tx, created.siteId)
        await checkAsked(tx, created)
        await checkNameIsFree(tx, created.siteId, created.name)
        return shiftTypeView(await tx.shiftType.create({ data: { id: randomUUID(), ...created } }))
      }),
    /** Types are never deleted, since old rosters name them: `isActive: false`. */
    changeShiftType: (id: string, change: z.infer<typeof shiftTypeChange>): Promise<ShiftTypeView> =>
      changing(async (tx) => {
        const before = await tx.shiftType.findUnique({ where: { id } })
        if (!before) throw domainError('NOT_FOUND', { kind: 'shift type', id })
        await checkAsked(tx, change)
        if (change.name !== undefined && change.name !== before.name) await checkNameIsFree(tx, before.siteId, change.name)
        return shiftTypeView(await tx.shiftType.update({ where: { id }, data: given(change) }))
      }),

    listNeeds: async (): Promise<NeedView[]> =>
      (await prisma.need.findMany({ include: { site: true }, orderBy: [{ levelId: 'asc' }, { startsAt: 'asc' }, { id: 'asc' }] })).map(needView),
    createNeed: (created: z.infer<typeof newNeed>): Promise<NeedView> =>
      changing(async (tx) => {
        await checkSite(tx, created.siteId)
        await checkAsked(tx, created)
        return needView(
          await tx.need.create({ data: { id: randomUUID(), ...created, ...validColumns(created), days: daysOf(created.days) }, include: { site: true } }),
        )
      }),
    changeNeed: (id: string, change: z.infer<typeof needChange>): Promise<NeedView> =>
      changing(async (tx) => {
        if (!(await tx.need.findUnique({ where: { id } }))) throw domainError('NOT_FOUND', { kind: 'need', id })
        await checkAsked(tx, change)
        const data = { ...given(change), ...validColumns(change), ...(change.days && { days: daysOf(change.days) }) }
        return needView(await tx.need.update({ where: { id }, data, include: { site: true } }))
      }),
    deleteNeed: (id: string): Promise<void> =>
      changing(async (tx) => {
        const { count } = await tx.need.deleteMany({ where: { id } })
        if (count === 0) throw domainError('NOT_FOUND', { kind: 'need', id })
      }),

    listSkills: (): Promise<Skill[]> => prisma.skill.findMany({ select: { key: true, name: true }, orderBy: { key: 'asc' } }),
    createSkill: ({ key, name }: Skill): Promise<Skill> =>
      changing(async (tx) => {
        if (await tx.skill.findUnique({ where: { key } })) throw domainError('ALREADY_EXISTS', { kind: 'Skill', value: key })
        return tx.skill.create({ data: { key, name }, select: { key: true, name: true } })
      }),
    renameSkill: (key: string, name: string): Promise<Skill> =>
      changing(async (tx) => {
        await lockSkill(tx, key)
        return tx.skill.update({ where: { key }, data: { name }, select: { key: true, name: true } })
      }),
    deleteSkill: (key: string): Promise<void> =>
      changing(async (tx) => {
        await lockSkill(tx, key)
        const where = { skill: key }
        const place = usesOf({
          attestations: await tx.attestation.count({ where: { skillKey: key } }),
          shiftTypes: await tx.shiftType.count({ where }),
          needs: await tx.need.count({ where }),
          shifts: await tx.shift.count({ where }),
        })
        if (place) throw domainError('STILL_IN_USE', { place })
        await tx.skill.delete({ where: { key } })
      }),
  }
}

async function checkAsked(tx: Transaction, { levelId, skill, forbiddenNext }: Asked): Promise<void> {
  if (levelId !== undefined) await checkLevel(tx, levelId)
  if (skill) await checkSkills(tx, [skill])
  if (forbiddenNext) await checkShiftTypes(tx, forbiddenNext)
}

async function checkNameIsFree(tx: Transaction, siteId: string, name: string): Promise<void> {
  if (await tx.shiftType.findUnique({ where: { siteId_name: { siteId, name } } })) throw domainError('ALREADY_EXISTS', { kind: 'Shift type', value: name })
}

/** Whoever begins to use it meanwhile waits (checkSkills). */
async function lockSkill(tx: Transaction, key: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM skill WHERE key = ${key} FOR UPDATE`
  if (rows.length === 0) throw domainError('NOT_FOUND', { kind: 'skill', id: key })
}

function daysOf(days: readonly number[]): number[] {
  return [...new Set(days)].sort((a, b) => a - b)
}
