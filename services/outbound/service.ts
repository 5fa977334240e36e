import type { OutboundCall } from '../../prisma/generated/client.ts'
import type { Database, Transaction } from '../db.ts'
import type { Outbound, OutboundReply, OutboundReport, OutboundRequest, WhoReport } from '../telephony/provider.ts'
import { saveRawEvent } from '../telephony/events/store.ts'
import { endCall, holdWithPurpose, type CallPurposes } from './ends/service.ts'
import { logAnswer, logLeg, logOtherLeg } from './log/store.ts'
import { endedAs, isTerminal } from './states.ts'
import { noteAnswered, notePlaced } from './store.ts'

export type OutboundServiceOptions = {
  database: Pick<Database, 'prisma'>
  purposes: CallPurposes
  /** Somebody else may be to be called now. */
  wake: () => void
  announce: (callSid: string) => void
}

/** What becomes of the calls that we place. Any request may come again, or late: the answer is what holds now. */
export function outboundService({ database: { prisma }, purposes, wake, announce }: OutboundServiceOptions): Outbound {
  async function answer(request: OutboundRequest): Promise<OutboundReply> {
    const at = new Date(request.raw.receivedAt)
    const reply = await prisma.$transaction(async (tx) => {
      await saveRawEvent(tx, request.raw)
      const call = await holdWithPurpose(tx, purposes, request.id)
      const purpose = call && purposes[call.purpose]
      if (!call || !purpose) return { kind: 'ends' as const, text: '', language: 'en' }
      const answered = await pickUp(tx, call, request, at)
      const { step, key, answeredBy, dialled, recording } = request
      return purpose.answer(tx, answered, { step, key, answeredBy, dialled, recording, at })
    })
    announce(request.legSid)
    wake()
    return reply
  }

  async function report(report: OutboundReport): Promise<void> {
    await prisma.$transaction(async (tx) => {
      if (!(await saveRawEvent(tx, report.raw))) return
      const call = await holdWithPurpose(tx, purposes, report.id)
      if (call) await (report.parentSid === undefined ? noteStatus(tx, call, report) : noteOtherLeg(tx, report, report.parentSid))
    })
    announce(report.parentSid ?? report.callSid)
    wake()
  }

  async function noteWho({ raw, id, legSid, answeredBy }: WhoReport): Promise<void> {
    const at = new Date(raw.receivedAt)
    await prisma.$transaction(async (tx) => {
      if (!(await saveRawEvent(tx, raw))) return
      const call = await holdWithPurpose(tx, purposes, id)
      if (!call || answeredBy === null || call.endedAt !== null) return
      const answered = await pickUp(tx, call, { legSid, answeredBy }, at)
      await purposes[answered.purpose]?.heard?.(tx, answered, at)
    })
    announce(legSid)
    wake()
  }

  async function pickUp(tx: Transaction, call: OutboundCall, { legSid, answeredBy }: Pick<OutboundRequest, 'legSid' | 'answeredBy'>, at: Date) {
    await noteLeg(tx, call, legSid, at)
    const answered = await noteAnswered(tx, { ...call, legSid }, at, answeredBy)
    await logAnswer(tx, { ...answered, legSid }, at)
    return answered
  }

  async function noteStatus(tx: Transaction, call: OutboundCall, { callSid: legSid, status, raw, at: happenedAt }: OutboundReport): Promise<void> {
    const at = new Date(raw.receivedAt)
    if (status === 'in-progress') return void (await pickUp(tx, call, { legSid, answeredBy: null }, at))
    if (!isTerminal(status)) return noteLeg(tx, call, legSid, at)
    await noteLeg(tx, call, legSid, at)
    await endCall(
      tx,
      purposes,
      { ...call, legSid, ...(call.state === 'unknown' && { endedAt: null }) },
      { state: endedAs(status, call), status, at, leftAt: new Date(happenedAt) },
    )
  }

  return { answer, report, noteWho }
}

async function noteLeg(tx: Transaction, call: OutboundCall, legSid: string, at: Date): Promise<void> {
  if (call.legSid !== null && call.state !== 'placing') return
  await notePlaced(tx, call, legSid, at)
  await logLeg(tx, call, legSid, at)
}

async function noteOtherLeg(
  tx: Transaction,
  { callSid: sid, to: number, status, durationSeconds: seconds, raw }: OutboundReport,
  callSid: string,
): Promise<void> {
  const durationSeconds = seconds ?? null
  const isAnswered = status === 'in-progress' || (status === 'completed' && durationSeconds !== 0)
  await logOtherLeg(tx, { sid, callSid, number, status, isAnswered, isOver: isTerminal(status), durationSeconds }, new Date(raw.receivedAt))
}
