import type { Callback } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import { addEmail } from '../../mail/store.ts'
import { toPoint } from '../../messages/reach/store.ts'
import { segmentsOf } from '../../messages/segments.ts'
import { addText, type TextLimits } from '../../messages/store.ts'
import { tell } from '../../notifications/store.ts'
import type { Interval } from '../../roster-rules/model.ts'
import { fillBlanks } from '../../rules/blanks.ts'
import { findRule } from '../../rules/store.ts'
import { isByStranger } from '../abuse/strangers.ts'
import { addCallbackEvent } from '../store.ts'
import { blanksFor, NOTICES, templateOf, type NoticeKind } from './words.ts'

export type NoticeOptions = {
  hasMail: boolean
  textLimits: TextLimits
  /** The page of a callback. */
  linkOf: (token: string) => string
  /** Money for a text; false: there is none left. */
  reserve: (tx: Transaction, cost: { kind: 'text'; key: string; number: string; at: Date; parts: number }) => Promise<boolean>
}

/**
 * `free`: windows that are free instead; `known`: the window that he knows, where that is another one; `of`: what makes it one of its own for a window
 * that he was told before.
 */
export type Notice = { kind: NoticeKind; at: Date; free?: readonly Interval[]; known?: { from: Date; to: Date }; of?: string }
type Way = 'sms' | 'email' | 'none'

/** There is one of a kind for each window that was promised. */
export const noticeId = ({ id, dueAt }: Pick<Callback, 'id' | 'dueAt'>, kind: NoticeKind): string => `callback:${id}:${kind}:${dueAt.getTime()}`

/**
 * Tells him, once, in the transaction of what happened: by text, else by e-mail. Whoever can be told by neither (a landline) is called anyway; when we
 * break a promise or give up, that is a task of whoever owns his case. `returned`: the text of it that was sent, and came back.
 */
export async function tellCustomer(
  tx: Transaction,
  callback: Callback,
  { kind, at, free = [], known, of }: Notice,
  options: NoticeOptions,
  returned?: string,
): Promise<Way> {
  const hasNoText = returned !== undefined
  const id = returned ?? [noticeId(callback, kind), ...(of === undefined ? [] : [of])].join(':')
  const isTold = (await tx.textMessage.count({ where: { id } })) + (await tx.emailMessage.count({ where: { id } })) > 0
  if (isTold && !hasNoText) return 'none'
  const promised = known ? { ...callback, windowFrom: known.from, dueAt: known.to, isAsap: false } : callback
  const message = await messageOf(tx, promised, kind, { at, free }, options)
  const way =
    !hasNoText && (await sendText(tx, callback, { id, text: message.text, at }, options))
      ? 'sms'
      : (await sendEmail(tx, callback, { id, ...message, at }, options))
        ? 'email'
        : 'none'
  const why = way === 'none' ? `he cannot be told (${kind}): there is no way to him but a call` : `he was told (${kind})`
  await addCallbackEvent(tx, {
    callbackId: callback.id,
    at,
    kind: way === 'none' ? 'note' : 'told',
    why,
    body: { notice: kind, way, ...(free.length > 0 && { offered: free.length }) },
  })
  if (way === 'none' && (kind === 'broken' || kind === 'unreachable')) await leaveToOwner(tx, callback, id, at)
  return way
}

async function messageOf(
  tx: Transaction,
  { language: wanted, token, tokenUntil, windowFrom, dueAt, isAsap, zone, caseId }: Callback,
  kind: NoticeKind,
  { at, free }: { at: Date; free: readonly Interval[] },
  { linkOf }: NoticeOptions,
): Promise<{ text: string; subject: string }> {
  const rule = await findRule(tx, 'template', templateOf(kind))
  if (!rule) throw new Error(`the program ships no template "${templateOf(kind)}"`)
  const { text, subject } = rule.body
  const language = [wanted, 'en', ...Object.keys(text)].find((one) => text[one]) ?? wanted
  const company = (await tx.company.findFirst({ select: { name: true } }))?.name ?? 'Nightline'
  const its = caseId === null ? null : await tx.case.findUnique({ where: { id: caseId }, select: { number: true } })
  const link = token !== null && tokenUntil !== null && tokenUntil > at ? linkOf(token) : null
  const window = { from: windowFrom.getTime(), to: dueAt.getTime() }
  const values = { company, number: its?.number, ...blanksFor(kind, { window, isAsap, link, free, at: at.getTime(), zone, language }) }
  return { text: fillBlanks(text[language] ?? '', values).text, subject: fillBlanks(subject[language] ?? '{{company}}', values).text }
}

async function sendText(
  tx: Transaction,
  { number, ourNumber, source }: Callback,
  { id, text, at }: { id: string; text: string; at: Date },
  { textLimits, reserve }: NoticeOptions,
): Promise<boolean> {
  const { texts } = await toPoint(tx, { kind: 'phone', value: number, isPersonal: false })
  if (texts !== 'likely' || (isByStranger({ source }) && !(await reserve(tx, { kind: 'text', key: id, number, at, parts: segmentsOf(text) })))) return false
  await addText(tx, { id, callSid: null, dialled: ourNumber, to: number, text }, textLimits, at)
  return (await tx.textMessage.findUniqueOrThrow({ where: { id }, select: { state: true } })).state !== 'refused'
}

type Letter = { id: string; text: string; subject: string; at: Date }
async function sendEmail(tx: Transaction, { email, customerId }: Callback, letter: Letter, { hasMail }: NoticeOptions): Promise<boolean> {
  if (!hasMail) return false
  const known =
    customerId === null
      ? null
      : await tx.contactPoint.findFirst({ where: { customerId, kind: 'email', standing: 'direct', validTo: null }, orderBy: { validFrom: 'asc' } })
  const to = email ?? known?.value
  if (to === undefined) return false
  await addEmail(tx, { ...letter, to })
  return true
}

async function leaveToOwner(tx: Transaction, { caseId, name }: Callback, key: string, at: Date): Promise<void> {
  if (caseId === null) return
  const its = await tx.case.findUnique({
    where: { id: caseId },
    select: { number: true, title: true, custodies: { where: { toAt: null }, select: { personId: true } } },
  })
  const owner = its?.custodies[0]?.personId
  if (its && owner !== undefined) await tell(tx, [owner], { kind: 'undelivered', key, body: { case: its.number, title: its.title, name } }, at)
}

/** A text came back: the same goes by e-mail, or it is left to whoever owns his case. */
export async function retell(
  tx: Transaction,
  callback: Callback,
  { kind, textId, at }: { kind: string; textId: string; at: Date },
  options: NoticeOptions,
): Promise<void> {
  const why = 'a text to him came back'
  await addCallbackEvent(tx, { callbackId: callback.id, at, kind: 'note', why, body: { returned: textId } })
  const known = NOTICES.find((one) => one === kind)
  // What it said about another window is old.
  if (known && textId.startsWith(noticeId(callback, known))) await tellCustomer(tx, callback, { kind: known, at }, options, textId)
}
