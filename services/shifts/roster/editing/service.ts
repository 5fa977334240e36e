import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Clock } from '../../../clock.ts'
import type { Database } from '../../../db.ts'
import { domainError, type DomainError } from '../../../errors.ts'
import { plusDays } from '../../../local-time/wall-clock.ts'
import { checkRoster, DAYS_AROUND } from '../../../roster-rules/check.ts'
import { findingView } from '../../../roster-rules/from-wire.ts'
import type { ShiftType } from '../../../roster-rules/model.ts'
import type { changedShift, copied, copyPeriod } from '../../../schemas/rosters.ts'
import { checkPeriod } from '../../period.ts'
import { checkLevel, checkSite, checkSkills } from '../../settings/store.ts'
import { announceRoster } from '../../live/store.ts'
import { listShifts, listShiftTypes, shiftOf, type Reader } from '../../store.ts'
import { planCopy, weeksTo, type CopyPlan } from '../copy-period.ts'
import type { StoredShift } from '../diff.ts'
import { readFacts } from '../facts/store.ts'
import { marginOf, MOST_DAYS, TOLD_AROUND } from '../judge.ts'
import { placeShift } from '../place-shift.ts'
import { addDraft, changeRoster, checkPerson, findShift, listShiftsOf, lockPeople, shiftColumns } from '../store.ts'
import { shiftView } from '../views.ts'
import { wantedChange, wantedNew, type AddedShift, type ShiftEdit, type WantedShift } from '../wanted-shift.ts'

export type ChangedShift = z.infer<typeof changedShift>
export type Copied = z.infer<typeof copied>

export type RosterEditing = {
  createShift: (given: AddedShift) => Promise<ChangedShift>
  changeShift: (id: string, change: ShiftEdit) => Promise<ChangedShift>
  deleteShift: (id: string, version: number) => Promise<void>
  copyPeriod: (given: z.infer<typeof copyPeriod>) => Promise<Copied>
}

/** Changes of the draft. What the house forbids (two nights, two places) is refused; what else it breaks is told. */
export function rosterEditing({ database }: { database: Pick<Database, 'prisma'>; clock: Clock }): RosterEditing {
  const { prisma } = database

  async function answer(shift: StoredShift): Promise<ChangedShift> {
    const told = marginOf({ from: shift.date, to: shift.date }, TOLD_AROUND)
    const around = marginOf(told, DAYS_AROUND)
    const people = [shift.personId, ...(shift.buddyId ? [shift.buddyId] : [])]
    const [shifts, { rules }] = await Promise.all([listShiftsOf(prisma, 'draft', people, around), readFacts(database, around, people)])
    const { needs: _needs, holidays: _holidays, ...facts } = rules
    const findings = checkRoster({ ...facts, shifts, period: told }).filter(
      ({ personId, shiftIds }) => personId === shift.personId || shiftIds.includes(shift.id),
    )
    return { shift: shiftView(shift), findings: findings.map(findingView) }
  }

  return {
    createShift: async ({ id = randomUUID(), ...given }) => {
      const wanted = wantedNew(given, await findType(prisma, given.shiftTypeId, true))
      await checkPerson(prisma, wanted.personId)
      const zone = await checkWanted(prisma, wanted)
      const placed = placeShift({ ...wanted.wall, date: wanted.date, zone, fold: wanted.fold })
      return answer(
        await changeRoster(prisma, async (tx) => {
          await lockPeople(tx, [wanted.personId])
          const row = await tx.shift.create({ data: { plan: 'draft', id, ...shiftColumns({ ...wanted, ...placed }) } })
          await announceRoster(tx, 'draft')
          return shiftOf(row)
        }),
      )
    },

    changeShift: async (id, change) => {
      const before = await getDraft(prisma, id, change.version)
      const typeId = change.shiftTypeId === undefined ? before.shiftTypeId : change.shiftTypeId
      const wanted = wantedChange(before, change, await findType(prisma, typeId, typeId !== before.shiftTypeId))
      if (wanted.personId !== before.personId) await checkPerson(prisma, wanted.personId)
      const zone = await checkWanted(prisma, wanted, before)
      const placed = wanted.isMoved ? placeShift({ ...wanted.wall, date: wanted.date, zone, fold: wanted.fold }) : before
      const { from, to, breaks } = placed
      return answer(
        await changeRoster(prisma, async (tx) => {
          await lockPeople(tx, [before.personId, wanted.personId])
          const [row] = await tx.shift.updateManyAndReturn({
            where: { plan: 'draft', id, version: change.version },
            data: { ...shiftColumns({ ...wanted, from, to, breaks }), version: { increment: 1 } },
          })
          if (!row) throw domainError('EDITED_MEANWHILE')
          await announceRoster(tx, 'draft')
          return shiftOf(row)
        }),
      )
    },

    deleteShift: async (id, version) => {
      const { personId } = await getDraft(prisma, id, version)
      await changeRoster(prisma, async (tx) => {
        await lockPeople(tx, [personId])
        const { count } = await tx.shift.deleteMany({ where: { plan: 'draft', id, version } })
        if (count === 0) throw domainError('EDITED_MEANWHILE')
        await announceRoster(tx, 'draft')
      })
    },

    copyPeriod: async ({ from, to, target }) => {
      checkPeriod({ from, to }, MOST_DAYS)
      const weeks = weeksTo(from, target)
      const moved = marginOf({ from: plusDays(from, weeks * 7), to: plusDays(to, weeks * 7) }, { before: 6, after: 6 })
      const [people, { rules }] = await Promise.all([
        prisma.person.findMany({ select: { id: true, name: true, isActive: true } }),
        readFacts(database, moved, []),
      ])
      const active = new Set(people.flatMap((person) => (person.isActive ? [person.id] : [])))
      const plan = await changeRoster(prisma, async (tx) => {
        const models = await listShifts(tx, 'draft', { from, to })
        await lockPeople(
          tx,
          models.map(({ personId }) => personId),
        )
        const standing = await listShifts(tx, 'draft', moved)
        const made = planCopy(models, weeks, standing, { house: rules.house, isActive: (id) => active.has(id) })
        await addDraft(
          tx,
          made.added.map((shift) => ({ ...withoutLost(shift, active), id: randomUUID(), version: 1 })),
        )
        if (made.added.length > 0) await announceRoster(tx, 'draft')
        return made
      })
      return copiedView(plan, new Map(people.map(({ id, name }) => [id, name])))
    },
  }
}

/** A buddy who has left looks after nobody. */
function withoutLost(shift: StoredShift, active: ReadonlySet<string>): StoredShift {
  return { ...shift, buddyId: shift.buddyId !== null && active.has(shift.buddyId) ? shift.buddyId : null }
}

function copiedView({ added, refused }: CopyPlan, nameOf: ReadonlyMap<string, string>): Copied {
  return {
    added: added.length,
    refused: refused.map(({ shift, date, obstacle }) => {
      const name = nameOf.get(shift.personId) ?? shift.personId
      const message = 'message' in obstacle ? obstacle.message : errorOf(obstacle, name).message
      return { personId: shift.personId, date, code: obstacle.code, message }
    }),
  }
}

function errorOf(obstacle: Exclude<CopyPlan['refused'][number]['obstacle'], { message: string }>, name: string): DomainError {
  switch (obstacle.code) {
    case 'TWO_NIGHTS':
      return domainError('TWO_NIGHTS', { name, night: obstacle.nights[0], next: obstacle.nights[1] })
    case 'OVERLAP':
      return domainError('OVERLAP', { name })
    case 'PERSON_UNKNOWN':
      return domainError('PERSON_UNKNOWN', { person: name })
  }
}

async function getDraft(db: Reader, id: string, version: number): Promise<StoredShift> {
  const shift = await findShift(db, 'draft', id)
  if (!shift) throw domainError('NOT_FOUND', { kind: 'shift in the draft', id })
  if (shift.version !== version) throw domainError('EDITED_MEANWHILE')
  return shift
}

/** A type that has been put away stays with the shifts that have it; no other one gets it. */
async function findType(db: Reader, id: string | null, isNew: boolean): Promise<ShiftType | null> {
  if (id === null) return null
  const type = (await listShiftTypes(db)).find((known) => known.id === id && (known.isActive || !isNew))
  if (!type && isNew) throw domainError('NOT_FOUND', { kind: 'shift type', id })
  return type ?? null
}

/** Everything it names must be there; what it had already is not asked again. Returns the zone of its site. */
async function checkWanted(db: Reader, wanted: WantedShift, before?: StoredShift): Promise<string> {
  const { siteId, levelId, skill, buddyId } = wanted
  if (buddyId !== null && buddyId === wanted.personId) throw domainError('SAME_PERSON', { name: (await checkPerson(db, buddyId)).name })
  if (buddyId !== null && buddyId !== before?.buddyId) await checkPerson(db, buddyId)
  if (levelId !== before?.levelId) await checkLevel(db, levelId)
  if (skill !== null && skill !== before?.skill) await checkSkills(db, [skill])
  if (siteId === before?.siteId) return before.zone
  await checkSite(db, siteId)
  return (await db.site.findUniqueOrThrow({ where: { id: siteId } })).zone
}
