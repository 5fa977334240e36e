import type { z } from 'zod'
import type { Clock } from '../../../clock.ts'
import type { Database, Transaction } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import { DAYS_AROUND } from '../../../roster-rules/check.ts'
import { findingView, toInstant } from '../../../roster-rules/from-wire.ts'
import type { Role } from '../../../schemas/people.ts'
import type { coveredShift, newOverride, newSwap, OverrideView } from '../../../schemas/rosters.ts'
import { checkPeriod } from '../../period.ts'
import { markOwn } from '../../four-eyes/store.ts'
import { isPlanner, PLANNERS } from '../../planners.ts'
import { announceRoster } from '../../live/store.ts'
import { getRosterSettings, spanOf, type Period } from '../../store.ts'
import type { StoredShift } from '../diff.ts'
import { readFacts } from '../facts/store.ts'
import { judgeAround, marginOf, MOST_DAYS, TOLD_AROUND } from '../judge.ts'
import { exchange, getPublished, lockPublished, standIn, type Actor } from '../covering/store.ts'
import { changeRoster, checkPerson, listOverrides, listWorked, lockPeople } from '../store.ts'
import { toCover } from '../views.ts'

export type CoveredShift = z.infer<typeof coveredShift>
/** Who does it: he is not told of it himself. */
export type By = { id: string; name: string; role: Role }

export type RosterOverrides = {
  /** Those that touch the period, revoked ones too. */
  listOverrides: (period: Period) => Promise<OverrideView[]>
  /** Who plans may change what was, and put guests on. Others take over what is left of a shift, and hear of their own findings only. */
  createOverride: (given: z.infer<typeof newOverride>, by: By) => Promise<CoveredShift>
  createSwap: (given: z.infer<typeof newSwap>, by: By) => Promise<CoveredShift>
  /** Of a swap both halves. What is revoked already stays as it is. */
  revokeOverride: (id: string) => Promise<OverrideView[]>
}

/** Changes of the published roster for the day: somebody stands in, or two exchange their shifts. */
export function rosterOverrides({ database, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }): RosterOverrides {
  const { prisma } = database
  const actor = ({ id, name }: By): Actor => ({ id, name, at: clock.now().toJSDate() })

  async function mark(tx: Transaction, { overrides }: { overrides: OverrideView[] }, people: string[], what: 'override' | 'swap', by: By): Promise<void> {
    const [from, to] = [
      overrides.map(({ fromAt }) => fromAt).sort()[0] ?? '',
      overrides
        .map(({ toAt }) => toAt)
        .sort()
        .at(-1) ?? '',
    ]
    await markOwn(tx, { by, people, what, subject: overrides[0]?.id ?? '', span: { from, to }, at: actor(by).at })
  }

  async function answer({ overrides, people, shifts }: { overrides: OverrideView[]; people: Set<string>; shifts: readonly StoredShift[] }, by: By) {
    const dates = shifts.map(({ date }) => date).sort()
    const around = marginOf(marginOf({ from: dates[0] ?? '', to: dates.at(-1) ?? '' }, TOLD_AROUND), DAYS_AROUND)
    const theirs = await listWorked(prisma, [...people], around)
    const buddies = theirs.shifts.flatMap(({ buddyId }) => (buddyId === null ? [] : [buddyId]))
    const judged = [...new Set([...people, ...buddies])]
    const [worked, { rules }] = await Promise.all([listWorked(prisma, judged, around), readFacts(database, around, judged)])
    const found = judgeAround({ shifts: worked.shifts, covers: worked.covers.map(toCover), people, dates }, rules)
    const findings = isPlanner(by.role) ? found : found.filter(({ personId }) => personId === by.id)
    return { overrides, findings: findings.map(findingView) }
  }

  return {
    listOverrides: async ({ from, to }) => {
      checkPeriod({ from, to }, MOST_DAYS)
      const { zone } = await getRosterSettings(prisma)
      const span = spanOf({ from, to }, zone)
      return listOverrides(prisma, { fromAt: { lt: span.to }, toAt: { gt: span.from } })
    },

    createOverride: async ({ shiftId, personId, fromAt, toAt, reason }, by) => {
      const plans = isPlanner(by.role)
      const made = await changeRoster(prisma, async (tx) => {
        const person = await checkPerson(tx, personId)
        // On duty a guest is an agent: by this he would make himself one for as long as he likes.
        if (!plans && person.role === 'guest') throw domainError('ROLE_NOT_ALLOWED', { role: person.role, allowed: [...PLANNERS, 'agent'].join(', ') })
        const shift = await lockOne(tx, shiftId, [personId])
        const begin = plans ? shift.from : Math.max(shift.from, clock.now().toMillis())
        const [from, to] = [fromAt ? Date.parse(fromAt) : begin, toAt ? Date.parse(toAt) : shift.to]
        if (from < begin) throw domainError('OUTSIDE_SHIFT', { from: toInstant(from), to: toInstant(to) })
        const done = await standIn(tx, shift, personId, { from, to }, reason, actor(by))
        // Who does not plan may take over a shift, and nothing else.
        if (plans) await mark(tx, done, [personId, shift.personId], 'override', by)
        return done
      })
      return answer(made, by)
    },

    createSwap: async ({ shiftId, withShiftId, reason }, by) => {
      const made = await changeRoster(prisma, async (tx) => {
        const one = await getPublished(tx, shiftId)
        const other = await lockOne(tx, withShiftId, [one.personId])
        const done = await exchange(tx, one, other, reason, actor(by))
        await mark(tx, done, [one.personId, other.personId], 'swap', by)
        return done
      })
      return answer(made, by)
    },

    revokeOverride: (id) =>
      changeRoster(prisma, async (tx) => {
        const found = await tx.override.findUnique({ where: { id } })
        if (!found) throw domainError('NOT_FOUND', { kind: 'override', id })
        const which = found.swapId ? { swapId: found.swapId } : { id }
        const halves = await tx.override.findMany({ where: which })
        const shifts = await tx.shift.findMany({ where: { plan: 'published', id: { in: halves.map(({ shiftId }) => shiftId) } } })
        await lockPeople(
          tx,
          [...halves, ...shifts].map(({ personId }) => personId),
        )
        const { count } = await tx.override.updateMany({ where: { ...which, revokedAt: null }, data: { revokedAt: clock.now().toJSDate() } })
        if (count > 0) await announceRoster(tx, found.fromAt.toISOString().slice(0, 10))
        return listOverrides(tx, which)
      }),
  }
}

async function lockOne(tx: Transaction, id: string, people: readonly string[]): Promise<StoredShift> {
  const [shift] = await lockPublished(tx, [id], people)
  if (!shift) throw domainError('NOT_FOUND', { kind: 'shift', id })
  return shift
}
