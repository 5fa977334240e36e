import type { OutboundCall } from '../../prisma/generated/client.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { ProviderFault, type CallStatus, type TelephonyProvider } from '../telephony/provider.ts'
import { endCall, type CallPurposes } from './ends/service.ts'
import { logLeg } from './log/store.ts'
import { endedAs, isTerminal, OVERDUE } from './states.ts'
import { holdCall, listOverdue, lookLater, noteAnswered, notePlaced, putOff, takeCall } from './store.ts'

export type OutboundJobsOptions = {
  database: Database
  clock: Clock
  provider: () => Promise<Pick<TelephonyProvider, 'placeCall' | 'findCall'>>
  /** Our URLs for a call: what he hears, and where the state of his leg is reported. */
  urls: (call: { id: string; language: string }) => { asks: string; status: string }
  purposes: CallPurposes
  /** The page of a call that lies on a record. */
  announce: (callSid: string) => void
  log: { warn: (details: object, text: string) => void }
}

/** A call that goes on is asked after again. */
const ASK_AGAIN_SECONDS = 60

/**
 * Places the calls that are due, each once: claimed, placed outside of any transaction, then noted. A worker that dies in between leaves a call of
 * which nobody knows whether the phone has rung; it is not placed again by itself.
 */
export function outboundJobs({ database: { prisma, pool }, clock, provider, urls, purposes, announce, log }: OutboundJobsOptions) {
  const isDue = async (): Promise<boolean> => {
    const { rows } = await pool.query<{ is_due: boolean }>(IS_DUE, [clock.now().toJSDate()])
    return rows[0]?.is_due ?? false
  }

  /** Closes what was not heard of in time, then places until nothing is due. */
  async function performDue(): Promise<void> {
    await closeOverdue()
    for (;;) {
      const call = await prisma.$transaction((tx) => takeCall(tx, clock.now().toJSDate()))
      if (!call) return
      await place(call)
    }
  }

  async function closeOverdue(): Promise<void> {
    for (const call of await listOverdue(prisma, clock.now().toJSDate())) {
      const known = call.legSid === null ? undefined : await askAfter(call.legSid)
      await prisma.$transaction((tx) => close(tx, call.id, known))
      if (call.legSid !== null) announce(call.legSid)
    }
  }

  /** What the provider says of a leg; undefined: it knows none. */
  async function askAfter(legSid: string): Promise<CallStatus | 'unreachable' | undefined> {
    try {
      return (await (await provider()).findCall(legSid))?.status
    } catch (err) {
      log.warn({ err, callSid: legSid }, 'the provider could not be asked after a call')
      return 'unreachable'
    }
  }

  async function close(tx: Transaction, id: string, known: CallStatus | 'unreachable' | undefined): Promise<void> {
    const [call, now] = [await holdCall(tx, id), clock.now().toJSDate()]
    if (!call || call.endedAt !== null || (call.dueAt > now && call.state !== 'waiting')) return
    if (known !== undefined && (known === 'unreachable' || !isTerminal(known))) {
      if (known === 'in-progress') await noteAnswered(tx, call, now, null)
      if (await lookLater(tx, call, ASK_AGAIN_SECONDS, now)) return
    }
    const state = known !== undefined && known !== 'unreachable' && isTerminal(known) ? endedAs(known, call) : (OVERDUE[call.state] ?? 'unknown')
    await endCall(tx, purposes, call, state, now)
  }

  async function place(call: OutboundCall): Promise<void> {
    try {
      const { id, from, to, ringSeconds, language, purpose } = call
      const detectsMachines = purposes[purpose]?.detectsMachines ?? false
      const placed = await (await provider()).placeCall({ from, to, ringSeconds, detectsMachines, ...urls({ id, language }) })
      await prisma.$transaction(async (tx) => {
        const now = clock.now().toJSDate()
        await notePlaced(tx, call, placed.callSid, now)
        await logLeg(tx, call, placed.callSid, now)
      })
      announce(placed.callSid)
    } catch (err) {
      if (!(err instanceof ProviderFault)) throw err
      log.warn({ err, outboundCall: call.id, code: err.code, isSure: err.isSure }, 'somebody could not be called')
      // Not sure: his phone may be ringing. Its report will say so, or the time that he has runs out.
      if (err.isSure) await noteRefused(call, err.isPassing)
    }
  }

  async function noteRefused(call: OutboundCall, isPassing: boolean): Promise<void> {
    await prisma.$transaction(async (tx) => {
      const now = clock.now().toJSDate()
      if (isPassing) await putOff(tx, call, now)
      else await endCall(tx, purposes, call, 'failed', now)
    })
  }

  return { isDue, performDue }
}

const IS_DUE = `
  select exists (select from outbound_call where ended_at is null and due_at <= $1 and state in ('waiting', 'placing', 'ringing', 'answered', 'acknowledged'))
      or exists (select from outbound_call where state = 'waiting' and until_at <= $1) as is_due`
