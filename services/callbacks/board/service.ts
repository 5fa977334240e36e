import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { audit } from '../../audit/store.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { getRule } from '../../rules/store.ts'
import type { CallbackBoard, newPause } from '../../schemas/callbacks.ts'
import { actorOf, personIdOf, type Actor } from '../acts/rights.ts'
import { announceCallback } from '../store.ts'
import { CLOSES_ALL } from '../abuse/breaker/store.ts'
import { readStanding } from '../windows/store.ts'
import { checkSkill, countQueue, findBreaker, listPauses, peopleInUse, readBudget } from './store.ts'
import { boardWait, boardWindows } from './windows.ts'

export type CallbackBoardService = ReturnType<typeof callbackBoardService>
type Parts = { database: Pick<Database, 'prisma'>; clock: Clock }

/** The queue at a glance, and what the supervision does with all of it: pauses, and the public ways in that were closed. */
export function callbackBoardService({ database: { prisma }, clock }: Parts) {
  const now = () => clock.now().toJSDate()

  return {
    readBoard: (): Promise<CallbackBoard> =>
      prisma.$transaction(async (tx) => {
        const at = now()
        const { body: rule } = await getRule(tx, 'callback')
        // One connection answers one question at a time.
        const standing = await readStanding(tx, { at, rule })
        const { zone } = await tx.company.findFirstOrThrow({ select: { zone: true } })
        return {
          windows: boardWindows(standing, zone),
          pauses: await listPauses(tx),
          breaker: await findBreaker(tx, at),
          budget: await readBudget(tx, at, rule.budget),
          ...(await countQueue(tx)),
          ...boardWait(standing, await peopleInUse(tx)),
        }
      }),
    /** Nothing of this skill (null: nothing at all) is dialled from now on. Returns its id. */
    pause: (by: Actor, { skill, reason }: z.output<typeof newPause>): Promise<string> =>
      prisma.$transaction(async (tx) => {
        await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('callback pauses'))`
        if (skill !== null) await checkSkill(tx, skill)
        const open = await tx.callbackPause.findFirst({ where: { skill, resumedAt: null } })
        if (open) throw domainError('ALREADY_EXISTS', { kind: 'pause', value: skill ?? '*' })
        const id = randomUUID()
        const pausedAt = now()
        await tx.callbackPause.create({ data: { id, skill, why: reason, pausedAt, pausedById: personIdOf(by) } })
        await note(tx, by, { at: pausedAt, kind: 'paused', subject: id, body: { skill: skill ?? '*' } })
        return id
      }),
    resume: (by: Actor, id: string): Promise<void> =>
      prisma.$transaction(async (tx) => {
        const resumedAt = now()
        const { count } = await tx.callbackPause.updateMany({ where: { id, resumedAt: null }, data: { resumedAt, resumedById: personIdOf(by) } })
        if (count > 0) return note(tx, by, { at: resumedAt, kind: 'resumed', subject: id })
        if ((await tx.callbackPause.count({ where: { id } })) === 0) throw domainError('NOT_FOUND', { kind: 'pause', id })
      }),
    /** The public ways in are open again. */
    closeBreaker: (by: Actor, reason: string): Promise<void> =>
      prisma.$transaction(async (tx) => {
        const closedAt = now()
        const closed = await tx.callbackBreaker.updateManyAndReturn({
          where: { closedAt: null, why: { in: [...CLOSES_ALL] } },
          data: { closedAt, closedById: personIdOf(by) },
        })
        for (const { id } of closed) await note(tx, by, { at: closedAt, kind: 'breakerClosed', subject: id, body: { reason } })
      }),
  }
}

type Note = { at: Date; kind: string; subject: string; body?: Record<string, string> }

/** Pages hear of it, and whoever dials looks again. */
async function note(tx: Transaction, by: Actor, { at, kind, subject, body = {} }: Note): Promise<void> {
  await audit(tx, { at, actor: actorOf(by), kind: `callback.${kind}`, subject, body })
  await announceCallback(tx, subject)
}
