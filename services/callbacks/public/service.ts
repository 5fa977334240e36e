import { randomInt, randomUUID } from 'node:crypto'
import type { Callback } from '../../../prisma/generated/client.ts'
import { addContact } from '../../cases/contacts/store.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { addText, type TextLimits } from '../../messages/store.ts'
import { getRule } from '../../rules/store.ts'
import type { PublicAnswer, PublicOptions, PublicRequest } from '../../schemas/callbacks.ts'
import { hashOf, newSecret } from '../../secrets/service.ts'
import { canBeTexted } from '../../telephony/caller-id.ts'
import { requestCallback } from '../intake/store.ts'
import type { Promised, Windows } from '../promised.ts'
import { addCallbackEvent, changeState } from '../store.ts'
import { CODE_PAUSE_MINUTES, codeHashOf } from './codes.ts'
import { readRequest, type Asked, type FieldFault, type House } from './request.ts'
import { findSame, listTopics, openWritten, readHouse } from './store.ts'
import { codeText } from './words.ts'

export type OptionsQuery = { language?: string | undefined; zone?: string | undefined; skill?: string | undefined }
/** Who asks: which way, from which address, and whether a field is filled in that people do not see. */
export type Asker = { number: string | null; address: string; source: 'web' | 'form'; honeypot: string; isWritten: boolean; at: Date }
export type Checked = { kind: 'ok'; needsCode: boolean } | { kind: 'refused'; public: 'notNow' | 'number' }
export type Reserve = (tx: Transaction, cost: { kind: 'text'; key: string; number: string; at: Date }) => Promise<boolean>

export type PublicParts = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  windows: Windows & { options: (query: OptionsQuery) => Promise<PublicOptions> }
  /** Counts who asks, and refuses who asks too often, cannot be called, or comes while the public ways are closed. */
  check: (tx: Transaction, asker: Asker) => Promise<Checked>
  reserve: Reserve
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
export function publicCallbacks({ database: { prisma }, clock, windows, check, reserve, textLimits, wake }: PublicParts) {
  const now = () => clock.now().toJSDate()

  const options = async (query: OptionsQuery): Promise<PublicOptions> => {
    const house = await readHouse(prisma)
    const { company, languages, language } = house
    const topics = await listTopics(prisma, house.topics, query.language ?? language)
    return { ...(await windows.options(query)), company, languages: [...languages], topics }
  }

  const request = async (given: PublicRequest, visit: Visit): Promise<Requested> => {
    const house = await readHouse(prisma)
    const read = readRequest(given, house)
    if ('faults' in read) return { kind: 'faults', faults: read.faults }
    const { asked } = read
    const requestKey = visit.key === undefined ? undefined : requestKeyOf(visit.key, asked)
    const before = requestKey === undefined ? null : await prisma.callback.findUnique({ where: { requestKey } })
    if (before) return ok(answerOf(before))
    // Counted in any case: what is refused is counted too.
    const asker = { number: asked.number, address: visit.address, source: visit.source, honeypot: given.website, isWritten: asked.wish === 'written', at: now() }
    const checked = await prisma.$transaction((tx) => check(tx, asker))
    if (given.website !== '') return ok(looksAccepted(asked))
    if (checked.kind === 'refused') return checked.public === 'number' ? fault('numberWrong') : { kind: 'notNow' }
    const made = await make(asked, { house, source: visit.source, requestKey, needsCode: checked.needsCode })
    if (made.kind !== 'gone') wake()
    const { language, zone, skill } = asked
    return made.kind === 'gone' ? { kind: 'gone', options: await options({ language, zone, ...(skill && { skill }) }) } : made
  }

  type Making = { house: House; source: 'web' | 'form'; requestKey: string | undefined; needsCode: boolean }

  const make = async (asked: Asked, making: Making): Promise<Made> => {
    try {
      return await prisma.$transaction(async (tx): Promise<Made> => {
        const at = now()
        const { number, wish } = asked
        if (number === null || wish === 'written') return ok(caseAnswer(await openWritten(tx, asked, at)))
        const same = await findSame(tx, { ...asked, number })
        if (same && !isLate(same, at)) return askedAgain(tx, same, asked, at)
        if (same) await changeState(tx, same, 'expired', { at, why: 'the code did not come back', data: { endWhy: 'codeLate' } })
        const { skill, language, zone } = asked
        const promised = await windows.promise(tx, { wish, skill, language, zone, at })
        if (promised.kind === 'gone') return { kind: 'gone' }
        if (promised.kind === 'noCover') return ok(caseAnswer(await openWritten(tx, asked, at)))
        if (!making.needsCode) return ok(answerOf(await promise(tx, { ...asked, number }, promised, making, at), promised.waitMinutes))
        if (!canBeTexted(number)) return fault('mobileNeeded')
        const callback = await promise(tx, { ...asked, number }, promised, making, at)
        await sendCode(tx, callback, making.house, at)
        return ok(answerOf(callback, promised.waitMinutes))
      })
    } catch (error) {
      if (error === NOT_NOW) return { kind: 'notNow' }
      throw error
    }
  }

  const promise = async (tx: Transaction, asked: Asked & { number: string }, promised: Promised & { kind: 'ok' }, making: Making, at: Date) => {
    const { body: rule } = await getRule(tx, 'callback')
    const { wish: _, ...about } = asked
    const { window, isAsap } = promised
    const token = { token: newSecret(), tokenUntil: new Date(at.getTime() + rule.linkDays * 86_400_000) }
    const { source, requestKey, house, needsCode } = making
    const { callback } = await requestCallback(
      tx,
      { ...about, ...token, ourNumber: house.ourNumber, window, isAsap, source, isUnverified: needsCode, ...(requestKey !== undefined && { requestKey }) },
      at,
    )
    return callback
  }

  /** One text for each number and ten minutes, within the budget and the limits of texts; else nobody is told anything but "not now". */
  const sendCode = async (tx: Transaction, { id, number, language }: Callback, house: House, at: Date): Promise<void> => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`code ${number}`}))`
    const since = new Date(at.getTime() - CODE_PAUSE_MINUTES * 60_000)
    const sent = await tx.callback.findFirst({ where: { number, codeSentAt: { gt: since } }, select: { id: true } })
    if (sent || !(await reserve(tx, { kind: 'text', key: `code:${id}`, number, at }))) throw NOT_NOW
    const { body: rule } = await getRule(tx, 'callback')
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    await tx.callback.update({ where: { id }, data: { codeHash: codeHashOf(id, code), codeSentAt: at } })
    const text = { id: randomUUID(), callSid: null, dialled: house.ourNumber, to: number, text: codeText(language, { ...house, code, minutes: rule.codeMinutes }) }
    await addText(tx, text, textLimits, at)
    const { state } = await tx.textMessage.findUniqueOrThrow({ where: { id: text.id }, select: { state: true } })
    if (state === 'refused') throw NOT_NOW
  }

  return { options, request, house: () => readHouse(prisma) }
}

/** Thrown so that nothing of it stays. */
const NOT_NOW = new Error('not now')

const ok = (answer: PublicAnswer) => ({ kind: 'ok' as const, answer })
const fault = (code: 'numberWrong' | 'mobileNeeded') => ({ kind: 'faults' as const, faults: [{ field: 'number' as const, code }] })

/** Whoever has only the key of somebody else does not get his link: it goes with the number. */
const requestKeyOf = (key: string, { number, email }: Asked): string => `public:${hashOf(JSON.stringify([key, number, email]))}`

const isLate = ({ state, nextAt }: Callback, at: Date): boolean => state === 'unverified' && nextAt <= at

/**
 * He is told that he has asked already, and what he says now is added. The link to it goes to who asked first: anybody could ask with his number. While
 * its code has not come back there is nothing to see or to spoil, so whoever asks last may enter the code.
 */
async function askedAgain(tx: Transaction, same: Callback, { words }: Asked, at: Date): Promise<Made> {
  if (same.state === 'unverified') return ok(answerOf(await tx.callback.update({ where: { id: same.id }, data: { token: newSecret() } })))
  if (words !== '' && words !== same.words) {
    await addCallbackEvent(tx, { callbackId: same.id, at, kind: 'note', why: 'asked for again on the web', body: { words } })
    if (same.caseId !== null) await addContact(tx, same.caseId, { at, words })
  }
  return ok({ state: 'same', token: null, caseNumber: null, window: null, waitMinutes: null })
}

function answerOf({ state, token, windowFrom, dueAt }: Callback, waitMinutes: number | null = null): PublicAnswer {
  return { state: state === 'unverified' ? 'codeNeeded' : 'accepted', token, caseNumber: null, window: { from: windowFrom.toISOString(), to: dueAt.toISOString() }, waitMinutes }
}

const caseAnswer = (caseNumber: string): PublicAnswer => ({ state: 'case', token: null, caseNumber, window: null, waitMinutes: null })

/** What a machine is told that fills in all fields: there is nothing behind the link. */
function looksAccepted({ wish }: Asked): PublicAnswer {
  const window = typeof wish === 'object' ? { from: wish.from.toISOString(), to: wish.to.toISOString() } : null
  return { state: 'accepted', token: newSecret(), caseNumber: null, window, waitMinutes: null }
}
