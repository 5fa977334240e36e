import type { Callback } from '../../../../prisma/generated/client.ts'
import type { Transaction } from '../../../db.ts'
import { WAKING } from '../../../messages/hours.ts'
import type { Interval } from '../../../roster-rules/model.ts'
import { getRule } from '../../../rules/store.ts'
import { hoursOf } from '../../attempts/store.ts'
import { beginWindow } from '../../intake/store.ts'
import { tellCustomer, type NoticeOptions } from '../../notices/store.ts'
import { LIVE_STATES } from '../../states.ts'
import { addCallbackEvent, changeState, holdCallback } from '../../store.ts'
import { coverOf, deskTimes, type DeskTime, type Wanted } from '../../windows/cover.ts'
import { offer, type Standing } from '../../windows/offers.ts'
import { BROKEN_WORDS, nextCallable, whyBroken, type BrokenWhy } from '../decide.ts'
import { canWait, untoldMove } from '../news/store.ts'
import { asideBefore, wasPausedFor, type DueKind } from '../store.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What is known of the roster and of all promises, once for a sweep. */
export type Known = {
  standing: Standing
  times: readonly DeskTime[]
  /** Windows that he could have instead. */
  freeFor: (callback: Callback) => readonly Interval[]
}

export function knownOf(standing: Standing): Known {
  const free = new Map<string, readonly Interval[]>()
  return {
    standing,
    times: deskTimes(standing.roster, standing.at),
    freeFor: (callback) => {
      const wanted = wantedOf(callback)
      const key = JSON.stringify([wanted, callback.zone])
      const found = free.get(key) ?? offer(standing, wanted, { ...WAKING, zone: callback.zone }).windows
      free.set(key, found)
      return found
    },
  }
}

export const wantedOf = ({ skill, language, personId, levelId, siteId }: Callback): Wanted => ({ skill, language, personId, levelId, siteId })

/** `know`: read once for a sweep. */
export type StepOptions = { know: () => Promise<Known>; notices: NoticeOptions }
type Step = (tx: Transaction, held: Callback, at: Date, options: StepOptions) => Promise<unknown>

/** Holds it and does what is due, unless somebody was faster. */
export async function perform(tx: Transaction, kind: DueKind, id: string, at: Date, options: StepOptions): Promise<void> {
  // One that somebody else holds is left to the next sweep: two who sweep at once do not stand in each other's way.
  if ((await tx.$queryRaw<unknown[]>`select 1 from callback where id = ${id}::uuid for no key update skip locked`).length === 0) return
  const held = await tx.callback.findUnique({ where: { id } })
  if (held) await STEPS[kind](tx, held, at, options)
}

/** The code has not come back. */
const expire: Step = async (tx, held, at) => {
  if (held.state !== 'unverified' || held.nextAt > at) return
  await changeState(tx, held, 'expired', { at, why: 'the code has not come back in time', data: { endWhy: 'codeLate' } })
}

const begin: Step = async (tx, held, at) => {
  if (held.state === 'scheduled' && held.nextAt <= at) await beginWindow(tx, held, at)
}

/** The end of a rest or of a snooze: he waits again, at the place that he had; not while nobody is at the desk for him or he sleeps. */
const wake: Step = async (tx, held, at, { know }) => {
  if ((held.state !== 'resting' && held.state !== 'snoozed') || held.nextAt > at) return
  const when = held.source === 'callNow' ? at.getTime() : await callableAt(tx, held, at, await know())
  if (when === at.getTime()) {
    const why = held.state === 'resting' ? 'it is time for another try' : 'it is put off no longer'
    await changeState(tx, held, 'waiting', { at, why, data: { nextAt: later(held.dueAt, at) } })
    return
  }
  const nextAt = new Date(when ?? at.getTime() + HOUR)
  await tx.callback.update({ where: { id: held.id }, data: { nextAt } })
  const why = when === null ? 'nobody is on the roster who could call him' : 'put off until somebody is at the desk in hours in which he may be called'
  await addCallbackEvent(tx, { callbackId: held.id, at, kind: 'note', why, body: { nextAt: nextAt.toISOString() } })
}

/** Until its window ends he has asked for it himself. */
async function callableAt(tx: Transaction, held: Callback, at: Date, { times }: Known): Promise<number | null> {
  const isNow = ({ from, to }: Interval): boolean => from <= at.getTime() && at.getTime() < to
  const speaking = coverOf(times, wantedOf(held))
  // A language that nobody at the desk speaks now keeps nobody waiting (shifts/line/free.ts).
  const cover = speaking.some(isNow) ? speaking : coverOf(times, { ...wantedOf(held), language: null })
  const hours = await hoursOf(tx, held)
  const within = cover.some(isNow)
  return within && at < held.dueAt ? at.getTime() : nextCallable(at.getTime(), cover, hours)
}

/** While one of us is rung for it nothing is said: in a moment either he is called (attempts/store.ts notes when that is late), or it waits again. */
const BREAKABLE: ReadonlySet<string> = new Set(['waiting', 'resting', 'snoozed'])

/** Its window is over and nobody rang him: said once, to him too; he keeps his place. */
const breakPromise: Step = async (tx, held, at, options) => {
  const isOpen = BREAKABLE.has(held.state) && held.brokenAt === null && held.firstTryAt === null
  if (isOpen && held.dueAt <= at) await breakIt(tx, held, at, options)
}

/** Also before its end, when nobody will be there any more. */
export async function breakIt(tx: Transaction, held: Callback, at: Date, { know, notices }: StepOptions): Promise<void> {
  const known = await know()
  const brokenWhy = await reasonOf(tx, held, at, known)
  const broken = await tx.callback.update({ where: { id: held.id }, data: { brokenAt: at, brokenWhy } })
  const body = { why: brokenWhy, from: held.windowFrom.toISOString(), to: held.dueAt.toISOString() }
  await addCallbackEvent(tx, { callbackId: held.id, at, kind: 'broken', why: `the promise was not kept: ${BROKEN_WORDS[brokenWhy]}`, body })
  if (mayBeTold(held)) await tellCustomer(tx, broken, { kind: 'broken', at, free: known.freeFor(held) }, notices)
}

/** Whatever people do now. */
const asPlanned = (roster: Standing['roster']) => ({ ...roster, presences: [], mustSignIn: false })

async function reasonOf(tx: Transaction, held: Callback, at: Date, { standing, times }: Known): Promise<BrokenWhy> {
  const planned = coverOf(deskTimes(asPlanned(standing.roster), held.windowFrom.getTime()), wantedOf(held))
  return whyBroken({
    window: { from: held.windowFrom.getTime(), to: Math.max(held.windowFrom.getTime(), Math.min(held.dueAt.getTime(), at.getTime())) },
    planned,
    isSomebodyThere: times.some((time) => time.isOn && !time.isResting && time.canServe(wantedOf(held))),
    aside: await asideBefore(tx, held, held.dueAt < at ? held.dueAt : at),
    wasPaused: await wasPausedFor(tx, held, at),
    wasOffered: (await tx.callbackAttempt.count({ where: { callbackId: held.id, startedAt: { gte: held.windowFrom }, customerRungAt: null } })) > 0,
  })
}

/** It waits on, or is being called; there is nothing to look at by time any more but its case. */
const putOff: Step = async (tx, held, at) => {
  if (PUT_OFF.has(held.state) && held.nextAt <= at) await tx.callback.update({ where: { id: held.id }, data: { nextAt: later(held.dueAt, at) } })
}

const PUT_OFF: ReadonlySet<string> = new Set(['waiting', ...LIVE_STATES])

/** When a callback that waits is looked at again: at the end of its window, after that now and then. */
const later = (dueAt: Date, at: Date): Date => (dueAt > at ? dueAt : new Date(at.getTime() + DAY))

const confirm: Step = async (tx, held, at, { notices }) => {
  if (held.endedAt !== null || held.state === 'unverified') return
  // Who asked on the phone has heard what was promised.
  const isFirst = held.confirmedAt === null && held.source !== 'ivr' && held.source !== 'keyed'
  const moved = isFirst ? undefined : await untoldMove(tx, held)
  if (moved && (await canWait(tx, held, at))) return
  // News of a window that is near is a reminder too.
  const { remindMinutes } = (await getRule(tx, 'callback')).body
  const isNear = moved !== undefined && remindMinutes !== null && held.windowFrom.getTime() - at.getTime() <= 2 * remindMinutes * MINUTE
  const told = await tx.callback.update({ where: { id: held.id }, data: { confirmedAt: at, ...(isNear && { remindedAt: at }) } })
  if (!isFirst && !moved) return // what he has chosen himself he knows
  // Who is being rung, or was, need not be told that we call; and what is over by now would be told too late.
  if (held.firstTryAt !== null || held.brokenAt !== null || held.dueAt <= at) return
  await tellCustomer(tx, told, moved ? { kind: 'moved', at, of: String(moved.id) } : { kind: 'confirmed', at }, notices)
}

const remind: Step = async (tx, held, at, { notices }) => {
  if (held.state !== 'scheduled' || held.remindedAt !== null || held.windowFrom <= at || (held.confirmedAt !== null && (await untoldMove(tx, held)))) return
  await tx.callback.update({ where: { id: held.id }, data: { remindedAt: at } })
  await tellCustomer(tx, held, { kind: 'reminder', at }, notices)
}

const giveUp: Step = async (tx, held, at, { notices }) => {
  if (held.state === 'unreachable') await tellCustomer(tx, held, { kind: 'unreachable', at }, notices)
}

/** Who was told that we call is told that we do not, by the window that he knows. */
const takeBack: Step = async (tx, held, at, { notices }) => {
  if (await canWait(tx, held, at)) return
  const { known } = (await untoldMove(tx, held)) ?? {}
  await tellCustomer(tx, held, { kind: 'cancelled', at, ...(known && { known }) }, notices)
}

const STEPS: Readonly<Record<DueKind, Step>> = { expire, begin, wake, breakPromise, putOff, confirm, remind, giveUp, takeBack }
/** Read the roster for them before they hold anything. */
export const BY_ROSTER: ReadonlySet<DueKind> = new Set(['wake', 'breakPromise'])

/** He did not ask for it, and was told nothing. */
export const mayBeTold = ({ source }: Callback): boolean => source !== 'callNow' && source !== 'abandoned'

/**
 * Somebody who could call him is missing: he is told before we are late, and may choose anew. He keeps his place and his window. When nobody is planned any
 * more for the rest of it, it is broken now, and not only at its end; somebody who is late or away may still come.
 */
export async function warn(tx: Transaction, id: string, at: Date, options: StepOptions): Promise<void> {
  const held = await holdCallback(tx, id)
  if (!held || held.endedAt !== null || held.brokenAt !== null || held.atRiskAt !== null || held.firstTryAt !== null || held.dueAt <= at) return
  if (await canWait(tx, held, at)) return
  const known = await options.know()
  const rest = { from: Math.max(at.getTime(), held.windowFrom.getTime()), to: held.dueAt.getTime() }
  const isCovered = (times: readonly DeskTime[]): boolean => coverOf(times, wantedOf(held)).some(({ from, to }) => from < rest.to && to > rest.from)
  if (held.state === 'waiting' && !isCovered(deskTimes(asPlanned(known.standing.roster), rest.from))) return breakIt(tx, held, at, options)
  const warned = await tx.callback.update({ where: { id }, data: { atRiskAt: at } })
  const why = isCovered(known.times)
    ? 'more were promised than can be called by who will be at the desk'
    : 'nobody will be at the desk in its window who could call'
  await addCallbackEvent(tx, { callbackId: id, at, kind: 'atRisk', why })
  if (mayBeTold(held)) await tellCustomer(tx, warned, { kind: 'atRisk', at, free: known.freeFor(held) }, options.notices)
}

export async function clearRisk(tx: Transaction, id: string, at: Date): Promise<void> {
  const held = await holdCallback(tx, id)
  if (!held || held.atRiskAt === null || held.endedAt !== null) return
  await tx.callback.update({ where: { id }, data: { atRiskAt: null } })
  await addCallbackEvent(tx, { callbackId: id, at, kind: 'note', why: 'there is time for it again' })
}
