import type { CustomerMessage, OutboundCall } from '../../../prisma/generated/client.ts'
import { addCaseEvent } from '../../cases/events/store.ts'
import type { Transaction } from '../../db.ts'
import { tell } from '../../notifications/store.ts'
import type { Asked, CallPurpose } from '../../outbound/ends/service.ts'
import { acknowledge } from '../../outbound/store.ts'
import type { OutboundReply } from '../../telephony/provider.ts'
import { callHim, settleMessage } from '../delivery/store.ts'
import { rateCase } from '../incoming/ratings/store.ts'
import { isStale, type MessageKind } from '../intents.ts'
import { allowedAt, readReach } from '../reach/store.ts'
import { messageWords, speakingSeconds } from '../words.ts'

/** So often he is called with one message, at different hours. */
const MOST_TRIES = 3
const HOURS_BETWEEN = 4
const OWNER_RINGS_SECONDS = 25
const LONGEST_MESSAGE_SECONDS = 180

/** News for somebody who gets no texts: he hears them, and 1 connects him with the owner of his case, or takes a message for him. */
export function messageCalls(): CallPurpose {
  return { detectsMachines: () => 'first', answer: tellHim, ended: callEnded }
}

/** "How satisfied are you?", for somebody who gets no texts. */
export function surveyCalls(): CallPurpose {
  return { detectsMachines: () => 'first', answer: askHim, ended: callEnded }
}

async function tellHim(tx: Transaction, call: OutboundCall, asked: Asked): Promise<OutboundReply> {
  const words = messageWords(call.language)
  const { language } = words
  const told = await readTold(tx, call)
  if (!told) return { kind: 'ends', text: words.notNeeded, language }
  if (call.answeredBy === 'machine') return { kind: 'ends', text: words.machine(told.company), language }
  switch (asked.step) {
    case '':
      return told.isNeeded ? news(words.hello(told.company)) : { kind: 'ends', text: words.notNeeded, language }
    case 'told':
      // Who has heard it to the end, or pressed a key, was told.
      if (await acknowledge(tx, call.id)) await settleMessage(tx, told.id, 'delivered', asked.at)
      if (asked.key === '2') return news('')
      if (asked.key !== '1') return { kind: 'ends', text: words.goodbye, language }
      if (!told.ownerPhone) return leavesMessage()
      return {
        ...{ kind: 'connects', step: 'connected', before: words.connecting, from: call.from, to: told.ownerPhone, ringSeconds: OWNER_RINGS_SECONDS, language },
        screen: words.screen(told.number, told.title),
      }
    case 'connected':
      return asked.dialled === 'answered' ? { kind: 'ends', text: words.goodbye, language } : leavesMessage()
    case 'recorded':
      if (asked.recording) await keepRecording(tx, call, asked.recording, asked.at)
      return { kind: 'ends', text: asked.recording ? words.messageTaken : words.goodbye, language }
    default:
      return { kind: 'ends', text: words.goodbye, language }
  }

  function news(hello: string): OutboundReply {
    const text = [hello, told?.text, words.talk, words.again].filter(Boolean).join(' ')
    return { kind: 'asks', step: 'told', text, times: 1, language }
  }
  function leavesMessage(): OutboundReply {
    return { kind: 'records', step: 'recorded', text: words.leaveMessage, maxSeconds: LONGEST_MESSAGE_SECONDS, language }
  }
}

async function askHim(tx: Transaction, call: OutboundCall, asked: Asked): Promise<OutboundReply> {
  const words = messageWords(call.language)
  const { language } = words
  const told = await readTold(tx, call)
  if (!told?.isNeeded && asked.step === '') return { kind: 'ends', text: words.notNeeded, language }
  if (!told) return { kind: 'ends', text: words.goodbye, language }
  if (call.answeredBy === 'machine') return { kind: 'ends', text: words.machine(told.company), language }
  const score = /^[1-5]$/.test(asked.key ?? '') ? Number(asked.key) : undefined
  if (asked.step === 'asked' && (score !== undefined || asked.key === null)) {
    if (score !== undefined) await rateCase(tx, { caseId: told.caseId, score, why: '', via: 'call', at: asked.at })
    if (await acknowledge(tx, call.id)) await settleMessage(tx, told.id, 'delivered', asked.at)
    return { kind: 'ends', text: score === undefined ? words.notRated : words.rated, language }
  }
  const text = asked.step === '' ? `${words.hello(told.company)} ${told.text}` : told.text
  return { kind: 'asks', step: 'asked', text, times: 2, language }
}

/** What the call is to tell; undefined: its message is gone. */
async function readTold(tx: Transaction, call: OutboundCall) {
  const message = call.messageId === null ? null : await tx.customerMessage.findUnique({ where: { id: call.messageId } })
  if (!message) return undefined
  const reach = await readReach(tx, message.caseId)
  const { company } = reach
  const { number, title, status } = reach.case
  const { id, caseId, text, state, kind } = message
  // Reopened meanwhile: nobody should hear that it is solved.
  const isNeeded = state === 'handed' && !isStale(kind as MessageKind, status) && !(kind === 'survey' && (await isRated(tx, caseId)))
  return { id, caseId, text, company, number, title, isNeeded, ownerPhone: reach.owner?.phone ?? null }
}

const isRated = async (tx: Transaction, caseId: string): Promise<boolean> => (await tx.caseRating.count({ where: { caseId } })) > 0

/** A message of his for the owner lies on the case. */
async function keepRecording(
  tx: Transaction,
  { legSid, caseId }: OutboundCall,
  { sid, url, seconds }: NonNullable<Asked['recording']>,
  at: Date,
): Promise<void> {
  if (legSid === null || caseId === null) return
  const { count } = await tx.recording.createMany({ data: { sid, callSid: legSid, url, seconds, receivedAt: at, caseId }, skipDuplicates: true })
  if (count === 0) return
  const { number, title, custodies, solvedById } = await tx.case.findUniqueOrThrow({ where: { id: caseId }, include: { custodies: { where: { toAt: null } } } })
  await addCaseEvent(tx, { caseId, at, kind: 'contact', body: { callSid: legSid }, isInternal: false })
  const told = custodies.map(({ personId }) => personId)
  await tell(tx, told.length > 0 || solvedById === null ? told : [solvedById], { kind: 'message', key: `message:${sid}`, body: { case: number, title } }, at)
}

/** He hung up without a key, but not before it was said; whoever hangs up on a question has been asked. */
async function wasHeard(tx: Transaction, { legSid, answeredBy, state }: OutboundCall, { kind, text }: CustomerMessage, at: Date): Promise<boolean> {
  if (legSid === null || answeredBy === 'machine' || state !== 'declined') return false
  const call = await tx.call.findUnique({ where: { sid: legSid }, select: { answeredAt: true } })
  if (!call?.answeredAt) return false
  return kind === 'survey' || (at.getTime() - call.answeredAt.getTime()) / 1_000 >= speakingSeconds(text)
}

/** He did not pick up, or hung up before the end, or it was his machine: again at another hour; after the third time somebody must think. */
async function callEnded(tx: Transaction, call: OutboundCall, at: Date): Promise<void> {
  if (call.messageId === null || call.state === 'acknowledged') return
  if (call.state === 'unknown') return settleMessage(tx, call.messageId, 'unknown', at)
  const message = await tx.customerMessage.findUnique({ where: { id: call.messageId } })
  if (!message || (message.state !== 'handed' && message.state !== 'unknown')) return
  if (await wasHeard(tx, call, message, at)) return settleMessage(tx, message.id, 'delivered', at)
  const n = Number((call.body as { n?: number }).n ?? 1)
  if (n >= MOST_TRIES || call.state === 'failed') return settleMessage(tx, message.id, 'failed', at)
  const reach = await readReach(tx, message.caseId)
  const later = new Date(at.getTime() + HOURS_BETWEEN * 3_600_000)
  await callHim(tx, message, reach, n + 1, allowedAt(reach, 'call', later))
}
