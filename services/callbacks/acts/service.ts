import type { z } from 'zod'
import type { Callback } from '../../../prisma/generated/client.ts'
import { audit } from '../../audit/store.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { callbackMove, callbackSnooze } from '../../schemas/callbacks.ts'
import { cancelCallback, finishCallback, moveCallback } from '../moves/store.ts'
import { isOnDuty } from '../../shifts/on-shift/store.ts'
import { promisedOrRefusal, wishOf, type Windows } from '../promised.ts'
import type { CallbackState } from '../states.ts'
import { addCallbackEvent, changeState, holdCallback } from '../store.ts'
import { lockWindows } from '../windows/store.ts'
import { actorOf, latestSnooze, personIdOf, refusalOf, type Actor, type StaffAct } from './rights.ts'
import { findNext, lastCallerOf, ownerOf } from './store.ts'

export type CallbackActs = ReturnType<typeof callbackActs>
type Parts = { database: Pick<Database, 'prisma'>; clock: Clock; windows: Windows }
type Acting = { tx: Transaction; held: Callback; by: Actor; at: Date; personId: string | null }

/** What people do with callbacks. Each is one transaction in which the callback is held, and says who did it and why. */
export function callbackActs({ database: { prisma }, clock, windows }: Parts) {
  const act = (name: StaffAct, id: string, by: Actor, perform: (acting: Acting) => Promise<unknown>): Promise<void> =>
    prisma.$transaction(async (tx) => {
      // Whoever promises a window waits for the others before he holds anything that they may want.
      if (name === 'move') await lockWindows(tx)
      const held = await holdCallback(tx, id)
      if (!held) throw domainError('NOT_FOUND', { kind: 'callback', id })
      const whose = { state: held.state as CallbackState, personId: held.personId, ownerId: await ownerOf(tx, held), calledById: await lastCallerOf(tx, held) }
      const refusal = refusalOf(name, whose, by)
      if (refusal) throw refusal
      await perform({ tx, held, by, at: clock.now().toJSDate(), personId: personIdOf(by) })
    })

  return {
    /** Another window, or as soon as possible (null). */
    move: (id: string, by: Actor, { window, reason }: z.output<typeof callbackMove>): Promise<void> =>
      act('move', id, by, async ({ tx, held, at, personId }) => {
        const { skill, language, zone, levelId, siteId } = held
        const wish = { wish: wishOf(window), skill, language, zone, personId: held.personId, levelId, siteId, at, except: id }
        const given = promisedOrRefusal(await windows.promise(tx, wish), wish)
        await moveCallback(tx, held, given, { at, why: 'one of us has moved it', reason, personId })
        await note(tx, held, by, { at, kind: 'moved' })
      }),
    /** From now on only this person calls; absent: who asks. */
    take: (id: string, by: Actor, wanted: string | undefined): Promise<void> =>
      act('take', id, by, async ({ tx, held, at, personId }) => {
        const toId = wanted ?? personId
        if (toId === null) throw domainError('NEEDS_PERSON')
        await giveTo(tx, held, toId, {
          at,
          personId,
          why: toId === personId ? 'one of us has taken it: only he calls' : 'it was given to one of us: only he calls',
        })
        await note(tx, held, by, { at, kind: 'taken', body: { to: toId } })
      }),
    snooze: (id: string, by: Actor, { until: wanted, reason }: z.output<typeof callbackSnooze>): Promise<void> =>
      act('snooze', id, by, async ({ tx, held, at, personId }) => {
        const until = new Date(wanted)
        const latest = latestSnooze(held.dueAt, at)
        if (until <= at || until > latest) throw domainError('SNOOZE_NOT_POSSIBLE', { until: wanted, latest: latest.toISOString() })
        if (held.state !== 'waiting' && held.state !== 'snoozed') throw domainError('EDITED_MEANWHILE')
        const change = { at, why: 'one of us has put it off', personId, body: { aside: 'snoozed', reason, until: until.toISOString() } }
        if (held.state === 'waiting') return changeState(tx, held, 'snoozed', { ...change, data: { nextAt: until } })
        await tx.callback.update({ where: { id }, data: { nextAt: until } })
        return addCallbackEvent(tx, { callbackId: id, kind: 'snoozed', ...change })
      }),
    cancel: (id: string, by: Actor, reason: string): Promise<void> =>
      act('cancel', id, by, async ({ tx, held, at, personId }) => {
        await cancelCallback(tx, held, { at, why: 'one of us has cancelled it', reason, personId, endWhy: 'byUs' })
        await note(tx, held, by, { at, kind: 'cancelled' })
      }),
    /** He was spoken with in another way. */
    finish: (id: string, by: Actor, reason: string): Promise<void> =>
      act('done', id, by, ({ tx, held, at, personId }) =>
        finishCallback(tx, held, { at, why: 'one of us says that it is done', reason, personId, endWhy: 'byUs' }),
      ),
    /** The next that suits him becomes his; one that he has already taken stays the next. Only while he is on shift: nobody else would be rung for it. */
    takeNext: (personId: string): Promise<string> =>
      prisma.$transaction(async (tx) => {
        // His other wish waits: two at once take one.
        await tx.$executeRaw`select 1 from person where id = ${personId}::uuid for no key update`
        const at = clock.now().toJSDate()
        if (!(await isOnDuty(tx, personId, at))) throw domainError('NOT_ON_DUTY')
        const id = await findNext(tx, personId, at)
        const held = id === undefined ? undefined : await holdCallback(tx, id)
        if (!held) throw domainError('NO_CALLBACK_WAITS')
        if (held.personId !== personId) await giveTo(tx, held, personId, { at, personId, why: 'he has taken the next: only he calls' })
        return held.id
      }),
  }
}

async function giveTo(tx: Transaction, held: Callback, toId: string, { at, personId, why }: { at: Date; personId: string | null; why: string }): Promise<void> {
  const to = await tx.person.findFirst({ where: { id: toId, isActive: true, phone: { not: null } }, select: { name: true } })
  if (!to) throw domainError('PERSON_UNKNOWN', { person: toId })
  await tx.callback.update({ where: { id: held.id }, data: { personId: toId } })
  await addCallbackEvent(tx, { callbackId: held.id, at, kind: 'taken', personId, why, body: { to: { id: toId, name: to.name } } })
}

async function note(
  tx: Transaction,
  { id }: Callback,
  by: Actor,
  { at, kind, body = {} }: { at: Date; kind: string; body?: Record<string, string> },
): Promise<void> {
  await audit(tx, { at, actor: actorOf(by), kind: `callback.${kind}`, subject: id, body })
}
