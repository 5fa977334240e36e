import type { Callback } from '../../../prisma/generated/client.ts'
import { together } from '../../batch.ts'
import { addContact } from '../../cases/contacts/store.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import type { TextLimits } from '../../messages/store.ts'
import { getRule } from '../../rules/store.ts'
import type { PublicAnswer, PublicOptions, PublicRequest } from '../../schemas/callbacks.ts'
import { hashOf, newSecret } from '../../secrets/service.ts'
import { canBeTexted } from '../../telephony/caller-id.ts'
import { isClosed } from '../abuse/breaker/store.ts'
import type { Guard } from '../abuse/service.ts'
import { isUnproven } from '../abuse/strangers.ts'
import { requestCallback } from '../intake/store.ts'
import { addCallbackEvent, changeState } from '../store.ts'
import type { CallbackWindows, Promised } from '../windows/service.ts'
import { sendCode } from './codes/store.ts'
import { readRequest, type Asked, type FieldFault, type House } from './request.ts'
import { findSame, listTopics, openWritten, readHouse } from './store.ts'

export type OptionsQuery = { language?: string | undefined; zone?: string | undefined; skill?: string | undefined }

export type PublicParts = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  windows: CallbackWindows
  /** Counts who asks; refuses who asks too often, cannot be called, or comes while the public ways are closed. */
  guard: Guard
  textLimits: TextLimits
  /** Something was made that others have to look at. */
  wake: () => void
}

/** `key`: the same request again, after no answer came, has it too. */
export type Visit = { source: 'web' | 'form'; address: string; key?: string | undefined }
export type Requested =
  { kind: 'ok'; answer: PublicAnswer } | { kind: 'faults'; faults: FieldFault[] } | { kind: 'gone'; options: PublicOptions } | { kind: 'notNow' }
type Made = Exclude<Requested, { kind: 'gone' }> | { kind: 'gone' }

export type PublicCallbacks = ReturnType<typeof publicCallbacks>

/**
 * How strangers ask to be called back. A number that anybody can type is evidence and not identity: the callback belongs to no record until a code has
 * come back from that number, or one of us has spoken with him. No answer says whether a number, a name or a case is known here.
 */
export function publicCallbacks({ database: { prisma }, clock, windows, guard, textLimits, wake }: PublicParts) {
  const now = () => clock.now().toJSDate()
  /** Under a flood of requests it is read once for many. */
  const house = together(() => readHouse(prisma))

  const options = async (query: OptionsQuery): Promise<PublicOptions> => {
    const { topics: keys, company, languages, language } = await house()
    const topics = await listTopics(prisma, keys, query.language ?? language)
    const offered = { ...(await windows.options(query)), company, languages: [...languages], topics }
    return (await isClosed(prisma, now())) ? { ...offered, canCall: false, now: null, windows: [] } : offered
  }

  const request = async (given: PublicRequest, { source, address, key }: Visit): Promise<Requested> => {
    const ours = await house()
    const read = readRequest(given, ours)
    if ('faults' in read) return { kind: 'faults', faults: read.faults }
    const { asked } = read
    const requestKey = key === undefined ? undefined : requestKeyOf(key, asked)
    const before = requestKey === undefined ? null : await prisma.callback.findUnique({ where: { requestKey } })
    if (before) return ok(answerOf(before))
    const { number, name, extension, askFor, wish } = asked
    const who = [extension, name, askFor].join('/')
    const isHoneypot = given.website !== ''
    const callAt = typeof wish === 'object' ? wish.from : undefined
    const verdict = await guard.check({ number, who, address, isWritten: wish === 'written', isHoneypot, callAt, at: now() })
    if (isHoneypot) return ok(looksAccepted(asked))
    if (verdict.kind === 'refused')
      return verdict.public === 'notNow' ? { kind: 'notNow' } : { kind: 'faults', faults: [{ field: 'number', code: REFUSED[verdict.public] }] }
    const made = await make(asked, { house: ours, source, requestKey, needsCode: verdict.needsCode }).finally(verdict.wasWritten)
    if (made.kind === 'ok') wake()
    const { language, zone, skill } = asked
    return made.kind === 'gone' ? { kind: 'gone', options: await options({ language, zone, ...(skill !== null && { skill }) }) } : made
  }

  const make = async (asked: Asked, making: Making): Promise<Made> => {
    try {
      return await windows.inTurn((tx) => makeIn(tx, asked, making, now()))
    } catch (error) {
      if (error === NOT_NOW) return { kind: 'notNow' }
      throw error
    }
  }

  const makeIn = async (tx: Transaction, asked: Asked, making: Making, at: Date): Promise<Made> => {
    const { number, wish, skill, language, zone } = asked
    if (number === null || wish === 'written') return ok(caseAnswer(await openWritten(tx, asked, at)))
    const same = await findSame(tx, { ...asked, number })
    const { requestKey } = making
    const before = requestKey === undefined ? null : await tx.callback.findUnique({ where: { requestKey } })
    if (before) return ok(answerOf(before))
    const isLate = same?.state === 'unverified' && same.nextAt <= at
    const isOther = same !== undefined && isOtherTime(same, wish)
    const isRival = same !== undefined && !isLate && mayYield(same, isOther)
    if (same && !isLate && !isRival) return askedAgain(tx, same, asked, at)
    const promised = await windows.promise(tx, { wish, skill, language, zone, at, ...(!(isRival && isOther) && { except: same?.id }) })
    if (promised.kind === 'gone') return { kind: 'gone' }
    if (promised.kind === 'noCover') return ok(caseAnswer(await openWritten(tx, asked, at)))
    if (same && isLate) await expire(tx, same, at)
    const needsCode = making.needsCode || isRival
    const callback = await writeDown(tx, { ...asked, number }, promised, { ...making, needsCode, isRival }, at)
    if (needsCode && !(await sendCode(tx, callback, { company: making.house.company, limits: textLimits, at }))) throw NOT_NOW
    return ok(answerOf(callback, promised.waitMinutes))
  }

  return { options, request, house }
}

type Making = { house: House; source: 'web' | 'form'; requestKey: string | undefined; needsCode: boolean; isRival?: boolean }
type Given = Extract<Promised, { kind: 'ok' }>

async function writeDown(tx: Transaction, asked: Asked & { number: string }, { window, isAsap }: Given, making: Making, at: Date): Promise<Callback> {
  const { body: rule } = await getRule(tx, 'callback')
  const { wish: _, ...about } = asked
  const { source, requestKey, needsCode, isRival = false, house } = making
  const link = { token: newSecret(), tokenUntil: new Date(at.getTime() + rule.linkDays * DAY) }
  const given = {
    ...about,
    ...link,
    ourNumber: house.ourNumber,
    window,
    isAsap,
    source,
    isUnverified: needsCode,
    isRival,
    ...(requestKey !== undefined && { requestKey }),
  }
  return (await requestCallback(tx, given, at)).callback
}

const DAY = 86_400_000

const REFUSED = { number: 'numberWrong', mobile: 'mobileNeeded' } as const

/** Thrown so that nothing of it stays. */
const NOT_NOW = new Error('not now')

const ok = (answer: PublicAnswer) => ({ kind: 'ok' as const, answer })

/** Whoever has only the key of somebody else does not get his link: it goes with the number. */
const requestKeyOf = (key: string, { number, email }: Asked): string => `public:${hashOf(JSON.stringify([key, number, email]))}`

const isOtherTime = ({ isAsap, windowFrom }: Callback, wish: Asked['wish']): boolean =>
  typeof wish === 'object' ? isAsap || wish.from.getTime() !== windowFrom.getTime() : !isAsap

/**
 * Nobody has proved that the one that is there is his, and it would hold back whoever asks now: he gets one of his own, and the code decides. To a
 * landline there goes none, so there the first stands.
 */
function mayYield(same: Callback, isOther: boolean): boolean {
  if (!isUnproven(same) || !canBeTexted(same.number)) return false
  return same.state === 'unverified' || (isOther && (same.state === 'scheduled' || same.state === 'waiting'))
}

/** The sweeper would do it a moment later. */
async function expire(tx: Transaction, callback: Callback, at: Date): Promise<void> {
  await changeState(tx, callback, 'expired', { at, why: 'the code did not come back', data: { endWhy: 'codeLate' } })
}

/**
 * He is told that he has asked already, and what he says now is added. The link to it goes to who asked first: anybody could ask with his number.
 */
async function askedAgain(tx: Transaction, same: Callback, { words }: Asked, at: Date): Promise<Made> {
  if (words !== '' && words !== same.words) {
    await addCallbackEvent(tx, { callbackId: same.id, at, kind: 'note', why: 'asked for again on the web', body: { words } })
    if (same.caseId !== null) await addContact(tx, same.caseId, { at, words })
  }
  return ok({ state: 'same', token: null, caseNumber: null, window: null, waitMinutes: null })
}

function answerOf({ state, token, windowFrom, dueAt }: Callback, waitMinutes: number | null = null): PublicAnswer {
  return {
    state: state === 'unverified' ? 'codeNeeded' : 'accepted',
    token,
    caseNumber: null,
    window: { from: windowFrom.toISOString(), to: dueAt.toISOString() },
    waitMinutes,
  }
}

const caseAnswer = (caseNumber: string): PublicAnswer => ({ state: 'case', token: null, caseNumber, window: null, waitMinutes: null })

/** What a machine is told that fills in all fields: there is nothing behind the link. */
function looksAccepted({ wish }: Asked): PublicAnswer {
  const window = typeof wish === 'object' ? { from: wish.from.toISOString(), to: wish.to.toISOString() } : null
  return { state: 'accepted', token: newSecret(), caseNumber: null, window, waitMinutes: null }
}
