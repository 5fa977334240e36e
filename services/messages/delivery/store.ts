import type { CustomerMessage } from '../../../prisma/generated/client.ts'
import { addCaseEvent, noteSign } from '../../cases/events/store.ts'
import type { Transaction } from '../../db.ts'
import { addEmail } from '../../mail/store.ts'
import { tell } from '../../notifications/store.ts'
import { requestCall } from '../../outbound/store.ts'
import { channelsFor, isStale, type MessageKind } from '../intents.ts'
import { textOf } from '../plan/store.ts'
import { allowedAt, isWhereHeAsked, readReach, type Reach } from '../reach/store.ts'
import { addText, type TextLimits } from '../store.ts'
import { waysTo, type Channel, type Way } from '../ways.ts'
import { messageWords } from '../words.ts'

export type HandOverOptions = { hasMail: boolean; textLimits: TextLimits }

/** A way that leads nowhere is followed by one other; after that somebody must think. */
const MOST_WAYS = 2

/** Hands the next message that is due to what sends it. Returns its case; undefined: none is due. */
export async function handOverNext(tx: Transaction, options: HandOverOptions, now: Date): Promise<string | undefined> {
  const [due] = await tx.$queryRaw<{ id: string }[]>`
    select id from customer_message where state = 'planned' and due_at <= ${now} order by due_at, id limit 1 for update skip locked`
  if (!due) return undefined
  const message = await tx.customerMessage.findUniqueOrThrow({ where: { id: due.id } })
  const reach = await readReach(tx, message.caseId)
  const kind = message.kind as MessageKind
  if (isStale(kind, reach.case.status)) await change(tx, message.id, { state: 'superseded' }, now)
  else await handOver(tx, message, reach, options, now)
  return message.caseId
}

const PUT_OFF_SECONDS = 30

/** One that cannot be handed over must not hold up the others. */
export async function putOffMessages(db: Pick<Transaction, '$executeRaw'>, now: Date): Promise<void> {
  await db.$executeRaw`
    update customer_message set due_at = ${new Date(now.getTime() + PUT_OFF_SECONDS * 1_000)}
     where id = (select id from customer_message where state = 'planned' and due_at <= ${now} order by due_at, id limit 1 for update skip locked)`
}

async function handOver(tx: Transaction, message: CustomerMessage, reach: Reach, { hasMail, textLimits }: HandOverOptions, now: Date): Promise<void> {
  const kind = message.kind as MessageKind
  const tried = await triedChannels(tx, message.id)
  const preferred = kind === 'written' && tried.length === 0 ? (message.channel as Channel | null) : reach.preferred
  const ways = waysTo(reach.points, { preferred, channels: channelsFor(kind, hasMail) }).filter(({ channel }) => !tried.includes(channel))
  const [way] = ways
  if (!way || tried.length >= MOST_WAYS) {
    await change(tx, message.id, { state: tried.length === 0 ? 'refused' : 'failed' }, now)
    // Who cannot be asked how satisfied he is leaves nobody a task.
    return kind === 'survey' ? undefined : leaveToOwner(tx, message, reach, now, { isForGood: tried.length === 0 })
  }
  const allowed = allowedAt(reach, way.channel, now)
  if (allowed > now) return change(tx, message.id, { dueAt: allowed }, now)
  const content = await contentOf(tx, message, reach, way, now)
  const { channel, to } = way
  await change(tx, message.id, { state: 'handed', channel, to, ...content }, now)
  const { id } = message
  const { text } = content
  switch (channel) {
    case 'sms': {
      await addText(tx, { id, callSid: null, dialled: reach.from, to, text }, textLimits, now)
      const { state } = await tx.textMessage.findUniqueOrThrow({ where: { id }, select: { state: true } })
      return state === 'refused' ? settleMessage(tx, id, 'failed', now) : undefined
    }
    case 'email':
      return addEmail(tx, { id, to, subject: content.subject ?? reach.company, text, at: now })
    case 'call':
      return callHim(tx, { ...message, to }, reach, 1, now)
  }
}

type Content = { language: string; subject: string | null; text: string; templateVersion: number | null }

/** What an agent wrote stays as he wrote it; on a number that others may share there is only that it is there. */
async function contentOf(
  tx: Transaction,
  { kind, language, subject, text, templateVersion }: CustomerMessage,
  reach: Reach,
  way: Way,
  now: Date,
): Promise<Content> {
  if (kind === 'written' && (way.isPersonal || isWhereHeAsked(reach, way.to))) return { language, subject, text, templateVersion }
  const { empty: _, ...rendered } = await textOf(tx, reach, kind as MessageKind, way, now)
  return rendered
}

/** What was handed over says itself by which channels it was tried. */
async function triedChannels(tx: Transaction, id: string): Promise<Channel[]> {
  const [texts, emails, calls] = [
    await tx.textMessage.count({ where: { id } }),
    await tx.emailMessage.count({ where: { id } }),
    await tx.outboundCall.count({ where: { messageId: id } }),
  ]
  return (['sms', 'email', 'call'] as const).filter((_, n) => [texts, emails, calls][n] !== 0)
}

/** The n-th call with one message. */
export async function callHim(tx: Transaction, { id, kind, caseId, to, language }: CustomerMessage, reach: Reach, n: number, dueAt: Date): Promise<void> {
  if (to === null) return
  await requestCall(tx, {
    ...{ key: `message:${id}:${n}`, purpose: kind === 'survey' ? 'survey' : 'message', caseId, messageId: id, to, from: reach.from },
    ...{ customerNumber: to, language: messageWords(language).language, dueAt, body: { n } },
  })
}

/** How a message that was handed over stands. `sent`: it is on its way; nobody knows yet whether it arrives. */
export type MessageResult = 'sent' | 'delivered' | 'failed' | 'unknown'

/** Notes what has become of a message, in the transaction in which that was heard. Ids of others are read over. */
export async function settleMessage(tx: Transaction, id: string, result: MessageResult, at: Date): Promise<void> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return
  await tx.$executeRaw`select 1 from customer_message where id = ${id}::uuid for update`
  const message = await tx.customerMessage.findUnique({ where: { id } })
  if (!message || (message.state !== 'handed' && message.state !== 'unknown')) return
  switch (result) {
    case 'sent':
      if (message.state === 'unknown') await change(tx, id, { state: 'handed' }, at)
      return noteTold(tx, message, at)
    case 'delivered':
      await change(tx, id, { state: 'delivered' }, at)
      return noteTold(tx, message, at)
    case 'failed':
      // Another way is looked for by whoever hands over next; there may be none.
      return change(tx, id, { state: 'planned', dueAt: at }, at)
    case 'unknown': {
      if (message.state === 'unknown') return
      await change(tx, id, { state: 'unknown' }, at)
      return leaveToOwner(tx, message, await readReach(tx, message.caseId), at, { isForGood: false })
    }
  }
}

/** An e-mail that a server has taken is as far as anybody can see. */
export async function settleEmail(tx: Transaction, id: string, end: 'sent' | 'failed' | 'unknown', at: Date): Promise<void> {
  await settleMessage(tx, id, end === 'sent' ? 'delivered' : end, at)
}

/** A sign of us that he could notice: once, however often it is reported. */
async function noteTold(tx: Transaction, { id, caseId, kind, channel }: CustomerMessage, at: Date): Promise<void> {
  const before = await tx.caseEvent.count({ where: { caseId, kind: 'message', body: { path: ['messageId'], equals: id } } })
  if (before > 0) return
  await addCaseEvent(tx, { caseId, at, kind: 'message', body: { messageId: id, kind, channel }, isInternal: false })
  await noteSign(tx, caseId, at)
}

/**
 * Nobody could tell him, or nobody knows whether he was told: from now on that is a task of whoever owns the case, or solved it. `isForGood`: there
 * is no way to him at all, which is told once for each case and not with every change.
 */
export async function leaveToOwner(
  tx: Transaction,
  { id, caseId }: CustomerMessage,
  reach: Reach,
  at: Date,
  { isForGood }: { isForGood: boolean },
): Promise<void> {
  await addCaseEvent(tx, { caseId, at, kind: 'undelivered', body: { messageId: id } })
  const { number, title, solvedById, levelId, customer } = reach.case
  const { headId } = await tx.level.findUniqueOrThrow({ where: { id: levelId }, select: { headId: true } })
  const body = { case: number, title, name: customer?.name ?? '' }
  await tell(tx, [reach.owner?.id ?? solvedById ?? headId], { kind: 'undelivered', key: `undelivered:${isForGood ? caseId : id}`, body }, at)
}

async function change(tx: Transaction, id: string, data: Partial<CustomerMessage>, at: Date): Promise<void> {
  await tx.customerMessage.update({ where: { id }, data: { ...data, updatedAt: at } })
}
