import type { Callback, CallbackAttempt, OutboundCall } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import type { Asked, CallPurpose, CallPurposes } from '../../outbound/ends/service.ts'
import { acknowledge, turnLeg } from '../../outbound/store.ts'
import { findRule, getRule } from '../../rules/store.ts'
import type { OutboundReply } from '../../telephony/provider.ts'
import { addCallbackEvent, holdCallbackOf } from '../store.ts'
import { missed, settleAttempt, talkEnded } from './ends/store.ts'
import { beOnACall, noteUnanswered, wrapUp } from './presence/store.ts'
import type { Outcome } from './plan.ts'
import { callAgent, callCustomer, listensForMachines, moveAttempt, noteReached, notTried, type Settle } from './store.ts'
import { attemptWords, beginningOf } from './words.ts'

export type AttemptOptions = { settle?: Settle | undefined }
/** An attempt with its callback, both held. */
type Held = { callback: Callback; attempt: CallbackAttempt }

/** Who hangs up so soon after they were connected has not talked. */
const TALK_SECONDS = 2
/** A room that one has left is over for the other too; the provider is asked to end his line if it is not. */
const ROOM_ENDS_SECONDS = 5

/** What is said on the two lines of an attempt, and what follows from them. Each request may come again, late, or after the other side has gone. */
export function callbackCalls({ settle }: AttemptOptions = {}): CallPurposes & Record<'callbackAgent' | 'callbackCustomer', CallPurpose> {
  const holdFirst = async (tx: Transaction, call: OutboundCall): Promise<void> => holdCallbackOf(tx, attemptOf(call))

  async function agentAnswer(tx: Transaction, call: OutboundCall, asked: Asked): Promise<OutboundReply> {
    const held = await withLeg(tx, await heldBy(tx, call), call, 'agentLegSid')
    const words = attemptWords(call.language)
    const ends = (text: string): OutboundReply => ({ kind: 'ends', text, language: words.language })
    if (!held) return ends(words.missed.other)
    const { callback, attempt } = held
    const joins = (before: string): OutboundReply => ({ kind: 'joins', step: 'met', before, room: roomOf(attempt), language: words.language })
    if (attempt.endedAt !== null) return ends(asked.step === 'met' && attempt.outcome === 'talked' ? words.over : missedWords(words, held))
    if (asked.step === '') return { kind: 'asks', step: 'offered', text: await offer(tx, callback, call.language), times: 2, language: words.language }
    if (asked.step !== 'offered') return ends(words.over)
    if (attempt.acceptedAt !== null) return joins(attempt.isCustomerFirst ? words.connecting : words.calling)
    if (asked.key !== '1') {
      // Who says nothing, as his mailbox does, has not answered.
      await (asked.key === null ? unanswered(tx, held, asked.at) : end(tx, held, 'declined', asked.at))
      return ends(words.refused)
    }
    await acknowledge(tx, call.id)
    if (call.personId !== null) await beOnACall(tx, call.personId, asked.at)
    const taken = await tx.callbackAttempt.update({ where: { id: attempt.id }, data: { acceptedAt: asked.at } })
    if (attempt.isCustomerFirst) await connect(tx, { callback, attempt: taken }, asked.at)
    else await callCustomer(tx, callback, taken, asked.at)
    return joins(attempt.isCustomerFirst ? words.connecting : words.calling)
  }

  async function agentEnded(tx: Transaction, call: OutboundCall, at: Date, leftAt: Date): Promise<void> {
    if (call.personId !== null && call.state === 'acknowledged') await wrapUp(tx, call.personId, at)
    const held = await heldBy(tx, call)
    if (!held || held.attempt.endedAt !== null) return
    if (held.attempt.state === 'talking' && hasTalked(held.attempt, leftAt)) {
      // He who hears a greeting hangs up before it is found out that it is a machine: that is no talk.
      const { shortTalkSeconds } = (await getRule(tx, 'callback')).body
      const isHeard = held.callback.reachedAt !== null || hasTalked(held.attempt, leftAt, shortTalkSeconds)
      return end(tx, held, isHeard ? 'talked' : 'customerUnheard', at)
    }
    const outcome: Outcome =
      call.state === 'unknown' || call.state === 'failed'
        ? call.state
        : call.endStatus === 'busy'
          ? 'busy'
          : call.state === 'noAnswer'
            ? 'noAnswer'
            : 'declined'
    await (outcome === 'noAnswer' ? unanswered(tx, held, at) : end(tx, held, outcome, at))
  }

  async function unanswered(tx: Transaction, held: Held, at: Date): Promise<void> {
    await end(tx, held, 'noAnswer', at)
    const { personId } = held.attempt
    // His own click is an answer of a kind.
    if (personId === null || held.callback.source === 'callNow' || !(await noteUnanswered(tx, personId, at))) return
    const why = 'he has not answered several in a row: he is away until he says that he is back'
    await addCallbackEvent(tx, { callbackId: held.callback.id, at, kind: 'note', why, personId, attemptId: held.attempt.id })
  }

  async function customerAnswer(tx: Transaction, call: OutboundCall, asked: Asked): Promise<OutboundReply> {
    const held = await withLeg(tx, await heldBy(tx, call), call, 'customerLegSid')
    const words = attemptWords(call.language)
    const ends = (text: string): OutboundReply => ({ kind: 'ends', text, language: words.language })
    if (!held) return ends(words.goodbye)
    const { attempt } = held
    if (call.answeredBy === 'machine') {
      if (attempt.endedAt === null) await end(tx, held, 'customerMachine', asked.at)
      return ends(await voicemail(tx, call.language))
    }
    const isOver = asked.step !== ''
    if (attempt.endedAt !== null || isOver) return ends(attempt.outcome === 'talked' || attempt.endedAt === null ? words.goodbye : words.keepsPlace)
    const joins = (before?: string): OutboundReply => ({
      kind: 'joins',
      step: 'met',
      room: roomOf(attempt),
      language: words.language,
      ...(before && { before }),
    })
    if (!attempt.isCustomerFirst) {
      await acknowledge(tx, call.id)
      if (attempt.state === 'calling') await connect(tx, held, asked.at)
      return joins()
    }
    await acknowledge(tx, call.id)
    if (attempt.state === 'calling' && !(await offerHim(tx, held, asked.at))) return ends(words.keepsPlace)
    return joins(words.hello(await companyName(tx)))
  }

  /** The customer is on the line: now one of us is rung. False: he has no phone any more. */
  async function offerHim(tx: Transaction, held: Held, at: Date): Promise<boolean> {
    const { personId } = held.attempt
    const person = personId === null ? null : await tx.person.findUnique({ where: { id: personId }, select: { phone: true, language: true } })
    if (person?.phone == null) {
      await end(tx, held, 'failed', at)
      return false
    }
    const moved = await moveAttempt(tx, held.callback, held.attempt, 'offering', { at, why: 'the customer has answered' })
    await callAgent(tx, moved.callback, moved.attempt, { phone: person.phone, language: person.language, at })
    return true
  }

  async function customerEnded(tx: Transaction, call: OutboundCall, at: Date, leftAt: Date): Promise<void> {
    const held = await heldBy(tx, call)
    if (!held || held.attempt.endedAt !== null) return
    if (held.attempt.state === 'talking' && hasTalked(held.attempt, leftAt)) return end(tx, held, 'talked', at)
    const outcome = missedAs(call)
    await end(tx, outcome === 'failed' ? await notTried(tx, held) : held, outcome, at)
  }

  /** While they talk it turns out who has picked up. */
  async function customerHeard(tx: Transaction, call: OutboundCall, at: Date): Promise<void> {
    const held = await heldBy(tx, call)
    if (!held || held.attempt.state !== 'talking') return
    if (call.answeredBy === 'machine') await end(tx, held, 'customerMachine', at)
    else await noteReached(tx, held.callback, held.attempt, at)
  }

  async function connect(tx: Transaction, { callback, attempt }: Held, at: Date): Promise<void> {
    const moved = await moveAttempt(tx, callback, attempt, 'talking', { at, why: 'they talk', data: { connectedAt: at } })
    // Where nobody listens for machines, who picks up is he.
    if (attempt.isCustomerFirst || !listensForMachines(callback)) await noteReached(tx, moved.callback, moved.attempt, at)
  }

  /** The attempt is over: what becomes of the callback, of the other line, and of the money. */
  async function end(tx: Transaction, { callback, attempt }: Held, outcome: Outcome, at: Date): Promise<void> {
    const seconds = outcome === 'talked' ? ROOM_ENDS_SECONDS : 0
    for (const id of [attempt.agentCallId, attempt.customerCallId]) if (id !== null) await turnLeg(tx, id, at, seconds)
    if (outcome === 'talked') await talkEnded(tx, callback, attempt, at)
    else await missed(tx, callback, attempt, outcome, at)
    await settleAttempt(tx, attempt, outcome, at, settle)
  }

  return {
    callbackAgent: { holdFirst, answer: agentAnswer, ended: agentEnded },
    callbackCustomer: { holdFirst, detectsMachines, answer: customerAnswer, ended: customerEnded, heard: customerHeard },
  }
}

const attemptOf = ({ body }: OutboundCall): string => (body as { attemptId: string }).attemptId

/** The attempt of a call, with its callback; `holdFirst` holds them until the commit. */
async function heldBy(tx: Transaction, call: OutboundCall): Promise<Held | undefined> {
  const found = await tx.callbackAttempt.findUnique({ where: { id: attemptOf(call) }, include: { callback: true } })
  if (!found) return undefined
  const { callback, ...attempt } = found
  return { callback, attempt }
}

async function withLeg(tx: Transaction, held: Held | undefined, { legSid }: OutboundCall, name: 'agentLegSid' | 'customerLegSid'): Promise<Held | undefined> {
  if (!held || legSid === null || held.attempt[name] !== null) return held
  return { ...held, attempt: await tx.callbackAttempt.update({ where: { id: held.attempt.id }, data: { [name]: legSid } }) }
}

const roomOf = ({ id }: CallbackAttempt): string => `callback-${id}`
const hasTalked = ({ connectedAt }: CallbackAttempt, at: Date, seconds = TALK_SECONDS): boolean =>
  connectedAt !== null && at.getTime() - connectedAt.getTime() >= seconds * 1_000

function detectsMachines({ body }: OutboundCall): 'first' | 'meanwhile' | undefined {
  return (body as { machines?: 'first' | 'meanwhile' }).machines
}

function missedAs({ state, endStatus, answeredBy, startedAt, legSid }: OutboundCall): Outcome {
  if (startedAt === null && legSid === null) return 'failed' // never placed
  if (answeredBy === 'machine') return 'customerMachine'
  if (state === 'unknown') return 'unknown'
  if (state === 'failed') return 'customerFailed'
  if (endStatus === 'busy') return 'customerBusy'
  return state === 'noAnswer' ? 'customerNoAnswer' : 'customerHungUp'
}

function missedWords({ missed, missedByHim }: ReturnType<typeof attemptWords>, { callback, attempt }: Held): string {
  const outcome = attempt.outcome as Outcome
  const said = (callback.source === 'callNow' ? missedByHim[outcome] : undefined) ?? missed[outcome]
  return attempt.acceptedAt !== null && said !== undefined ? said : missed.other
}

async function offer(tx: Transaction, callback: Callback, language: string): Promise<string> {
  const words = attemptWords(language)
  const about = callback.caseId === null ? null : await tx.case.findUnique({ where: { id: callback.caseId }, include: { customer: true } })
  const customer = about?.customer?.name ?? callback.name
  const caseNumber = about?.number ?? ''
  if (callback.source === 'callNow') return words.ownCall({ customer, caseNumber })
  const titles = (await findRule(tx, 'reason', callback.reason))?.body.title ?? {}
  return words.offer({
    ...{ customer, caseNumber, askFor: callback.askFor ?? '', extension: callback.extension ?? '' },
    reason: titles[language] ?? '',
    words: callback.language === language ? beginningOf(callback.words || callback.title) : '',
  })
}

async function voicemail(tx: Transaction, language: string): Promise<string> {
  const { body: rule } = await getRule(tx, 'callback')
  if (rule.voicemail === 'hangUp') return ''
  return rule.voicemailText[language] ?? attemptWords(language).voicemail(await companyName(tx))
}

const companyName = async (tx: Transaction): Promise<string> => (await tx.company.findFirst({ select: { name: true } }))?.name ?? ''
