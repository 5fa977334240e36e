import type { z } from 'zod'
import type { Callback } from '../../../../prisma/generated/client.ts'
import { livingRecord, ownersOf } from '../../../customers/store.ts'
import { soleOwner } from '../../../customers/identity.ts'
import type { Transaction } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import type { publicCode, publicMove, PublicOptions, PublicStatus } from '../../../schemas/callbacks.ts'
import { isUnproven } from '../../abuse/strangers.ts'
import { giveCase } from '../../intake/store.ts'
import { cancelCallback, moveCallback } from '../../moves/store.ts'
import { isSameOrApart, sameKeyOf } from '../../place.ts'
import { promisedOrRefusal } from '../../promised.ts'
import { changeState, holdCallback, holdCallbacks } from '../../store.ts'
import { isCodeOf, MOST_CODE_TRIES } from '../codes/code.ts'
import { getByToken, lockSame, positionOf } from '../store.ts'
import { canBeCancelled, canBeMoved, publicStateOf } from '../status.ts'
import type { PublicParts } from '../service.ts'

export type CallbackLinks = ReturnType<typeof callbackLinks>
type Parts = Pick<PublicParts, 'database' | 'clock' | 'windows' | 'wake'>

/** What the holder of a link may do with his callback. He sees no number, no name and nothing of the record. */
export function callbackLinks({ database: { prisma }, clock, windows, wake }: Parts) {
  const now = () => clock.now().toJSDate()

  type Act<Done> = (tx: Transaction, held: Callback, at: Date, owner: string | null) => Promise<Done>

  /** Holds the callback of the link, and before it the one customer whose number it is. */
  const hold = async <Done>(token: string, act: Act<Done>): Promise<Done> => {
    const seen = await getByToken(prisma, token, now())
    return prisma.$transaction(async (tx) => {
      const { id, number } = seen
      const sameKey = await lockSame(tx, seen)
      const owner = await ownerOf(tx, number)
      const rivals = await tx.callback.findMany({ where: { number, endedAt: null, sameKey: { startsWith: sameKey } }, select: { id: true } })
      await holdCallbacks(
        tx,
        rivals.map((one) => one.id),
      )
      const held = await holdCallback(tx, id)
      if (held?.token !== token) throw domainError('LINK_NOT_FOUND')
      return act(tx, held, now(), owner)
    })
  }

  /** Without his own. */
  const freeWindows = async ({ language, zone, skill, windowFrom }: Callback): Promise<PublicOptions['windows']> => {
    const offered = await windows.options({ language, zone, ...(skill !== null && { skill }) })
    return offered.windows.filter(({ from }) => new Date(from).getTime() !== windowFrom.getTime())
  }

  const status = async (token: string): Promise<PublicStatus> => {
    const callback = await getByToken(prisma, token, now())
    const state = publicStateOf(callback.state)
    const canMove = canBeMoved(state)
    return {
      state,
      window: { from: callback.windowFrom.toISOString(), to: callback.dueAt.toISOString() },
      zone: callback.zone,
      position: await positionOf(prisma, callback),
      waitMinutes: callback.state === 'waiting' ? await windows.waitAt(prisma, callback, now()) : null,
      numberEnds: callback.number.slice(-2),
      canMove,
      windows: canMove ? await freeWindows(callback) : [],
    }
  }

  return {
    status,
    /** Its language, for the page. */
    languageOf: async (token: string): Promise<string> => (await getByToken(prisma, token, now())).language,
    verify: async (token: string, { code }: z.output<typeof publicCode>): Promise<PublicStatus> => {
      const left = await hold(token, async (tx, held, at, owner) => {
        if (held.state === 'expired') throw domainError('CODE_OVER')
        if (held.state !== 'unverified') return undefined
        if (held.nextAt <= at) throw domainError('CODE_OVER')
        if (isCodeOf(held.number, held.codeHash, code)) return verified(tx, held, owner, at)
        const { codeTries } = await tx.callback.update({ where: { id: held.id }, data: { codeTries: { increment: 1 } } })
        if (codeTries >= MOST_CODE_TRIES) await changeState(tx, held, 'expired', { at, why: 'three wrong codes', data: { endWhy: 'codeWrong' } })
        return MOST_CODE_TRIES - codeTries
      })
      if (left === 0) throw domainError('CODE_OVER')
      if (left !== undefined) throw domainError('CODE_WRONG', { left })
      wake()
      return status(token)
    },
    move: async (token: string, { window }: z.output<typeof publicMove>): Promise<PublicStatus> => {
      const seen = await getByToken(prisma, token, now())
      checkMay(seen, canBeMoved)
      await windows.inTurn(async (tx) => {
        const at = now()
        const { id, skill, language, zone, levelId, siteId, personId } = seen
        const wish = { from: new Date(window.from), to: new Date(window.to) }
        // Windows are held before callbacks.
        const given = promisedOrRefusal(await windows.promise(tx, { wish, skill, language, zone, levelId, siteId, personId, at, except: id }), { wish })
        const held = await holdCallback(tx, id)
        if (held?.token !== token) throw domainError('LINK_NOT_FOUND')
        checkMay(held, canBeMoved)
        await moveCallback(tx, held, given, { at, why: 'he has chosen another time by his link' })
      })
      wake()
      return status(token)
    },
    /** Cancelled twice is cancelled once. */
    cancel: async (token: string): Promise<PublicStatus> => {
      await hold(token, async (tx, held, at) => {
        if (held.state === 'cancelled') return
        checkMay(held, canBeCancelled)
        await cancelCallback(tx, held, { at, why: 'he has cancelled it by his link', endWhy: 'asked' })
      })
      return status(token)
    },
  }
}

/** While a phone rings or somebody talks nothing is changed: the try ends within a minute, or is answered. */
function checkMay({ state }: Callback, may: (state: PublicStatus['state']) => boolean): void {
  const standing = publicStateOf(state)
  if (may(standing)) return
  if (standing === 'calling') throw domainError('CALLBACK_RINGS')
  if (standing === 'codeNeeded') throw domainError('CALLBACK_UNVERIFIED')
  throw domainError('CALLBACK_IS_OVER', { state })
}

/** Whoever reads the texts of a number says as much as who calls from it: that it is the one customer who has it as his own. */
async function ownerOf(tx: Transaction, number: string): Promise<string | null> {
  const owner = soleOwner(await ownersOf(tx, number))
  return owner === null ? null : livingRecord(tx, owner)
}

/** The code has come back: it is a callback like any other from now on, at the place that it had when it was asked for. */
async function verified(tx: Transaction, held: Callback, customerId: string | null, at: Date): Promise<undefined> {
  const begins = held.isAsap || held.windowFrom <= at
  const inherited = await endRivals(tx, held, at)
  const known = await tx.callback.update({ where: { id: held.id }, data: { ...inherited, customerId: held.customerId ?? customerId, codeHash: null } })
  const cased = begins ? await giveCase(tx, known, at) : known
  await changeState(tx, cased, begins ? 'waiting' : 'scheduled', { at, why: 'the code has come back', data: { nextAt: begins ? held.dueAt : held.windowFrom } })
  return undefined
}

/** What others have asked for at his number is over: he has proved that it is his, they have not. He takes over the case that it has. */
async function endRivals(tx: Transaction, held: Callback, at: Date): Promise<{ sameKey?: string; caseId?: string | null }> {
  const sameKey = sameKeyOf({ ...held, customerId: null })
  const open = await tx.callback.findMany({ where: { number: held.number, endedAt: null, id: { not: held.id } }, orderBy: { id: 'asc' } })
  const rivals = open.filter((one) => isSameOrApart(one.sameKey, sameKey))
  const over = rivals.filter((one) => isUnproven(one) && canBeCancelled(publicStateOf(one.state)))
  for (const one of over) await cancelCallback(tx, one, { at, why: 'who has the number has asked anew', endWhy: 'asked' })
  const caseId = held.caseId ?? over.find((one) => one.caseId !== null)?.caseId ?? null
  return { caseId, ...(rivals.length === over.length && { sameKey }) }
}
