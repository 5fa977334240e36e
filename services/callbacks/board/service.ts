import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { audit } from '../../audit/store.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { CallbackBoard, newPause } from '../../schemas/callbacks.ts'
import { actorOf, personIdOf, type Actor } from '../acts/rights.ts'
import { announceCallback } from '../store.ts'
import { checkSkill, countQueue, findBreaker, listPauses } from './store.ts'

/** What others know: what can be called in each window to come and what is promised, how long it takes now, and what was spent. */
export type BoardParts = {
  readWindows: (tx: Transaction, at: Date) => Promise<CallbackBoard['windows']>
  readWait: (tx: Transaction, at: Date) => Promise<Pick<CallbackBoard, 'freePeople' | 'waitMinutes'>>
  readBudget: (tx: Transaction, at: Date) => Promise<CallbackBoard['budget']>
}
export type CallbackBoardService = ReturnType<typeof callbackBoardService>
type Parts = BoardParts & { database: Pick<Database, 'prisma'>; clock: Clock }

/** The queue at a glance, and what the supervision does with all of it: pauses, and the public ways in that were closed. */
export function callbackBoardService({ database: { prisma }, clock, readWindows, readWait, readBudget }: Parts) {
  const now = () => clock.now().toJSDate()

  return {
    readBoard: (): Promise<CallbackBoard> =>
      prisma.$transaction(async (tx) => {
        const at = now()
        // One connection answers one question at a time.
        return {
          windows: await readWindows(tx, at),
          pauses: await listPauses(tx),
          breaker: await findBreaker(tx, at),
          budget: await readBudget(tx, at),
          ...(await countQueue(tx)),
          ...(await readWait(tx, at)),
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
          where: { closedAt: null, OR: [{ untilAt: null }, { untilAt: { gt: closedAt } }] },
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
