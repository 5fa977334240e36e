import type { Transaction } from '../db.ts'
import type { TextReport } from '../telephony/provider.ts'

export type TextLimits = { toANumberADay: number; anHour: number }
export const TEXT_LIMITS: TextLimits = { toANumberADay: 5, anHour: 200 }
export type NewText = { id: string; callSid: string | null; dialled: string | null; to: string; text: string }
export type TextToSend = { id: string; call_sid: string | null; to: string; from: string; text: string; created_at: Date }

/** Twilio's code for a number that has answered STOP. */
export const STOPPED = 21610

const later = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000)

/** Twilio shows only numbers of ours: the one that was dialled, or (it was called by another way) any. */
export async function ourNumber(tx: Pick<Transaction, 'phoneNumber'>, dialled: string | null): Promise<string> {
  const numbers = await tx.phoneNumber.findMany({ orderBy: { createdAt: 'asc' }, select: { number: true } })
  return numbers.find(({ number }) => number === dialled)?.number ?? numbers[0]?.number ?? ''
}

/** Texts to those who work here have ids of this kind: they take nothing away from customers. */
const STAFF_TEXT = 'staff:'

/** A text to somebody who works here, as often as it is needed; who wants no texts gets none. */
export async function addStaffText(tx: Transaction, { id, to, text }: Pick<NewText, 'id' | 'to' | 'text'>, now: Date): Promise<void> {
  if (await tx.textRefusal.findUnique({ where: { number: to } })) return
  const from = await ourNumber(tx, null)
  await tx.textMessage.createMany({ data: { id, callSid: null, to, from, text, createdAt: now, updatedAt: now, dueAt: now }, skipDuplicates: true })
}

/** Writes down a text that is to be sent; one over a limit, or to somebody who wants none, is written down as refused. */
export async function addText(tx: Transaction, { id, callSid, dialled, to, text }: NewText, limits: TextLimits, now: Date): Promise<void> {
  // Two at once must not both be the last one that is allowed.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('texts'))`
  const refusal = await tx.textRefusal.findUnique({ where: { number: to } })
  const counted = { state: { not: 'refused' }, NOT: { id: { startsWith: STAFF_TEXT } } }
  const sentToHim = await tx.textMessage.count({ where: { to, createdAt: { gt: later(now, -86_400) }, ...counted } })
  const sentToAll = await tx.textMessage.count({ where: { createdAt: { gt: later(now, -3_600) }, ...counted } })
  const isRefused = refusal !== null || sentToHim >= limits.toANumberADay || sentToAll >= limits.anHour
  await tx.textMessage.createMany({
    data: {
      id,
      callSid,
      to,
      from: await ourNumber(tx, dialled),
      text,
      state: isRefused ? 'refused' : 'waiting',
      errorCode: refusal ? STOPPED : null,
      createdAt: now,
      updatedAt: now,
      dueAt: now,
    },
    skipDuplicates: true,
  })
}

/** A worker that died while it sent leaves a text of which nobody knows whether it went out: it is not sent again. */
const SENDING_SECONDS = 30

/** Texts whose sender died: they stay unknown. Returns their ids. */
export async function giveUpTexts(tx: Transaction, now: Date): Promise<string[]> {
  const rows = await tx.textMessage.updateManyAndReturn({
    where: { state: 'sending', dueAt: { lte: now } },
    data: { state: 'unknown', updatedAt: now },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

export async function takeText(tx: Transaction, now: Date): Promise<TextToSend | undefined> {
  const [text] = await tx.$queryRaw<TextToSend[]>`
    update text_message set state = 'sending', updated_at = ${now}, due_at = ${later(now, SENDING_SECONDS)}
     where id = (select id from text_message where state = 'waiting' and due_at <= ${now} order by due_at, id limit 1 for update skip locked)
    returning id, call_sid, "to", "from", text, created_at`
  return text
}

/** A report may have been faster than the answer. */
export async function noteSent(tx: Transaction, id: string, sid: string, now: Date): Promise<void> {
  await tx.textMessage.updateMany({ where: { id, sid: null }, data: { sid } })
  await tx.textMessage.updateMany({ where: { id, state: { in: ['sending', 'unknown'] } }, data: { state: 'sent', updatedAt: now } })
}

const RETRY_SECONDS = 5
/** What could not be sent for so long is of no use any more. */
const MOST_SECONDS = 3_600

/** `again`: it was surely not sent, and may be a moment later. Undefined: it is tried again, or a report was faster. */
export async function noteNotSent(
  tx: Transaction,
  { id, to, created_at: since }: TextToSend,
  again: boolean,
  isSure: boolean,
  code: number | undefined,
  now: Date,
): Promise<'failed' | 'unknown' | undefined> {
  const isTooLate = now.getTime() - since.getTime() > MOST_SECONDS * 1_000
  const state = again && !isTooLate ? 'waiting' : isSure ? 'failed' : 'unknown'
  const dueAt = later(now, RETRY_SECONDS)
  const { count } = await tx.textMessage.updateMany({ where: { id, state: 'sending' }, data: { state, dueAt, errorCode: code ?? null, updatedAt: now } })
  if (code === STOPPED) await refuseTexts(tx, to, now)
  return state === 'waiting' || count === 0 ? undefined : state
}

const FINAL = ['delivered', 'undelivered', 'failed']

/** Reports come in any order: what is final stays. Gives how the text stands, and the call whose text it is. */
export async function noteReport(
  tx: Transaction,
  { id, sid, state, errorCode }: TextReport,
  now: Date,
): Promise<{ state: string; callSid: string | null } | undefined> {
  await tx.textMessage.updateMany({ where: { id, sid: null }, data: { sid } })
  await tx.textMessage.updateMany({ where: { id, state: { notIn: FINAL } }, data: { state, errorCode, updatedAt: now } })
  return (await tx.textMessage.findUnique({ where: { id }, select: { state: true, callSid: true } })) ?? undefined
}

export async function refuseTexts(tx: Transaction, number: string, at: Date): Promise<void> {
  await tx.textRefusal.upsert({ where: { number }, create: { number, refusedAt: at }, update: {} })
}

/** False: he had not refused any. */
export async function allowTexts(tx: Transaction, number: string): Promise<boolean> {
  const { count } = await tx.textRefusal.deleteMany({ where: { number } })
  return count > 0
}
